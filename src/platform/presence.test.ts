import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { useTestApp } from '../../tests/support/app.ts';
import { closeApp, createApp, type App } from './context.ts';
import { publishLive, type LiveMessage } from './live.ts';
import { sayPresent, silenceSeconds, watchPresence, whoIsThere, type Present } from './presence.ts';

const app = useTestApp();
let otherNode: App;
beforeAll(async () => void (otherNode = await createApp(app.config)));
afterAll(() => closeApp(otherNode));

let topics = 0;
const newTopic = () => `thing:${++topics}`;
const somebody = (name: string, place: string | null = null): Present => ({ client: `page of ${name}`, personId: name, name, place });

/** An open page on a node: what it saw, and the clock of its node. */
function open(node: App, topic: string, who: Present) {
	const page = { people: [] as Present[], messages: [] as LiveMessage[], silent: false, ahead: 0, close: () => {} };
	page.close = watchPresence({ ...node, now: () => new Date(Date.now() + page.ahead) }, topic, {
		client: who.client,
		onChange: (people) => void (page.people = people),
		onSilence: () => void (page.silent = true),
		onMessage: (message) => page.messages.push(message),
	});
	return page;
}
const names = (page: { people: Present[] }) => page.people.map(({ name }) => name).sort();

/** Listening starts with the first page; a presence is told until it arrives. */
async function arrive(node: App, topic: string, who: Present, ...pages: { people: Present[] }[]) {
	await vi.waitFor(
		async () => {
			await sayPresent(node, topic, who, true);
			for (const page of pages) expect(names(page)).toContain(who.name);
		},
		{ timeout: 15_000, interval: 100 },
	);
}

test('two people on two nodes see each other, and the newcomer need not wait for a heartbeat', async () => {
	const topic = newTopic();
	const ana = somebody('Ana', 'ENV-1');
	const rui = somebody('Rui');
	const here = open(app, topic, ana);
	await arrive(app, topic, ana, here);
	const there = open(otherNode, topic, rui);
	await arrive(otherNode, topic, rui, here, there);
	await vi.waitFor(() => expect(names(there)).toEqual(['Ana', 'Rui']), 5_000);
	expect(there.people.find(({ name }) => name === 'Ana')?.place).toBe('ENV-1');
	here.close();
	await vi.waitFor(() => expect(names(there)).toEqual(['Rui']), 5_000);
	there.close();
});

test('whoever falls silent is gone, and their own page is told', async () => {
	const topic = newTopic();
	const ana = somebody('Ana');
	const page = open(app, topic, ana);
	await arrive(app, topic, ana, page);
	await vi.waitFor(
		() => {
			// Told several times on arrival, and one of them may come late: each look is that much later.
			page.ahead += silenceSeconds * 1000 + 1;
			expect(page).toMatchObject({ people: [], silent: true });
		},
		{ timeout: 15_000, interval: 500 },
	);
	page.close();
});

test('a heartbeat that was on its way when its page left does not bring it back', async () => {
	const topic = newTopic();
	const [ana, rui] = [somebody('Ana'), somebody('Rui')];
	const here = open(app, topic, ana);
	const there = open(otherNode, topic, rui);
	await arrive(app, topic, ana, here, there);
	await arrive(otherNode, topic, rui, here, there);
	here.close();
	await vi.waitFor(() => expect(names(there)).toEqual(['Rui']), 5_000);
	await sayPresent(app, topic, ana);
	await publishLive(app.db, topic, { kind: 'said afterwards' });
	await vi.waitFor(() => expect(there.messages).toContainEqual({ kind: 'said afterwards' }), 5_000);
	expect(names(there)).toEqual(['Rui']);
	there.close();
});

test('everything else said about the thing is passed on, and nothing of another thing', async () => {
	const topic = newTopic();
	const page = open(app, topic, somebody('Ana'));
	await arrive(app, topic, somebody('Ana'), page);
	await publishLive(app.db, newTopic(), { kind: 'changed' });
	await publishLive(app.db, topic, { kind: 'changed', item: 'ENV-1' });
	await vi.waitFor(() => expect(page.messages).toContainEqual({ kind: 'changed', item: 'ENV-1' }), 5_000);
	expect(page.messages.filter(({ kind }) => kind === 'changed')).toHaveLength(1);
	page.close();
});

test('whoever asks is told who is there, on every node, also on one that never listened', async () => {
	const topic = newTopic();
	const [ana, rui] = [somebody('Ana', 'ENV-1'), somebody('Rui')];
	const here = open(app, topic, ana);
	const there = open(otherNode, topic, rui);
	await arrive(app, topic, ana, here, there);
	await arrive(otherNode, topic, rui, here, there);
	const third = await createApp(app.config);
	try {
		for (const node of [app, third]) {
			const people = (await whoIsThere(node, topic)).map(({ name, place }) => ({ name, place }));
			expect(people.sort((a, b) => a.name.localeCompare(b.name))).toEqual([
				{ name: 'Ana', place: 'ENV-1' },
				{ name: 'Rui', place: null },
			]);
		}
		here.close();
		there.close();
		await vi.waitFor(async () => expect(await whoIsThere(third, topic)).toEqual([]), 10_000);
	} finally {
		await closeApp(third);
	}
	expect([here, there].flatMap(({ messages }) => messages.filter(({ kind }) => kind === 'call'))).toEqual([]);
});
