import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The project's root: the nearest folder above this file whose package.json is ours.
 * Works from the sources (src/platform) and from the built bundle (build/server/chunks) alike.
 */
export const rootDirectory: string = findRoot(dirname(fileURLToPath(import.meta.url)));

/** Absolute path of a file that ships with the project, e.g. `fromRoot('messages')`. */
export function fromRoot(...parts: string[]): string {
	return join(rootDirectory, ...parts);
}

function findRoot(from: string): string {
	for (let folder = from; ; folder = dirname(folder)) {
		const manifest = join(folder, 'package.json');
		if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name === 'venhans') return folder;
		if (dirname(folder) === folder) throw new Error(`No package.json of venhans above ${from}`);
	}
}
