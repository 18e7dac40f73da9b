import { expect, test } from 'vitest';
import { useTestApp } from '../../../../tests/support/app.ts';
import { makePerson } from '../../../../tests/support/provider.ts';
import { namePerson, removePerson } from './people.ts';
import { listenToRun, whoIsAtRun } from './presence.ts';
import { openRun } from './runs.fixture.ts';

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

test('nobody else is told who is at a run', async () => {
	const { ctx, runId } = await openRun(app);
	expect(await whoIsAtRun(ctx, runId)).toEqual([]);
	await expect(whoIsAtRun(app.as(), runId)).rejects.toMatchObject({ code: 'not_signed_in' });
	const stranger = await makePerson(app, 'Somebody Else');
	await expect(whoIsAtRun(app.as(stranger.actor), runId)).rejects.toMatchObject({ code: 'not_found' });
});
