import { existsSync, globSync, statSync } from 'node:fs';
import { fromRoot } from '../src/platform/paths.ts';

const sources = ['src/**/*', 'static/**/*', 'vite.config.ts', 'package.json'];

/** Builds the web application when a source is newer than the last build. */
export async function ensureBuilt(): Promise<void> {
	const built = fromRoot('build', 'server', 'venhans.js');
	if (existsSync(built)) {
		const since = statSync(built).mtimeMs;
		const newer = globSync(sources, { cwd: fromRoot() }).some((file) => statSync(fromRoot(file)).mtimeMs > since);
		if (!newer) return;
	}
	process.stdout.write('Building (only when sources have changed) …\n');
	process.chdir(fromRoot());
	const { build } = await import('vite');
	await build({ logLevel: 'warn', root: fromRoot() });
}
