import { expect, test, vi } from 'vitest';
import { useTestApp } from '../../../../tests/support/app.ts';
import { makePerson } from '../../../../tests/support/provider.ts';
import { namePerson, removePerson } from './people.ts';
import { listenToRun, whoIsAtRun } from './presence.ts';
import { answer, openRun } from './runs.fixture.ts';

const app = useTestApp();

test('what a reader of a run may hear has another word as soon as their roles are others, or over', async () => {
	const { ctx, providerId, runId } = await openRun(app);
	const colleague = await makePerson(app, 'Eva Editor', [{ organisationId: providerId, role: 'staff' }]);
	const own = app.as(colleague.actor);
	await namePerson(ctx, runId, colleague.id, 'viewer');
	const { rights } = await listenToRun(own, runId);
	expect(await listenToRun(own, runId)).toMatchObject({ rights });
	await namePerson(ctx, runId, colleague.id, 'mentor');
	const both = await listenToRun(own, runId);
	expect(both.rights).not.toBe(rights);
	await app.db
		.updateTable('benchmarks.run_role')
		.set({ ends_at: new Date(Date.now() - 1) })
		.where('role', '=', 'mentor')
		.execute();
	expect(await listenToRun(own, runId)).toMatchObject({ rights });
	await removePerson(ctx, runId, colleague.id, 'viewer');
	await removePerson(ctx, runId, colleague.id, 'mentor');
	await expect(listenToRun(own, runId)).rejects.toMatchObject({ code: 'not_found' });
});

test('a page is told that answers changed, never which ones nor by which window; not of those given there', async () => {
	const { ctx, providerId, runId } = await openRun(app);
	const colleague = await makePerson(app, 'Eva Editor', [{ organisationId: providerId, role: 'staff' }]);
	await namePerson(ctx, runId, colleague.id, 'editor');
	const other = app.as(colleague.actor);
	// The window that answers, another one of the same laptop, a page that saves nothing, and somebody who says the window is theirs.
	const [mine, second, quiet, another] = [
		await listenToRun(ctx, runId, 'window 1'),
		await listenToRun(ctx, runId, 'window 2'),
		await listenToRun(ctx, runId),
		await listenToRun(other, runId, 'window 1'),
	];
	const told = { kind: 'changed' };
	const heard: (object | null)[][] = [];
	const end = app.live.subscribe(
		mine.topic,
		(message) => void heard.push([mine, second, quiet, another].map((listener) => listener.tells(message))),
	);
	const change = (given: Parameters<typeof answer>[2]) => answer(ctx, runId, { client: 'laptop', window: 'window 1', ...given });
	// Listening starts with the first page; something is said until it arrives.
	let sequence = 100;
	await vi.waitFor(
		async () => {
			await change({ item: 'ENV-1', value: '3', sequence: sequence++ });
			expect(heard).toContainEqual([null, told, told, told]);
		},
		{ timeout: 15_000, interval: 100 },
	);
	// An answer that met another one is news where it was given too.
	await answer(other, runId, { item: 'ENV-2', value: '1', client: 'tablet' });
	await change({ item: 'ENV-2', value: '2', sequence: sequence++ });
	await vi.waitFor(() => expect(heard.at(-1)).toEqual([told, told, told, told]), 10_000);
	end();
});

test('nobody else is told who is at a run', async () => {
	const { ctx, runId } = await openRun(app);
	expect(await whoIsAtRun(ctx, runId)).toEqual([]);
	await expect(whoIsAtRun(app.as(), runId)).rejects.toMatchObject({ code: 'not_signed_in' });
	const stranger = await makePerson(app, 'Somebody Else');
	await expect(whoIsAtRun(app.as(stranger.actor), runId)).rejects.toMatchObject({ code: 'not_found' });
});
