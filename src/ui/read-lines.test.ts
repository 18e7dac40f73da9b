import { expect, test } from 'vitest';
import { readLines } from './read-lines.ts';

function answer(parts: string[], status = 200): Response {
	const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
		start(controller) {
			for (const part of parts) controller.enqueue(new TextEncoder().encode(part));
			controller.close();
		},
	});
	return new Response(body, { status });
}

async function read(response: Response): Promise<unknown[]> {
	const lines: unknown[] = [];
	for await (const line of readLines(response)) lines.push(line);
	return lines;
}

test('lines are read as they are meant, wherever they are cut on their way', async () => {
	expect(await read(answer(['{"saved":0}\n{"sav', 'ed":2000}', '\n', '{"to":"/en"}\n']))).toEqual([
		{ saved: 0 },
		{ saved: 2000 },
		{ to: '/en' },
	]);
});

test('a last line that broke off is no line', async () => {
	expect(await read(answer(['{"saved":0}\n{"to":"/e']))).toEqual([{ saved: 0 }]);
});

test('an answer that is none is told', async () => {
	await expect(read(answer(['{}\n'], 503))).rejects.toThrow('503');
});
