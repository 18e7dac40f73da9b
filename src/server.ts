import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { closeApp, createApp, provideApp, type App } from './platform/context.ts';
import { SetupError } from './platform/errors.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/**
 * Serves the built platform.
 * @returns the port it listens on and a function that ends it without losing a running request
 * @throws SetupError when the port is taken or not allowed
 */
export async function serve(config: App['config']): Promise<{ port: number; stop: () => Promise<void> }> {
	const app = await createApp(config);
	provideApp(app);
	// The origin of a request is ours to decide: a client's own header must never reach the pages.
	process.env.PROTOCOL_HEADER = 'x-venhans-protocol';
	process.env.HOST_HEADER = 'x-venhans-host';
	process.env.BODY_SIZE_LIMIT ??= '25M';
	const publicUrl = config.publicUrl ? new URL(config.publicUrl) : undefined;
	const handlerFile = './handler.js';
	const { handler } = (await import(/* @vite-ignore */ handlerFile)) as { handler: Handler };

	const server = createServer((request, response) => {
		request.headers['x-venhans-protocol'] = publicUrl?.protocol.slice(0, -1) ?? 'http';
		request.headers['x-venhans-host'] = publicUrl?.host ?? request.headers.host ?? `localhost:${config.port}`;
		handler(request, response, () => response.writeHead(404).end());
	});
	await new Promise<void>((listening, failed) => {
		server.once('error', (error: NodeJS.ErrnoException) => {
			const reason =
				error.code === 'EADDRINUSE'
					? `Port ${config.port} is taken by another program. Stop it, or choose another port: PORT=${config.port + 1} npm start`
					: error.code === 'EACCES'
						? `Port ${config.port} needs more rights. Choose one above 1023, e.g. PORT=3000`
						: `The web server could not listen on ${config.host}:${config.port}: ${error.message}`;
			failed(new SetupError(reason));
		});
		server.listen(config.port, config.host, listening);
	});

	return {
		port: (server.address() as AddressInfo).port,
		async stop() {
			const closed = new Promise<void>((done) => server.close(() => done()));
			server.closeIdleConnections();
			// A browser's idle keep-alive line or a stuck download must not hold the shutdown for ever.
			const force = setTimeout(() => server.closeAllConnections(), 10_000);
			await closed;
			clearTimeout(force);
			await closeApp(app);
		},
	};
}
