import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { useTestApp } from '../../../../tests/support/app.ts';
import { makePerson } from '../../../../tests/support/provider.ts';
import { cardText, fingerprintOfCard } from '../solity/report/card.ts';
import { cardOfReturn, publishCard, readCard, withdrawCard } from './cards.ts';
import { deleteReturn, lockReturn, purgeDeletedReturns, reopenReturn } from './lifecycle.ts';
import { submitted } from './returns.fixture.ts';

const app = useTestApp();

async function locked() {
	const made = await submitted(app);
	await lockReturn(made.ctx, made.returnId);
	return made;
}

test('a card is out for anybody, with the numbers chosen, and its fingerprint is that of its text', async () => {
	const { ctx, returnId } = await locked();
	expect(await cardOfReturn(ctx, returnId)).toMatchObject({ published: null, state: 'ready' });
	const { code } = await publishCard(ctx, returnId, { numbers: ['SU-1.4', 'SU-4.2'] });
	const card = await readCard(app.as(), code.toLowerCase());
	expect(card).toMatchObject({ state: 'valid', intact: true, content: { code, overall: { score: 69.9 } } });
	expect(card.content!.numbers.map(({ indicator }) => indicator)).toEqual(['SU-1.4', 'SU-4.2']);
	expect(card.fingerprint).toBe(fingerprintOfCard(card.content!));
	expect(cardText(card.content!)).not.toMatch(/trust|comment|part_total/);
});

test('only official numbers, only of a large enough base, only by administrators', async () => {
	const { ctx, returnId, providerId } = await submitted(app);
	await expect(publishCard(ctx, returnId, {})).rejects.toMatchObject({ code: 'conflict' });
	await lockReturn(ctx, returnId);
	await expect(publishCard(ctx, returnId, { numbers: ['SU-5.5'] })).rejects.toMatchObject({ code: 'invalid_input' });
	await expect(publishCard(ctx, returnId, { numbers: ['SU-1.1', 'SU-1.2', 'SU-1.4', 'SU-2.1'] })).rejects.toThrow();
	const viewer = await makePerson(app, 'Viewer');
	await app.db
		.insertInto('benchmarks.return_role')
		.values({ provider_id: providerId, person_id: viewer.id, role: 'viewer', added_at: new Date() })
		.execute();
	await expect(publishCard(app.as(viewer.actor), returnId, {})).rejects.toMatchObject({ code: 'forbidden' });
	const stranger = await makePerson(app, 'Stranger');
	await expect(publishCard(app.as(stranger.actor), returnId, {})).rejects.toMatchObject({ code: 'not_found' });
});

test('a provider nobody has verified publishes no card', async () => {
	const { ctx, returnId, providerId } = await locked();
	await app.db.updateTable('network.organisation').set({ state: 'pending' }).where('id', '=', providerId).execute();
	await expect(publishCard(ctx, returnId, {})).rejects.toMatchObject({ code: 'conflict' });
	expect((await cardOfReturn(app.as(ctx.actor), returnId)).state).toBe('not-verified');
});

test('a withdrawn card shows no number any more, and still says that it was one', async () => {
	const { ctx, returnId } = await locked();
	const { code } = await publishCard(ctx, returnId, { numbers: [] });
	const { fingerprint } = await readCard(app.as(), code);
	await withdrawCard(ctx, returnId);
	expect(await readCard(app.as(), code)).toMatchObject({ state: 'withdrawn', content: null, fingerprint, withdrawnAt: expect.any(Date) });
	await expect(withdrawCard(ctx, returnId)).rejects.toMatchObject({ code: 'not_found' });
	await expect(readCard(app.as(), 'CCCCCCCC')).rejects.toMatchObject({ code: 'not_found' });
});

test('a new card takes the place of the one before', async () => {
	const { ctx, returnId } = await locked();
	const first = await publishCard(ctx, returnId, { numbers: ['SU-1.4'] });
	const second = await publishCard(ctx, returnId, { numbers: ['SU-2.1'] });
	expect((await readCard(app.as(), first.code)).state).toBe('withdrawn');
	expect((await readCard(app.as(), second.code)).state).toBe('valid');
});

test('a card of a return that is open again, or gone, is not valid', async () => {
	const { ctx, returnId } = await locked();
	const { code } = await publishCard(ctx, returnId, {});
	await reopenReturn(ctx, returnId, { note: 'A number was wrong' });
	expect((await readCard(app.as(), code)).state).toBe('reopened');
	expect((await cardOfReturn(ctx, returnId)).published).toMatchObject({ current: false });
	await deleteReturn(ctx, returnId);
	expect(await readCard(app.as(), code)).toMatchObject({ state: 'withdrawn', content: null });
	await purgeDeletedReturns({ ...app.as({ kind: 'system', name: 'test' }), now: () => new Date(Date.now() + 30 * 86_400_000) } as never);
	expect((await readCard(app.as(), code)).state).toBe('withdrawn');
});

test('a number somebody changed in the database is found out', async () => {
	const { ctx, returnId } = await locked();
	const { code } = await publishCard(ctx, returnId, {});
	await sql`update benchmarks.card set content = jsonb_set(content, '{overall,score}', '96.9') where code = ${code}`.execute(app.db);
	expect(await readCard(app.as(), code)).toMatchObject({ intact: false, content: { overall: { score: 96.9 } } });
});
