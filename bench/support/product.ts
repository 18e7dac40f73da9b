import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromRoot, rootDirectory } from '../../src/platform/paths.ts';

export type Product = { url: string; process: ChildProcess; data: string; milliseconds: number; stop(): Promise<void> };

/** A port nobody listens on at this moment. */
export function freePort(): Promise<number> {
	return new Promise((found) => {
		const probe = createServer().listen(0, '127.0.0.1', () => {
			const { port } = probe.address() as { port: number };
			probe.close(() => found(port));
		});
	});
}

/**
 * Starts the built product as a user does and waits for its first page.
 * @param data data folder to use again; absent: a new one, removed by `stop`
 */
export async function startProduct({ data, env = {} }: { data?: string; env?: NodeJS.ProcessEnv } = {}): Promise<Product> {
	const folder = data ?? (await mkdtemp(join(tmpdir(), 'venhans-bench-')));
	const port = await freePort();
	const url = `http://localhost:${port}`;
	const started = performance.now();
	const child = spawn(process.execPath, ['--max-semi-space-size=32', fromRoot('bin', 'venhans.ts'), 'start'], {
		cwd: rootDirectory,
		stdio: ['ignore', 'ignore', 'inherit'],
		env: { ...process.env, PORT: String(port), VENHANS_DATA: folder, LOG_LEVEL: 'silent', ...env },
	});
	const ended = new Promise<number | null>((done) => child.once('exit', done));
	for (;;) {
		if (child.exitCode !== null) throw new Error(`The product ended with code ${child.exitCode}`);
		const page = await fetch(`${url}/en`).catch(() => undefined);
		if (page?.ok) {
			await page.text();
			break;
		}
		await new Promise((wait) => setTimeout(wait, 10));
	}
	return {
		url,
		process: child,
		data: folder,
		milliseconds: performance.now() - started,
		async stop() {
			child.kill('SIGTERM');
			await ended;
			if (!data) await rm(folder, { recursive: true, force: true });
		},
	};
}
