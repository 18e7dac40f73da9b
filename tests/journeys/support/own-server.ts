import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromRoot, rootDirectory } from '../../../src/platform/paths.ts';

export type OwnServer = { origin: string; said: string; stop: () => Promise<void> };

/**
 * Starts the platform a second time, on a new data folder and a port of its own, for journeys that need other settings.
 * @returns its address and what it said on the way up
 */
export async function startServer(settings: NodeJS.ProcessEnv): Promise<OwnServer> {
	const data = await mkdtemp(join(tmpdir(), 'venhans-journey-'));
	const child = spawn(process.execPath, [fromRoot('bin', 'venhans.ts'), 'start'], {
		cwd: rootDirectory,
		stdio: ['ignore', 'pipe', 'inherit'],
		env: { ...process.env, PORT: '0', VENHANS_DATA: data, LOG_LEVEL: 'error', ...settings },
	});
	const ended = new Promise<void>((done) => child.once('exit', () => done()));
	const stop = async () => {
		child.kill('SIGTERM');
		await ended;
		await rm(data, { recursive: true, force: true });
	};
	let said = '';
	await new Promise<void>((ready, failed) => {
		child.stdout.setEncoding('utf8').on('data', (part: string) => {
			said += part;
			// The last line of its welcome.
			if (said.includes('Ctrl+C')) ready();
		});
		void ended.then(() => failed(new Error(`The server ended before it was ready: ${said}`)));
	}).catch(async (error) => {
		await stop();
		throw error;
	});
	return { origin: /running at (\S+)/.exec(said)![1]!, said, stop };
}
