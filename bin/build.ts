import { spawnSync } from 'node:child_process';
import { existsSync, globSync, statSync } from 'node:fs';
import { SetupError } from '../src/platform/errors.ts';
import { fromRoot } from '../src/platform/paths.ts';

const sources = ['src/**/*', 'static/**/*', 'vite.config.ts', 'package.json'];

const built = fromRoot('build', 'server', 'venhans.js');

/** Whether a source is newer than the last build. */
export function needsBuild(): boolean {
	if (!existsSync(built)) return true;
	const since = statSync(built).mtimeMs;
	return globSync(sources, { cwd: fromRoot() }).some((file) => statSync(fromRoot(file)).mtimeMs > since);
}

/** Builds the web application when a source is newer than the last build. */
export async function ensureBuilt(): Promise<void> {
	if (!needsBuild()) return;
	process.stdout.write('Building (only when sources have changed) …\n');
	// The command line, not vite's build(): only that one runs the framework's own build steps.
	const { status, stderr } = spawnSync(
		process.execPath,
		[fromRoot('node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'],
		{
			cwd: fromRoot(),
			stdio: ['ignore', 'ignore', 'pipe'],
			encoding: 'utf8',
			// The shell of whoever starts it may say otherwise: a build for development is slower and warns its readers.
			env: { ...process.env, NODE_ENV: 'production' },
		},
	);
	if (status !== 0) {
		// What went wrong stands behind this line; before it the builder talks about other things.
		const [, reason = stderr] = stderr.split('error during build:');
		throw new SetupError(`The build failed. Run "npm run build" to see why. ${reason.split('\n').find((line) => line.trim()) ?? ''}`);
	}
}
