import { expect, test, vi } from 'vitest';
import type { Ctx } from '#platform/context.ts';
import { AppError } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import { publishLive } from '#platform/live.ts';
import { sayPresent } from '#platform/presence.ts';
import { rightsChanged } from '#platform/rights.ts';
import { useTestApp } from '../../tests/support/app.ts';
import { makePerson } from '../../tests/support/provider.ts';
import { openPage, openScreen, stillOpen } from './live.ts';

const app = useTestApp();
let topics = 0;

type Told = { kind: string } & Record<string, unknown>;

/** Reads a stream until it ends. */
function follow(response: Response) {
	const stream = { told: [] as Told[], ended: false, kinds: () => stream.told.map(({ kind }) => kind) };
	void (async () => {
		let text = '';
		for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
			text += chunk;
			const blocks = text.split('\n\n');
			text = blocks.pop()!;
			stream.told.push(...blocks.filter((each) => each.startsWith('data: ')).map((each) => JSON.parse(each.slice(6)) as Told));
		}
		stream.ended = true;
	})();
	return stream;
}

/** A thing somebody looks at, with rights that can change. */
async function thing() {
	const reader = await makePerson(app, 'Rui Reader');
	const topic = `thing:${++topics}`;
	const rights: { word: string | null; asked: number; fails?: boolean } = { word: 'both centres', asked: 0 };
	const access = (ctx: Ctx) => {
		rights.asked++;
		expect(ctx.asked).toBeUndefined();
		if (rights.fails) return Promise.reject(new Error('no connection'));
		return rights.word === null
			? Promise.reject(new AppError('not_found', 'There is no such thing'))
			: Promise.resolve({ topic, rights: rights.word });
	};
	const ctx = { ...app.as(reader.actor), asked: { db: app.db, answers: new Map<string, Promise<unknown>>() } };
	return { reader, topic, rights, access, ctx };
}

const client = 'page-of-rui';
const address = new URL(`http://localhost/live?client=${client}`);
const wait = { timeout: 15_000, interval: 100 };

/** Says something until it is heard: listening starts with the first page. */
async function heard(stream: ReturnType<typeof follow>, topic: string) {
	await vi.waitFor(async () => {
		await publishLive(app.db, topic, { kind: 'hello' });
		expect(stream.kinds()).toContain('hello');
	}, wait);
}

test('a reader whose rights changed is told nothing that came after, and the stream ends', async () => {
	for (const open of [(...of: Parameters<typeof openScreen>) => openPage(of[0], address, of[1]), openScreen])
		for (const now of ['one centre', null]) {
			const { reader, topic, rights, access, ctx } = await thing();
			const stream = follow(await open(ctx, access));
			await heard(stream, topic);
			await app.db.transaction().execute(async (tx) => {
				rights.word = now;
				await rightsChanged(tx, reader.id);
			});
			await publishLive(app.db, topic, { kind: 'secret' });
			await vi.waitFor(() => expect(stream.ended).toBe(true), wait);
			expect(stream.told.at(-1)).toEqual({ kind: 'rights' });
			expect(stream.kinds()).not.toContain('secret');
		}
});

test('a page’s heartbeat asks for its rights again, also where nobody said that they changed', async () => {
	const { reader, topic, rights, access, ctx } = await thing();
	const stream = follow(await openPage(ctx, address, access));
	await heard(stream, topic);
	const beat = () => sayPresent(app, topic, { client, place: 'A1', personId: reader.id, name: reader.name });
	await beat();
	await vi.waitFor(() => expect(stream.kinds()).toContain('people'), wait);
	const { asked } = rights;
	expect(asked).toBeGreaterThan(1);
	rights.word = null;
	await beat();
	await vi.waitFor(() => expect(stream.ended).toBe(true), wait);
	expect(stream.told.at(-1)).toEqual({ kind: 'rights' });
});

test('a heartbeat whose rights were just asked is not asked again, unless they are others or it is somebody else’s', async () => {
	const { reader, rights, access, ctx } = await thing();
	const stream = follow(await openPage(ctx, address, access));
	const lasting = { ...ctx, asked: undefined };
	const beat = async (personId: string, word: string, place: string) => {
		const request = new Request('http://localhost/live', { method: 'POST', body: JSON.stringify({ client, place }) });
		const locals = { ctx: lasting, session: { personId, name: 'Rui Reader' } } as unknown as App.Locals;
		const said = await stillOpen(locals, request, async () => ({ ...(await access(lasting)), rights: word }));
		expect(said.status).toBe(204);
	};
	const places = () => stream.told.flatMap(({ people }) => (people as { place: string }[]).map(({ place }) => place));
	/** How often rights were asked until a heartbeat was heard by the stream, the asking of the heartbeat itself left out. */
	const askedAfter = async (...said: [personId: string, word: string]) => {
		const { asked } = rights;
		const place = `place ${asked}`;
		await beat(...said, place);
		await vi.waitFor(() => expect(places()).toContain(place), wait);
		return rights.asked - asked - 1;
	};
	// Listening starts with the first page.
	let n = 0;
	await vi.waitFor(async () => {
		await beat(reader.id, 'both centres', `hello ${n++}`);
		expect(places().length).toBeGreaterThan(0);
	}, wait);
	expect(await askedAfter(reader.id, 'both centres')).toBe(0);
	expect(await askedAfter(newId(), 'both centres')).toBe(1);
	expect(await askedAfter(reader.id, 'one centre')).toBe(1);
	rights.word = 'one centre';
	await beat(reader.id, 'one centre', 'A2');
	await vi.waitFor(() => expect(stream.ended).toBe(true), wait);
	expect(stream.told.at(-1)).toEqual({ kind: 'rights' });
});

test('a screen’s rights are asked before each message', async () => {
	const { topic, rights, access, ctx } = await thing();
	const stream = follow(await openScreen(ctx, access));
	await heard(stream, topic);
	rights.word = null;
	await publishLive(app.db, topic, { kind: 'secret' });
	await vi.waitFor(() => expect(stream.ended).toBe(true), wait);
	expect(stream.kinds()).not.toContain('secret');
});

test('while rights cannot be asked nothing is told: the stream ends, and the page comes back by itself', async () => {
	const { topic, rights, access, ctx } = await thing();
	const stream = follow(await openScreen(ctx, access));
	await heard(stream, topic);
	rights.fails = true;
	await publishLive(app.db, topic, { kind: 'secret' });
	await vi.waitFor(() => expect(stream.ended).toBe(true), wait);
	expect(stream.kinds()).not.toContain('secret');
	expect(stream.kinds()).not.toContain('rights');
});

test('who may not open a thing gets no stream', async () => {
	const { rights, access, ctx } = await thing();
	rights.word = null;
	await expect(openPage(ctx, address, access)).rejects.toMatchObject({ code: 'not_found' });
	await expect(openScreen(ctx, access)).rejects.toMatchObject({ code: 'not_found' });
	await expect(openPage(ctx, new URL('http://localhost/live'), access)).rejects.toMatchObject({ code: 'invalid_input' });
});
