import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkInstruments } from './modules/benchmarks/index.ts';
import { firstAdministratorLink } from './platform/auth/index.ts';
import { closeApp, createApp, provideApp, type App } from './platform/context.ts';
import { SetupError } from './platform/errors.ts';
import { startJobs } from './platform/jobs.ts';
import { closePrinter } from './platform/pdf/print.ts';
import { inTurns } from './platform/turns.ts';
import { reportReady } from './platform/health.ts';
import { jobs, listen, loadDemo } from './rooms.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
export type Served = { port: number; demoLoaded: boolean; administratorLink?: string; stop: () => Promise<void> };

/** Events a crash left in the outbox are delivered so often. */
const leftoverMilliseconds = 5_000;

/**
 * Serves the built platform.
 * @returns the port it listens on and a function that ends it without losing a running request
 * @throws SetupError when the port is taken or not allowed, or an instrument is faulty
 */
export async function serve(config: App['config']): Promise<Served> {
	checkInstruments();
	const app = await createApp(config);
	provideApp(app);
	listen(app);
	const demoLoaded = config.demo ? await loadDemo(app) : false;
	// The origin of a request is ours to decide: a client's own header must never reach the pages.
	process.env.PROTOCOL_HEADER = 'x-venhans-protocol';
	process.env.HOST_HEADER = 'x-venhans-host';
	process.env.ADDRESS_HEADER = 'x-venhans-address';
	// Enough for the largest file (src/platform/files) in a form.
	process.env.BODY_SIZE_LIMIT = '25M';
	const publicUrl = config.publicUrl ? new URL(config.publicUrl) : undefined;
	const handlerFile = './handler.js';
	const { handler } = (await import(/* @vite-ignore */ handlerFile)) as { handler: Handler };

	const begin = inTurns();
	const server = createServer((request, response) => {
		const { headers, socket } = request;
		headers['x-venhans-protocol'] = publicUrl?.protocol.slice(0, -1) ?? 'http';
		headers['x-venhans-host'] = publicUrl?.host ?? headers.host ?? `localhost:${config.port}`;
		const forwarded = config.trustProxy
			? String(headers['x-forwarded-for'] ?? '')
					.split(',')
					.at(-1)
					?.trim()
			: undefined;
		headers['x-venhans-address'] = forwarded || socket.remoteAddress || '127.0.0.1';
		begin(() => {
			// Who has gone meanwhile needs no answer.
			if (!response.destroyed) handler(request, response, () => response.writeHead(404).end());
		});
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
	}).catch(async (error) => {
		await closeApp(app);
		throw error;
	});
	const { port } = server.address() as AddressInfo;

	// The first page need not wait for the job queue.
	const queue = startJobs(app, jobs).catch((error) => {
		app.log.error({ err: error }, 'jobs could not start');
		return undefined;
	});
	void queue.then((started) => reportReady({ jobs: () => started?.running() ?? false }));
	const leftovers = setInterval(() => app.bus.nudge(app.db), leftoverMilliseconds);

	return {
		port,
		demoLoaded,
		administratorLink: config.demo ? undefined : await firstAdministratorLink(app, config.publicUrl ?? `http://localhost:${port}`),
		async stop() {
			clearInterval(leftovers);
			const closed = new Promise<void>((done) => server.close(() => done()));
			// Open pages hold a line each; they open it again elsewhere, or here when we are back.
			await app.live.stop();
			// A browser's keep-alive line is closed as soon as its answer is out; a stuck download must not hold us for ever.
			const idle = setInterval(() => server.closeIdleConnections(), 50);
			const late = Promise.withResolvers<void>();
			const force = setTimeout(() => {
				server.closeAllConnections();
				late.resolve();
			}, 10_000);
			await closed;
			// What a reader asked for who has gone meanwhile still needs the database.
			await Promise.race([app.requests.over(), late.promise]);
			clearInterval(idle);
			clearTimeout(force);
			await (await queue)?.stop();
			await closePrinter();
			await closeApp(app);
		},
	};
}
