import { expect, test } from 'vitest';
import type { Ctx } from '../context.ts';
import type { Page } from './page.ts';
import { partBytes, Parts } from './parts.ts';
import { rememberPart } from './remember.ts';

let changes = 0;
const parts = new Parts({ limit: 1000, stateOf: async () => `after ${changes} changes` });
const somebodyChangesSomething = async () => void changes++;
const ctxOf = (page?: Page, now = () => new Date()) => ({ parts, now, page }) as Ctx;

/** Reads a page as a browser does; its part says how often it was made. */
function reader(moment = () => new Date()) {
	let times = 0;
	let meanwhile = async () => {};
	const key = Math.random();
	return {
		beforeEnd: (work: () => Promise<void>) => void (meanwhile = work),
		async read(...rights: string[]) {
			const page: Page = {};
			try {
				const { head, body } = await rememberPart(ctxOf(page, moment), [key, ...rights], async () => {
					const time = ++times;
					await meanwhile();
					return { head: { title: `made ${time}` }, body: { times: time } };
				});
				if (!body) return { title: head.title, shown: page.kept!.bytes.toString() };
				const shown = `part ${body.times}`;
				page.keep?.(partBytes(Buffer.from(shown)));
				return { title: head.title, shown };
			} finally {
				page.over?.();
			}
		},
	};
}

test('a part is made once and found as long as nothing at all was changed', async () => {
	const { read } = reader();
	expect(await read()).toEqual({ title: 'made 1', shown: 'part 1' });
	expect(await read()).toEqual({ title: 'made 1', shown: 'part 1' });
	await somebodyChangesSomething();
	expect(await read()).toEqual({ title: 'made 2', shown: 'part 2' });
});

test('a part is for the same reader with the same rights only', async () => {
	const { read } = reader();
	await read('ana');
	expect(await read('rui')).toMatchObject({ shown: 'part 2' });
	expect(await read('ana')).toMatchObject({ shown: 'part 1' });
});

test('a part that lacks something is made again', async () => {
	const key = Math.random();
	let times = 0;
	for (const incomplete of [true, true, false, false]) {
		const page: Page = { incomplete };
		const { body } = await rememberPart(ctxOf(page), [key], async () => ({ head: {}, body: { times: ++times } }));
		if (body) page.keep!(partBytes(Buffer.from(`part ${body.times}`)));
		page.over?.();
	}
	expect(times).toBe(3);
});

test('what was changed while a part was made is not covered by it', async () => {
	const { read, beforeEnd } = reader();
	beforeEnd(somebodyChangesSomething);
	await read();
	beforeEnd(async () => {});
	expect(await read()).toMatchObject({ shown: 'part 2' });
	expect(await read()).toMatchObject({ shown: 'part 2' });
});

test('who asked before a change takes what is made just now; who asks after it does not', async () => {
	const { read, beforeEnd } = reader();
	const late: ReturnType<typeof read>[] = [];
	beforeEnd(async () => {
		if (late.length) return;
		await somebodyChangesSomething();
		late.push(read());
	});
	const all = await Promise.all(Array.from({ length: 20 }, () => read()));
	expect(new Set(all.map(({ shown }) => shown))).toEqual(new Set(['part 1']));
	expect(await late[0]).toMatchObject({ shown: 'part 2' });
	expect(await read()).toMatchObject({ shown: 'part 2' });
});

test('after a minute a part is made again, because of what depends on the clock', async () => {
	let moment = new Date();
	const { read } = reader(() => moment);
	await read();
	moment = new Date(moment.getTime() + 59_000);
	expect(await read()).toMatchObject({ shown: 'part 1' });
	moment = new Date(moment.getTime() + 2_000);
	expect(await read()).toMatchObject({ shown: 'part 2' });
});

test('many who ask at once wait for one that makes it; when that one fails, they make it themselves', async () => {
	const { read, beforeEnd } = reader();
	const all = await Promise.all(Array.from({ length: 20 }, () => read()));
	expect(new Set(all.map(({ shown }) => shown))).toEqual(new Set(['part 1']));
	await somebodyChangesSomething();
	let failures = 1;
	beforeEnd(async () => {
		if (failures-- > 0) throw new Error('no');
	});
	const tried = await Promise.allSettled(Array.from({ length: 5 }, () => read()));
	expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
});

test('where no page is read as HTML, everything is made', async () => {
	const make = async () => ({ head: {}, body: { text: 'whole' } });
	expect(await rememberPart(ctxOf(), ['page'], make)).toEqual({ head: {}, body: { text: 'whole' } });
	expect(await rememberPart(ctxOf(), ['page'], make)).toEqual({ head: {}, body: { text: 'whole' } });
});

test('with no memory at all everything is made, and still not written for scripts that do not exist', async () => {
	const ctx = { ...ctxOf({}), parts: new Parts({ limit: 0 }) };
	const { body, part } = await rememberPart(ctx, ['page'], async () => ({ head: {}, body: { text: 'whole' } }));
	expect([body!.text, Object.keys(body!), part]).toEqual(['whole', [], undefined]);
});

test('the memory has an end: the oldest parts go first, and one that is too large is not kept', () => {
	const parts = new Parts({ limit: 100 });
	const keep = (key: string, bytes: number) => parts.keep(key, { state: 's', made: 0, head: {}, ...partBytes(Buffer.alloc(bytes)) });
	keep('a', 40);
	keep('b', 40);
	keep('b', 50);
	expect(parts.size).toEqual({ parts: 2, bytes: 90 });
	keep('c', 40);
	expect([...'abc'].filter((key) => parts.find(key, 's', 0))).toEqual(['b', 'c']);
	keep('b', 101);
	expect(parts.size).toEqual({ parts: 1, bytes: 40 });
});
