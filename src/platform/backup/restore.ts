import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { mkdir, readdir, rm, statfs } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { lockDataDirectory } from '../data-lock.ts';
import { embeddedMajor } from '../database/embedded.ts';
import { SetupError } from '../errors.ts';
import { isFull, sizeText, readInPieces, syncFolder, syncTree, writeNew } from '../disk.ts';
import { manifestName, parseManifest, productVersion, type Manifest } from './manifest.ts';
import { unpack, type Entry } from './tar.ts';

/** Stands in a data folder while a restore writes into it. */
const marker = 'restoring';
/** What a folder may hold and still count as empty: what file systems put into a new disk, and our own lock. */
const harmless = new Set(['lost+found', '.DS_Store', 'venhans.pid']);

/** A data folder in which a restore did not come to its end must not be started. @throws SetupError */
export function refuseHalfRestored(dataDirectory: string): void {
	if (existsSync(join(dataDirectory, marker)))
		throw new SetupError(`A restore into ${dataDirectory} did not come to its end. Empty that folder and restore again.`);
}

/**
 * Puts a backup into an empty data folder. Every checksum is verified before the first byte is written, and again
 * while it is copied.
 * @param fits asked before anything happens; refuses a backup by throwing
 * @throws SetupError naming the damaged file; when the folder is not empty; when the backup is of another version
 */
export async function restoreBackup(
	wanted: string,
	dataDirectory: string,
	fits: (manifest: Manifest) => void = () => {},
): Promise<Manifest> {
	const source = resolve(wanted);
	const manifest = await readManifest(source);
	fits(manifest);
	refuseOther(manifest);
	refuseFull(dataDirectory);
	await verify(source, manifest);

	await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
	await refuseSmallDisk(manifest, dataDirectory);
	const unlock = lockDataDirectory(dataDirectory);
	const sign = join(dataDirectory, marker);
	try {
		refuseFull(dataDirectory);
		closeSync(openSync(sign, 'wx', 0o600));
		await syncFolder(dataDirectory);
		for (const folder of manifest.folders) await mkdir(join(dataDirectory, folder), { recursive: true, mode: 0o700 });
		const expected = new Map(manifest.files.map((file) => [file.path, file]));
		for await (const { path, content } of entriesOf(source, manifest)) {
			const { sha256 } = await writeNew(join(dataDirectory, path), content);
			if (sha256 !== expected.get(path)!.sha256) throw damaged(source, path, 'changed while it was copied');
		}
		await syncTree(dataDirectory);
		rmSync(sign);
		await syncFolder(dataDirectory);
	} catch (error) {
		// It was empty before, so everything in it is ours.
		for (const name of await readdir(dataDirectory))
			if (!harmless.has(name)) await rm(join(dataDirectory, name), { recursive: true, force: true });
		if (isFull(error)) throw new SetupError(`The disk of ${dataDirectory} is full; the folder is empty again. Choose another place.`);
		throw error;
	} finally {
		unlock();
	}
	return manifest;
}

async function readManifest(source: string): Promise<Manifest> {
	if (!existsSync(source)) throw new SetupError(`${source} does not exist.`);
	const incomplete = new SetupError(
		`${source} is no whole backup: ${manifestName} is missing. A backup that was interrupted can not be restored; use another one.`,
	);
	if (statSync(source).isDirectory()) {
		const file = join(source, manifestName);
		if (!existsSync(file)) throw incomplete;
		return parseManifest(readFileSync(file, 'utf8'));
	}
	for await (const { path, content } of unpack(source)) {
		if (path !== manifestName) break;
		return parseManifest(Buffer.concat(await Array.fromAsync(content)).toString('utf8'));
	}
	throw incomplete;
}

/** The files of a backup in a folder or an archive; the manifest itself is left out. */
async function* entriesOf(source: string, manifest: Manifest): AsyncGenerator<Entry> {
	if (statSync(source).isDirectory()) {
		for (const { path } of manifest.files) {
			const file = join(source, path);
			if (!existsSync(file)) throw damaged(source, path, 'is missing');
			yield { path, size: statSync(file).size, content: readInPieces(file) };
		}
		return;
	}
	const expected = new Set(manifest.files.map(({ path }) => path));
	for await (const entry of unpack(source)) {
		if (entry.path === manifestName) continue;
		if (!expected.delete(entry.path)) throw damaged(source, entry.path, 'does not belong to it');
		yield entry;
	}
	const [missing] = expected;
	if (missing) throw damaged(source, missing, 'is missing');
}

async function verify(source: string, manifest: Manifest): Promise<void> {
	const expected = new Map(manifest.files.map((file) => [file.path, file]));
	if (statSync(source).isDirectory())
		for (const entry of readdirSync(source, { recursive: true, withFileTypes: true })) {
			const path = join(entry.parentPath, entry.name)
				.slice(source.length + 1)
				.replaceAll('\\', '/');
			if (!entry.isDirectory() && path !== manifestName && !expected.has(path)) throw damaged(source, path, 'does not belong to it');
		}
	for await (const { path, content } of entriesOf(source, manifest)) {
		const hash = createHash('sha256');
		for await (const chunk of content) hash.update(chunk);
		if (hash.digest('hex') !== expected.get(path)!.sha256) throw damaged(source, path, 'does not have its checksum');
	}
}

function damaged(source: string, path: string, what: string): SetupError {
	return new SetupError(`The backup ${source} is damaged: ${path} ${what}. Use another backup; nothing was changed.`);
}

function refuseOther({ version, postgres }: Manifest): void {
	const own = productVersion();
	if (version.localeCompare(own, 'en', { numeric: true }) > 0)
		throw new SetupError(`The backup was made by VENHANS ${version}, and this is ${own}. Update this one first.`);
	if (postgres !== null && postgres !== embeddedMajor)
		throw new SetupError(
			`The backup holds a database of PostgreSQL ${postgres}; this version of VENHANS brings ${embeddedMajor}. See docs/running/upgrade.md.`,
		);
}

function refuseFull(dataDirectory: string): void {
	if (!existsSync(dataDirectory)) return;
	const found = readdirSync(dataDirectory).find((name) => !harmless.has(name));
	if (found)
		throw new SetupError(
			`The data folder ${dataDirectory} is not empty (${found}). A restore never overwrites: set VENHANS_DATA to a new folder, or move the old one away.`,
		);
}

async function refuseSmallDisk(manifest: Manifest, dataDirectory: string): Promise<void> {
	const needed = manifest.files.reduce((sum, { size }) => sum + size, 0);
	const { bavail, bsize } = await statfs(dataDirectory);
	if (bavail * bsize < needed)
		throw new SetupError(
			`The restore needs ${sizeText(needed)}, and ${dataDirectory} has ${sizeText(bavail * bsize)} left. Free some space or choose another place.`,
		);
}
