import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { SetupError } from '../errors.ts';
import { readInPieces, writeNew } from '../disk.ts';
import type { ManifestFile } from './manifest.ts';

/** Contents a server makes anew at its start; the folders themselves must exist. */
const emptied = /^(?:pg_dynshmem|pg_notify|pg_replslot|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans|pg_wal)\/./;
/** Files that belong to the running server or are made anew. */
const left =
	/(?:^|\/)(?:postmaster\.(?:pid|opts)|pg_internal\.init(?:\.\d+)?|backup_label(?:\.old)?|tablespace_map|backup_manifest|pgsql_tmp[^/]*|\.s\.PGSQL\..*)(?:\/|$)/;
const controlFile = 'global/pg_control';

/**
 * Copies the folder of a running PostgreSQL by its low-level backup interface: what changes while we copy is put right
 * at the restore from the write-ahead log, of which the copy holds exactly the part it needs.
 * @param session a connection of its own, which stays open until the copy is done
 * @param stopped asked before each file; ends the copy by throwing
 * @returns what was copied, as paths below `postgres/`
 */
export async function copyRunningCluster(
	session: pg.ClientBase,
	directory: string,
	target: string,
	stopped: () => void,
): Promise<{ folders: string[]; files: ManifestFile[] }> {
	const files: ManifestFile[] = [];
	const folders: string[] = [];
	const place = join(target, 'postgres');
	const copy = async (path: string, content: AsyncIterable<Uint8Array> = readInPieces(join(directory, path))) => {
		stopped();
		const written = await writeNew(join(place, path), content);
		files.push({ path: `postgres/${path}`, ...written });
	};

	// While the slot exists the server keeps the log we need; it ends with the session, however that ends.
	const slot = `venhans_backup_${process.pid}`;
	await session.query('select pg_create_physical_replication_slot($1, immediately_reserve => true, temporary => true)', [slot]);
	await session.query(`select pg_backup_start('venhans', fast => true)`);

	for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
		const path = join(entry.parentPath, entry.name)
			.slice(directory.length + 1)
			.replaceAll('\\', '/');
		if (left.test(path) || (emptied.test(path) && path !== 'pg_wal/archive_status')) continue;
		if (path.startsWith('pg_tblspc/')) throw new SetupError(`The database uses a tablespace (${path}), which a backup does not cover.`);
		if (entry.isDirectory()) folders.push(`postgres/${path}`);
		else if (entry.isFile() && path !== controlFile) await copy(path).catch(ignoreGone);
	}
	await copy(controlFile, once(await readUnchanging(join(directory, controlFile))));

	const { rows: ends } = await session.query<{ label: string; last: string }>(
		'select labelfile as label, pg_walfile_name(lsn) as last from pg_backup_stop(wait_for_archive => false)',
	);
	const { label, last } = ends[0]!;
	await copy('backup_label', once(Buffer.from(label)));
	const first = /\(file ([0-9A-F]{24})\)/.exec(label)![1]!;
	const segments = (await readdir(join(directory, 'pg_wal'))).filter(
		(name) => /^[0-9A-F]{24}$/.test(name) && name >= first && name <= last,
	);
	if (!segments.includes(first) || !segments.includes(last))
		throw new Error(`The server removed a part of its log (${first} to ${last}) during the backup`);
	for (const segment of segments.sort()) await copy(`pg_wal/${segment}`);
	await session.query('select pg_drop_replication_slot($1)', [slot]);
	return { folders: ['postgres', ...folders], files };
}

/** A table that was dropped while we copied needs no copy. */
function ignoreGone(error: NodeJS.ErrnoException): void {
	if (error.code !== 'ENOENT') throw error;
}

/** The content of a small file the server may be writing at this moment: read until twice the same. */
async function readUnchanging(path: string): Promise<Buffer> {
	for (let before = await readFile(path); ;) {
		const now = await readFile(path);
		if (now.equals(before)) return now;
		before = now;
	}
}

async function* once(content: Uint8Array): AsyncGenerator<Uint8Array> {
	yield content;
}
