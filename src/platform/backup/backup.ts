import { existsSync } from 'node:fs';
import { readdir, rename, rm, rmdir, stat, statfs } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { SetupError } from '../errors.ts';
import { bytesLock, filesFolder } from '../files/index.ts';
import type { Installation } from '../installation.ts';
import { embeddedMajor } from '../database/embedded.ts';
import { isFull, sizeText, readInPieces, syncFolder, syncTree, writeNew } from '../disk.ts';
import { lastBackupSetting } from './last.ts';
import { copyRunningCluster } from './embedded-copy.ts';
import { manifestName, productVersion, writeManifest, type ManifestFile } from './manifest.ts';
import { pack } from './tar.ts';

export type BackupReport = { target: string; bytes: number; files: number; database: boolean; secret: boolean };

/** Whether a target's name asks for one file instead of a folder. */
export const isArchive = (target: string): boolean => /\.(?:tar\.gz|tgz)$/.test(target);

const patienceMilliseconds = 10_000;

/**
 * Backs up an installation, which may be running: database (the embedded one), files and secret, with checksums.
 * The target appears under its name only when it is whole; until then it is called `….partial`.
 * @throws SetupError when the target exists, the disk is too small, or another backup is being made
 */
export async function makeBackup(
	installation: Installation,
	wanted: string,
	{ now = new Date(), signal }: { now?: Date; signal?: AbortSignal } = {},
): Promise<BackupReport> {
	const target = resolve(wanted);
	const partial = `${target}.partial`;
	await refuseBadTarget(installation.config.dataDirectory, target);
	await rm(partial, { recursive: true, force: true });
	const stopped = () => {
		if (signal?.aborted) throw new SetupError('The backup was interrupted; nothing was kept.');
	};
	const session = await installation.app.pool.connect();
	try {
		await holdBytes(session);
		await refuseSmallDisk(installation, dirname(target), isArchive(target));
		const folders: string[] = [];
		const files: ManifestFile[] = [];
		const secretFile = join(installation.config.dataDirectory, 'secret');
		const secret = existsSync(secretFile);
		if (installation.clusterDirectory) {
			const copied = await copyRunningCluster(session, installation.clusterDirectory, partial, stopped);
			folders.push(...copied.folders);
			files.push(...copied.files);
		}
		// After the database: every row that was copied has its bytes, because none are removed meanwhile.
		const source = filesFolder(installation.config.dataDirectory);
		for (const entry of existsSync(source) ? await readdir(source, { recursive: true, withFileTypes: true }) : []) {
			if (!entry.isFile()) continue;
			stopped();
			const path = `files/${join(entry.parentPath, entry.name)
				.slice(source.length + 1)
				.replaceAll('\\', '/')}`;
			const written = await writeNew(join(partial, path), readInPieces(join(entry.parentPath, entry.name))).catch(ignoreGone);
			if (written) files.push({ path, ...written });
		}
		if (secret) files.push({ path: 'secret', ...(await writeNew(join(partial, 'secret'), readInPieces(secretFile))) });
		await syncTree(partial);
		await writeManifest(partial, {
			product: 'venhans',
			format: 1,
			version: productVersion(),
			madeAt: now.toISOString(),
			postgres: installation.clusterDirectory ? embeddedMajor : null,
			secret,
			folders,
			files,
		});
		if (isArchive(target)) await packInto(target, partial, files);
		else await putInPlace(partial, target);
		const report = {
			target,
			bytes: files.reduce((sum, { size }) => sum + size, 0),
			files: files.filter(({ path }) => path.startsWith('files/')).length,
			database: installation.clusterDirectory !== undefined,
			secret,
		};
		await noteBackup(installation, now, report.bytes);
		return report;
	} catch (error) {
		await rm(partial, { recursive: true, force: true });
		if (isFull(error)) throw new SetupError(`The disk of ${dirname(target)} is full; nothing was kept. Choose another place.`);
		const { code } = error as NodeJS.ErrnoException;
		if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
			throw new SetupError(`${(error as Error).message}. Run the backup as the user that runs VENHANS, to a folder it may write.`);
		throw error;
	} finally {
		session.release(true);
	}
}

/** An upload that was refused while we copied had no row yet. */
function ignoreGone(error: NodeJS.ErrnoException): undefined {
	if (error.code !== 'ENOENT') throw error;
}

async function refuseBadTarget(dataDirectory: string, target: string): Promise<void> {
	if (`${target}/`.startsWith(`${resolve(dataDirectory)}/`))
		throw new SetupError(`${target} is inside the data folder. Choose a place outside it, best on another machine.`);
	if (!existsSync(dirname(target))) throw new SetupError(`The folder ${dirname(target)} does not exist. Make it, or choose another place.`);
	if (!existsSync(target)) return;
	if (isArchive(target) || !(await stat(target)).isDirectory() || (await readdir(target)).length > 0)
		throw new SetupError(`${target} exists already. Choose a new name, for example with the date in it.`);
}

/** No file's bytes are removed while this session lasts, and no second backup is made. */
async function holdBytes(session: { query: (text: string, values: unknown[]) => Promise<{ rows: { taken: boolean }[] }> }): Promise<void> {
	for (let waited = 0; waited < patienceMilliseconds; waited += 100) {
		const { rows } = await session.query('select pg_try_advisory_lock($1) as taken', [bytesLock]);
		if (rows[0]!.taken) return;
		await new Promise((wait) => setTimeout(wait, 100));
	}
	throw new SetupError('Another backup of this installation is being made. Wait for its end, then start this one again.');
}

async function refuseSmallDisk(installation: Installation, place: string, packed: boolean): Promise<void> {
	const needed = (await sizeOf(installation.config.dataDirectory)) * (packed ? 1.5 : 1);
	const { bavail, bsize } = await statfs(place);
	if (bavail * bsize < needed)
		throw new SetupError(
			`The backup needs about ${sizeText(needed)}, and ${place} has ${sizeText(bavail * bsize)} left. Free some space or choose another place.`,
		);
}

async function sizeOf(folder: string): Promise<number> {
	let sum = 0;
	for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
		if (entry.isFile()) sum += (await stat(join(entry.parentPath, entry.name)).catch(() => ({ size: 0 }))).size;
	return sum;
}

async function packInto(target: string, partial: string, files: readonly ManifestFile[]): Promise<void> {
	const archive = join(partial, 'archive');
	await pack(partial, [manifestName, ...files.map(({ path }) => path)], archive);
	await rename(archive, target);
	await syncFolder(dirname(target));
	await rm(partial, { recursive: true, force: true });
}

async function putInPlace(partial: string, target: string): Promise<void> {
	if (existsSync(target))
		await rmdir(target).catch(() => {
			throw new SetupError(`${target} can not be replaced. Choose a new folder inside it.`);
		});
	await rename(partial, target);
	await syncFolder(dirname(target));
}

async function noteBackup({ app }: Installation, at: Date, bytes: number): Promise<void> {
	const value = JSON.stringify({ at, bytes });
	await app.db
		.insertInto('platform.setting')
		.values({ key: lastBackupSetting, value, changed_at: at })
		.onConflict((conflict) => conflict.column('key').doUpdateSet({ value, changed_at: at }))
		.execute();
}
