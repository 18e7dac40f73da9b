import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../src/platform/config.ts';
import { sizeText } from '../../src/platform/disk.ts';
import { readSecret } from '../../src/platform/secret.ts';
import { needsBuild } from '../build.ts';
import { ok, problem, warning, type Finding } from './finding.ts';

/** The oldest Node that runs our sources as they are. */
const oldestNode = 26;
const littleBytes = 2e9;
const tooLittleBytes = 3e8;

export function checkNode(): Finding {
	const found = process.versions.node;
	return Number.parseInt(found, 10) >= oldestNode
		? ok('node', `Node ${found}`)
		: problem('node', `Node ${found} is too old`, 'Run "npm ci", which brings Node 26, and start with "npm start".');
}

export function checkDataFolder({ dataDirectory }: Config): Finding {
	if (!existsSync(dataDirectory))
		return problem('data folder', `${dataDirectory} does not exist`, 'Start the platform once, or set VENHANS_DATA to the folder it uses.');
	try {
		accessSync(dataDirectory, constants.R_OK | constants.W_OK | constants.X_OK);
	} catch {
		return problem('data folder', `${dataDirectory} can not be written by this user`, 'Run this as the user that runs VENHANS.');
	}
	return ok('data folder', dataDirectory);
}

export async function checkDisk({ dataDirectory }: Config): Promise<Finding> {
	const { bavail, bsize } = await statfs(dataDirectory);
	const free = bavail * bsize;
	const says = `${sizeText(free)} free`;
	if (free < tooLittleBytes) return problem('disk', says, 'Free some space now: without it nothing more is saved.');
	return free < littleBytes ? warning('disk', says, 'Free some space, or move the data folder to a larger disk.') : ok('disk', says);
}

export function checkSecret({ secret, dataDirectory }: Config): Finding {
	if (secret) return ok('secret', 'set by VENHANS_SECRET');
	const file = join(dataDirectory, 'secret');
	if (!existsSync(file)) return warning('secret', 'not made yet', 'The first start makes it.');
	readSecret(undefined, dataDirectory);
	return process.platform !== 'win32' && statSync(file).mode & 0o077
		? warning('secret', `${file} can be read by other users`, `Take the right away: chmod 600 ${file}`)
		: ok('secret', 'in the data folder, readable by its owner only');
}

export function checkBuild(): Finding {
	return needsBuild()
		? warning('build', 'the sources are newer than the built pages', 'The next start builds them.')
		: ok('build', 'the built pages are up to date');
}

export function checkDemo({ demo, publicUrl }: Config): Finding {
	return demo && publicUrl && !/\/\/(localhost|127\.|\[::1\])/.test(publicUrl)
		? warning('demo', `anybody can sign in at ${publicUrl} as any invented person`, 'For a platform of real people set VENHANS_DEMO=off.')
		: ok('demo', demo ? 'on' : 'off');
}
