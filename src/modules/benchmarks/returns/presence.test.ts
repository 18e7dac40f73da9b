import { expect, test, vi } from 'vitest';
import { useTestApp } from '../../../../tests/support/app.ts';
import { makePerson } from '../../../../tests/support/provider.ts';
import { saveNumbers } from './entry.ts';
import { itself } from './model.ts';
import { listenToReturn, presentAtReturn, returnPlace } from './presence.ts';
import { twoCentres } from './returns.fixture.ts';

const app = useTestApp();

test('who reads the numbers of one centre meets people there and nowhere else', async () => {
	const { ctx, returnId, north, south, local } = await twoCentres(app);
	const [all, own] = [await listenToReturn(ctx, returnId), await listenToReturn(local, returnId)];
	for (const unit of [north, south, itself]) expect(all.meets(returnPlace(unit, 'A1'))).toBe(true);
	expect([north, south, itself].map((unit) => own.meets(returnPlace(unit, 'SU-1.3')))).toEqual([true, false, false]);
	expect(own.meets(null)).toBe(false);
	expect(await presentAtReturn(local, returnId, returnPlace(north, 'A1'))).toBe(own.topic);
	for (const place of [returnPlace(south, 'A1'), returnPlace(itself, 'A1'), null])
		await expect(presentAtReturn(local, returnId, place)).rejects.toMatchObject({ code: 'forbidden' });
});

test('a page is told that numbers changed which its reader may read, never which ones nor by which device', async () => {
	const { ctx, returnId, north, south, local } = await twoCentres(app);
	const [all, own] = [await listenToReturn(ctx, returnId), await listenToReturn(local, returnId)];
	// The administrator's own laptop, and somebody who says it is theirs.
	const [laptop, another] = [await listenToReturn(ctx, returnId, 'laptop'), await listenToReturn(local, returnId, 'laptop')];
	const told = { kind: 'changed' };
	const heard: (object | null)[][] = [];
	const end = app.live.subscribe(
		all.topic,
		(message) => void heard.push([all, own, laptop, another].map((listener) => listener.tells(message))),
	);
	const change = (unit: string, value: number) =>
		saveNumbers(ctx, returnId, {
			entries: [{ unit, target: 'part_total', value, trust: 3, follows: true }],
			client: 'laptop',
			sequence: value,
		});
	// Listening starts with the first page; something is said until it arrives.
	let value = 100;
	await vi.waitFor(
		async () => {
			await change(north, value++);
			expect(heard).toContainEqual([told, told, null, told]);
		},
		{ timeout: 15_000, interval: 100 },
	);
	await change(south, value++);
	await vi.waitFor(() => expect(heard.at(-1)).toEqual([told, null, null, null]), 10_000);
	end();
});

test('nobody else listens', async () => {
	const { returnId } = await twoCentres(app);
	await expect(listenToReturn(app.as(), returnId)).rejects.toMatchObject({ code: 'not_signed_in' });
	const stranger = await makePerson(app, 'Somebody Else');
	await expect(listenToReturn(app.as(stranger.actor), returnId)).rejects.toMatchObject({ code: 'not_found' });
});
