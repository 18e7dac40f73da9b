import { expect, test, vi } from 'vitest';
import { newId } from '#platform/ids.ts';
import { sayPresent, watchPresence, type Present } from '#platform/presence.ts';
import { rightsTopic } from '#platform/rights.ts';
import { useTestApp } from '../../../../tests/support/app.ts';
import { makePerson } from '../../../../tests/support/provider.ts';
import { saveNumbers } from './entry.ts';
import { addEvidenceLink, listEvidence, removeEvidence } from './evidence.ts';
import { itself } from './model.ts';
import { nameForReturns, removeFromReturns } from './people.ts';
import { listenToReturn, presentAtReturn, returnPlace, returnTopic, whoIsAtReturn } from './presence.ts';
import { twoCentres } from './returns.fixture.ts';

const app = useTestApp();

test('who reads the numbers of one centre meets people there and nowhere else', async () => {
	const { ctx, returnId, north, south, local } = await twoCentres(app);
	const [all, own] = [await listenToReturn(ctx, returnId), await listenToReturn(local, returnId)];
	for (const unit of [north, south, itself]) expect(all.meets(returnPlace(unit, 'A1'))).toBe(true);
	expect([north, south, itself].map((unit) => own.meets(returnPlace(unit, 'SU-1.3')))).toEqual([true, false, false]);
	expect(own.meets(null)).toBe(false);
	expect(await presentAtReturn(local, returnId, returnPlace(north, 'A1'))).toMatchObject({ topic: own.topic, rights: own.rights });
	for (const place of [returnPlace(south, 'A1'), returnPlace(itself, 'A1'), null])
		await expect(presentAtReturn(local, returnId, place)).rejects.toMatchObject({ code: 'forbidden' });
});

test('a page is told that numbers changed which its reader may read, never which ones nor by which window', async () => {
	const { ctx, returnId, north, south, local } = await twoCentres(app);
	const [all, own] = [await listenToReturn(ctx, returnId), await listenToReturn(local, returnId)];
	// The administrator's own window, another one of the same laptop, and somebody who says the window is theirs.
	const [mine, other, another] = [
		await listenToReturn(ctx, returnId, 'window 1'),
		await listenToReturn(ctx, returnId, 'window 2'),
		await listenToReturn(local, returnId, 'window 1'),
	];
	const told = { kind: 'changed' };
	const heard: (object | null)[][] = [];
	const end = app.live.subscribe(
		all.topic,
		(message) => void heard.push([all, own, mine, other, another].map((listener) => listener.tells(message))),
	);
	const change = (unit: string, value: number) =>
		saveNumbers(ctx, returnId, {
			entries: [{ unit, target: 'part_total', value, trust: 3, follows: true }],
			client: 'laptop',
			window: 'window 1',
			sequence: value,
		});
	// Listening starts with the first page; something is said until it arrives.
	let value = 100;
	await vi.waitFor(
		async () => {
			await change(north, value++);
			expect(heard).toContainEqual([told, told, null, told, told]);
		},
		{ timeout: 15_000, interval: 100 },
	);
	await change(south, value++);
	await vi.waitFor(() => expect(heard.at(-1)).toEqual([told, null, null, told, null]), 10_000);
	end();
});

test('a page is told that evidence changed only where its reader may read the numbers it belongs to', async () => {
	const { ctx, returnId, north, south, local } = await twoCentres(app);
	const [all, own] = [await listenToReturn(ctx, returnId), await listenToReturn(local, returnId)];
	const told = { kind: 'changed' };
	const heard: (object | null)[][] = [];
	const end = app.live.subscribe(all.topic, (message) => void heard.push([all, own].map((listener) => listener.tells(message))));
	const add = (unit: string) => addEvidenceLink(ctx, returnId, { unit, target: 'part_total', url: 'https://counts.example/list' });
	// Listening starts with the first page; something is said until it arrives.
	await vi.waitFor(
		async () => {
			const { id } = await add(north);
			await removeEvidence(ctx, returnId, id);
			expect(heard).toContainEqual([told, told]);
		},
		{ timeout: 15_000, interval: 100 },
	);
	for (const unit of [south, itself]) {
		await add(unit);
		await vi.waitFor(() => expect(heard.at(-1)).toEqual([told, null]), 10_000);
		heard.length = 0;
	}
	for (const { id } of await listEvidence(ctx, returnId)) await removeEvidence(ctx, returnId, id);
	await vi.waitFor(() => expect(heard).toEqual([0, 1].map(() => [told, null])), 10_000);
	end();
});

test('who asks is told who is at numbers they may read, once however many windows', async () => {
	const { ctx, returnId, north, south, local } = await twoCentres(app);
	const page = (name: string, unit: string, window = 1): Present => ({
		client: `${name} ${unit} ${window}`,
		personId: newId(),
		name,
		place: returnPlace(unit, 'A1'),
	});
	const nora = page('Nora North', north);
	const pages = [nora, { ...nora, client: 'second window' }, page('Sam South', south), page('Ana', itself)];
	const quiet = { onChange() {}, onSilence() {}, onMessage() {} };
	const closings = pages.map((who) => watchPresence(app, returnTopic(returnId), { client: who.client, ...quiet }));
	await vi.waitFor(
		async () => {
			for (const who of pages) await sayPresent(app, returnTopic(returnId), who, true);
			const people = await whoIsAtReturn(ctx, returnId);
			expect(people.map(({ name, unit, shown }) => [name, unit, shown]).sort()).toEqual(
				[
					['Ana', itself, 'A1'],
					['Nora North', north, 'A1'],
					['Sam South', south, 'A1'],
				].sort(),
			);
		},
		{ timeout: 15_000, interval: 100 },
	);
	expect(await whoIsAtReturn(local, returnId)).toEqual([{ personId: nora.personId, name: 'Nora North', unit: north, shown: 'A1' }]);
	for (const close of closings) close();
	const stranger = await makePerson(app, 'Somebody Else');
	await expect(whoIsAtReturn(app.as(stranger.actor), returnId)).rejects.toMatchObject({ code: 'not_found' });
});

test('nobody else listens', async () => {
	const { returnId } = await twoCentres(app);
	await expect(listenToReturn(app.as(), returnId)).rejects.toMatchObject({ code: 'not_signed_in' });
	const stranger = await makePerson(app, 'Somebody Else');
	await expect(listenToReturn(app.as(stranger.actor), returnId)).rejects.toMatchObject({ code: 'not_found' });
});

test('what a reader may hear has another word as soon as their roles reach other numbers, and they are told so', async () => {
	const { ctx, providerId, returnId, north, south } = await twoCentres(app);
	const editor = await makePerson(app, 'Eva Editor', [{ organisationId: providerId, role: 'staff' }]);
	const own = app.as(editor.actor);
	const both = { centres: [north, south] };
	await nameForReturns(ctx, returnId, editor.id, 'editor', both);
	const { rights } = await listenToReturn(own, returnId);
	let told = 0;
	const end = app.live.subscribe(rightsTopic(editor.id), ({ kind }) => void (kind === 'rights' && told++));
	// Listening starts with the first page; something is said until it arrives.
	await vi.waitFor(
		async () => {
			await nameForReturns(ctx, returnId, editor.id, 'editor', both);
			expect(told).toBeGreaterThan(0);
		},
		{ timeout: 15_000, interval: 100 },
	);
	expect(await listenToReturn(own, returnId)).toMatchObject({ rights });
	await nameForReturns(ctx, returnId, editor.id, 'editor', { centres: [south] });
	expect((await listenToReturn(own, returnId)).rights).not.toBe(rights);
	await nameForReturns(ctx, returnId, editor.id, 'editor', { ...both, axes: ['A1'] });
	expect((await listenToReturn(own, returnId)).rights).not.toBe(rights);
	await removeFromReturns(ctx, returnId, editor.id, 'editor');
	await expect(listenToReturn(own, returnId)).rejects.toMatchObject({ code: 'not_found' });
	end();
});
