import { beforeEach, describe, expect, test } from 'vitest';
import { sql } from 'kysely';
import { useTestApp } from '../../../tests/support/app.ts';
import type { Ctx } from '../context.ts';
import { inTransaction } from '../events.ts';
import {
	createAccount,
	createToken,
	deleteExpiredTokens,
	endToken,
	eraseAccounts,
	listTokens,
	ownLog,
	readToken,
	requestErasure,
} from './index.ts';

const app = useTestApp();
beforeEach(() => sql`truncate auth.account cascade`.execute(app.db));

async function someone(email = 'ana@vale.example'): Promise<Ctx & { actor: { kind: 'person'; personId: string } }> {
	const personId = await inTransaction(app.as(), (tx) => createAccount(app.as(), tx, { email }));
	return { ...app.as(), actor: { kind: 'person', personId, sessionId: '01900000-0000-7000-8000-000000000002' } };
}
const later = <C extends Pick<Ctx, 'db' | 'now'>>(ctx: C, days: number): C => ({
	...ctx,
	now: () => new Date(Date.now() + days * 86_400_000),
});
const input = { name: 'Nightly import', scopes: ['network:read'] as const };
const make = (ctx: Ctx, more: object = {}) => createToken(ctx, { ...input, scopes: [...input.scopes], ...more });

describe('a token', () => {
	test('is told once, begins so that scanners know it, and is stored as a hash', async () => {
		const ana = await someone();
		const { id, token } = await make(ana);
		expect(token).toMatch(/^vh_[\w-]{43}$/);
		const row = await app.db.selectFrom('auth.token').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
		expect(JSON.stringify(row)).not.toContain(token.slice(8));
		expect(row.beginning).toBe(token.slice(0, 7));
		expect(row.token_hash).toHaveLength(32);
	});

	test('acts with its scopes as the person, and never as anything more', async () => {
		const ana = await someone();
		const { id, token } = await make(ana, { scopes: ['network:read', 'account:read', 'network:read'] });
		expect(await readToken(app, token)).toEqual({
			kind: 'token',
			personId: ana.actor.personId,
			tokenId: id,
			scopes: ['network:read', 'account:read'],
		});
		for (const wrong of [token.slice(0, -1), token + 'x', token.slice(3), '', 'vh_']) expect(await readToken(app, wrong)).toBeUndefined();
	});

	test('works ninety days unless another time is chosen, a year at most', async () => {
		const ana = await someone();
		const { token } = await make(ana);
		expect(await readToken(later(app, 89), token)).toBeDefined();
		expect(await readToken(later(app, 91), token)).toBeUndefined();
		const { token: week } = await make(ana, { days: 7 });
		expect(await readToken(later(app, 8), week)).toBeUndefined();
		for (const days of [0, -1, 1.5, 366, NaN]) await expect(make(ana, { days })).rejects.toMatchObject({ name: 'ZodError' });
	});

	test('needs a name and at least one scope that exists', async () => {
		const ana = await someone();
		for (const wrong of [{ name: ' ' }, { name: 'x'.repeat(61) }, { scopes: [] }, { scopes: ['everything'] }])
			await expect(make(ana, wrong)).rejects.toMatchObject({ name: 'ZodError' });
	});

	test('is made by a person only: not by a token, a guest or a job', async () => {
		const ana = await someone();
		const { token } = await make(ana);
		for (const actor of [(await readToken(app, token))!, { kind: 'guest' as const }, { kind: 'system' as const, name: 'job' }])
			await expect(make(app.as(actor))).rejects.toMatchObject({ code: 'forbidden' });
	});

	test('shows when it was last used', async () => {
		const ana = await someone();
		const { token } = await make(ana);
		expect((await listTokens(ana, ana.actor.personId))[0]).toMatchObject({ lastUsedAt: null, over: false });
		await readToken(app, token);
		const used = (await listTokens(ana, ana.actor.personId))[0]!.lastUsedAt!;
		expect(used).toBeInstanceOf(Date);
		await readToken(later(app, 1), token);
		expect((await listTokens(ana, ana.actor.personId))[0]!.lastUsedAt!.getTime()).toBeGreaterThan(used.getTime());
	});

	test('is dead at once when its person ends it, and nobody else can', async () => {
		const ana = await someone();
		const eve = await someone('eve@werk.example');
		const { id, token } = await make(ana);
		await expect(endToken(eve, eve.actor.personId, id)).rejects.toMatchObject({ code: 'not_found' });
		await expect(endToken(ana, ana.actor.personId, 'garbage')).rejects.toMatchObject({ code: 'not_found' });
		expect(await readToken(app, token)).toBeDefined();
		await endToken(ana, ana.actor.personId, id);
		expect(await readToken(app, token)).toBeUndefined();
		expect((await ownLog(ana, ana.actor.personId)).map(({ action }) => action)).toEqual(
			expect.arrayContaining(['auth.token.created', 'auth.token.ended']),
		);
	});

	test('ends when its person asks for erasure, and is gone with the account', async () => {
		const ana = await someone();
		const { token } = await make(ana);
		await requestErasure(ana, ana.actor.personId);
		expect(await readToken(app, token)).toBeUndefined();
		const eve = await someone('eve@werk.example');
		await make(eve);
		await app.db
			.updateTable('auth.account')
			.set({ erase_at: new Date(0) })
			.where('id', '=', eve.actor.personId)
			.execute();
		await eraseAccounts(app.as({ kind: 'system', name: 'test' }));
		expect(await app.db.selectFrom('auth.token').select('id').execute()).toEqual([]);
	});

	test('stays in the list for a month after its end, then it is removed', async () => {
		const ana = await someone();
		await make(ana, { days: 1 });
		expect(await listTokens(later(ana, 2), ana.actor.personId)).toMatchObject([{ over: true }]);
		expect(await deleteExpiredTokens(later(app, 30))).toBe(0);
		expect(await deleteExpiredTokens(later(app, 32))).toBe(1);
	});
});

test('a person has at most twenty tokens, also when they are made at once', async () => {
	const ana = await someone();
	const made = await Promise.allSettled(Array.from({ length: 25 }, () => make(ana)));
	expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
	expect(made.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } });
});
