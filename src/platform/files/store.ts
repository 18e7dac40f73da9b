import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { Disk } from 'flydrive';
import { FSDriver } from 'flydrive/drivers/fs';
import { syncFile, syncFolder } from '../disk.ts';

/** Where the bytes of files are. Keys are made by us; rooms see ids. */
export type FileStore = {
	/** Writes a new file; resolves when it would survive a power cut. */
	write(key: string, bytes: Readable): Promise<void>;
	/** @throws when there is no such file */
	read(key: string): Promise<Readable>;
	has(key: string): Promise<boolean>;
	/** Removes a file; one that is not there is no fault. */
	remove(key: string): Promise<void>;
	/** Every file and when it was written, in no order. */
	list(): AsyncIterable<{ key: string; writtenAt: Date }>;
};

/** The folder of the files inside the data folder. */
export const filesFolder = (dataDirectory: string): string => join(dataDirectory, 'files');

/** Opens the store: the folder `files` of the data folder. */
export function openFileStore(dataDirectory: string): FileStore {
	const disk = new Disk(new DurableDriver(filesFolder(dataDirectory)));
	return {
		write: (key, bytes) => disk.putStream(key, bytes),
		read: (key) => disk.getStream(key),
		has: (key) => disk.exists(key),
		remove: (key) => disk.delete(key),
		async *list() {
			let page: string | undefined;
			do {
				const { objects, paginationToken } = await disk.listAll('', { recursive: true, paginationToken: page });
				for (const file of objects) {
					if (!file.isFile) continue;
					// Removed by somebody else since the listing: then there is nothing left to tell.
					const facts = await disk.getMetaData(file.key).catch(() => undefined);
					if (facts) yield { key: file.key, writtenAt: facts.lastModified };
				}
				page = paginationToken;
			} while (page);
		},
	};
}

/** A folder on disk, readable by us alone, whose writes are forced to the medium before they count as done. */
class DurableDriver extends FSDriver {
	readonly #root: string;

	constructor(root: string) {
		super({ location: root, visibility: 'private' });
		this.#root = root;
	}

	override async putStream(key: string, contents: Readable): Promise<void> {
		await mkdir(this.#root, { recursive: true, mode: 0o700 });
		await super.putStream(key, contents);
		const file = join(this.#root, key);
		await syncFile(file);
		// A new name is durable when its folder is; the folders above may be new, too.
		const last = dirname(this.#root);
		for (let folder = dirname(file); folder !== last; folder = dirname(folder)) await syncFolder(folder);
		await syncFolder(last);
	}
}
