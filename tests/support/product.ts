import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnVenhans, type Ended, type Running } from './command.ts';

export type Product = {
	url: string;
	port: number;
	data: string;
	running: Running;
	/** Ends it as an operator does. */
	stop(): Promise<Ended>;
	/** Ends it as a power cut does; its database may live on. */
	kill(): Promise<Ended>;
};

/** A port nobody listens on at this moment. */
export function freePort(): Promise<number> {
	return new Promise((found) => {
		const probe = createServer().listen(0, '127.0.0.1', () => {
			const { port } = probe.address() as { port: number };
			probe.close(() => found(port));
		});
	});
}

/** A new folder for one test, which removes it itself. */
export const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'venhans-faults-'));

/** Starts the built product as an operator does and waits until it answers. @throws Error with its output when it ends instead */
export async function startProduct(data: string, { env = {}, port }: { env?: NodeJS.ProcessEnv; port?: number } = {}): Promise<Product> {
	const own = port ?? (await freePort());
	const url = `http://localhost:${own}`;
	const running = spawnVenhans(['start'], { PORT: String(own), VENHANS_DATA: data, ...env });
	let over: Ended | undefined;
	void running.ended.then((ended) => (over = ended));
	for (;;) {
		if (over) throw new Error(`The product ended with code ${over.status}: ${over.stderr}`);
		const answer = await fetch(`${url}/healthz`).catch(() => undefined);
		if (answer?.ok) break;
		await new Promise((wait) => setTimeout(wait, 20));
	}
	const end = (signal: NodeJS.Signals) => {
		running.process.kill(signal);
		return running.ended;
	};
	return { url, port: own, data, running, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}
