import { Worker } from 'node:worker_threads';
import { fromRoot } from '../paths.ts';

export type PrintRequest = {
	/** Absolute path of the room's Typst template; it imports "/frame.typ" or one that lies beside it, and reads "/data.json". */
	template: string;
	/** What the template prints; must survive JSON. */
	data: unknown;
	/** Pictures by file name, e.g. `{ 'chart.svg': '<svg …>' }`. */
	images?: Record<string, string>;
};
export type PrintJob = PrintRequest & { id: number };
export type PrintResult = { id: number; pdf: Uint8Array } | { id: number; fault: string };

/** After so long without work the compiler's memory (about 250 MB) is given back. */
const idleMilliseconds = 5 * 60_000;
/** A report takes well under a second; a template that runs this long hangs. */
const patienceMilliseconds = 60_000;

type Waiting = { resolve: (pdf: Uint8Array) => void; reject: (error: Error) => void; timer: NodeJS.Timeout };

let worker: Worker | undefined;
let idle: NodeJS.Timeout | undefined;
let lastId = 0;
const waiting = new Map<number, Waiting>();

/**
 * Prints a tagged PDF (UA-style structure, bookmarks, embedded fonts for Latin, Greek and Cyrillic) from a Typst
 * template. Jobs run one after the other in a thread of their own.
 * @throws Error with Typst's own diagnostics when the template is wrong
 */
export function printPdf(request: PrintRequest): Promise<Uint8Array> {
	clearTimeout(idle);
	const thread = (worker ??= startWorker());
	const id = ++lastId;
	return new Promise((resolve, reject) => {
		const timer = setTimeout(() => {
			stopWith(new Error(`Printing ${request.template} took longer than ${patienceMilliseconds / 1000} s`));
		}, patienceMilliseconds);
		waiting.set(id, { resolve, reject, timer });
		thread.postMessage({ ...request, id } satisfies PrintJob);
	});
}

/** Ends the printing thread; the next job starts a new one. */
export async function closePrinter(): Promise<void> {
	clearTimeout(idle);
	const ending = worker;
	worker = undefined;
	await ending?.terminate();
}

function startWorker(): Worker {
	const thread = new Worker(fromRoot('src', 'platform', 'pdf', 'worker.ts'));
	// A waiting printer must not keep the process alive.
	thread.unref();
	thread.on('message', (result: PrintResult) => {
		const job = waiting.get(result.id);
		if (!job) return;
		waiting.delete(result.id);
		clearTimeout(job.timer);
		if ('pdf' in result) job.resolve(result.pdf);
		else job.reject(new Error(`The document could not be printed: ${result.fault}`));
		if (waiting.size === 0) idle = setTimeout(() => void closePrinter(), idleMilliseconds).unref();
	});
	thread.on('error', (error) => stopWith(error instanceof Error ? error : new Error(String(error))));
	return thread;
}

/** A crashed or hanging thread takes its queue with it: all who wait are told, the next job begins afresh. */
function stopWith(error: Error): void {
	for (const { reject, timer } of waiting.values()) {
		clearTimeout(timer);
		reject(error);
	}
	waiting.clear();
	void closePrinter();
}
