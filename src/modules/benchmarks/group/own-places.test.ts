import { expect, test } from 'vitest';
import { useTestApp } from '../../../../tests/support/app.ts';
import { makePerson } from '../../../../tests/support/provider.ts';
import { closeAnswering } from './closing.ts';
import { join, openGroup } from './group.fixture.ts';
import { placesOf, readOwnPlace, takeOwnPlace } from './own-places.ts';
import { answerAlone, answerAsLeader, readParticipation, submitAlone } from './participation.ts';
import { inviteParticipant, readGroup } from './people.ts';

const app = useTestApp();

test('whoever signs in finds the groups their address was invited to, and goes on with the same answers', async () => {
	const group = await openGroup(app);
	const rui = await makePerson(app, 'Rui');
	const { id } = await inviteParticipant(group.ctx, group.runId, { email: rui.email, roleGroup: 'teaching' }, 'Ana');
	const ctx = app.as(rui.actor);
	expect(await placesOf(ctx)).toEqual([{ runId: group.runId, provider: 'Test provider', state: 'asked' }]);
	// Looking takes nothing up.
	expect((await readOwnPlace(ctx, group.runId)).participant).toMatchObject({ id, joinedAt: null });
	expect((await readGroup(group.ctx, group.runId)).people[0]!.state).toBe('invited');
	const { token } = await takeOwnPlace(ctx, group.runId);
	expect((await readGroup(group.ctx, group.runId)).people[0]!.state).toBe('joined');
	expect(await placesOf(ctx)).toMatchObject([{ state: 'begun' }]);
	await answerAlone(ctx, token, { item: 'ENV-1', value: '3', client: 'laptop', sequence: 1 });
	const again = await takeOwnPlace(ctx, group.runId);
	expect((await readParticipation(ctx, again.token)).answers.get('ENV-1')).toMatchObject({ value: 3 });
	await submitAlone(ctx, token);
	expect(await placesOf(ctx)).toEqual([]);
	for (const name of ['Second', 'Third']) {
		const other = await join(app, group, name);
		await other.answer('ENV-1', 2);
		await other.submit();
	}
	await closeAnswering(group.ctx, group.runId);
	expect(await placesOf(ctx)).toMatchObject([{ state: 'compares' }]);
});

test('a leader who answers too finds their place by their account', async () => {
	const group = await openGroup(app);
	await answerAsLeader(group.ctx, group.runId, { roleGroup: 'international-office' });
	expect(await placesOf(group.ctx)).toMatchObject([{ runId: group.runId, state: 'begun' }]);
});

test('nobody finds a place of somebody else', async () => {
	const group = await openGroup(app);
	await join(app, group, 'By code');
	const stranger = app.as((await makePerson(app, 'Stranger')).actor);
	expect(await placesOf(stranger)).toEqual([]);
	await expect(readOwnPlace(stranger, group.runId)).rejects.toMatchObject({ code: 'not_found' });
	await expect(takeOwnPlace(stranger, group.runId)).rejects.toMatchObject({ code: 'not_found' });
	await expect(takeOwnPlace(app.as(), group.runId)).rejects.toMatchObject({ code: 'not_signed_in' });
	await expect(takeOwnPlace(stranger, 'no-id')).rejects.toMatchObject({ code: 'not_found' });
});
