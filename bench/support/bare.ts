import { spawn } from 'node:child_process';
import { freePort } from './product.ts';

/** A bare node:http server in a process of its own that answers every request with the same bytes and headers. */
export async function bareServer(body: Uint8Array, headers: Record<string, string>): Promise<{ url: string; stop(): void }> {
	const port = await freePort();
	const program = `
		const chunks = [];
		process.stdin.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
			const body = Buffer.concat(chunks);
			require('node:http').createServer((request, response) => response.writeHead(200, ${JSON.stringify(headers)}).end(body))
				.listen(${port}, '127.0.0.1', () => process.stdout.write('ready'));
		});`;
	const child = spawn(process.execPath, ['-e', program], { stdio: ['pipe', 'pipe', 'inherit'] });
	child.stdin.end(body);
	await new Promise((ready) => child.stdout.once('data', ready));
	return { url: `http://127.0.0.1:${port}/`, stop: () => void child.kill() };
}
