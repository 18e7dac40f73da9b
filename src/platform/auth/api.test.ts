import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { useTestApp } from '../../../tests/support/app.ts';
import { clientOf } from '../../../tests/support/client.ts';
import { createApi } from '../api/index.ts';
import type { Actor } from '../context.ts';
import { inTransaction } from '../events.ts';
import { accountRoutes } from './api.ts';
import { createAccount, createToken, findAccount, openSession, readSession, type Scope } from './index.ts';

const app = useTestApp();
const call = clientOf(app, createApi('/api/v1', accountRoutes, { title: 'Test', version: '1', description: '', tags: [] }));
beforeEach(() => sql`truncate platform.rate_limit, auth.account cascade`.execute(app.db));

type List<Item> = { items: Item[] };
type Problem = { code: string; field?: string; help?: string };

async function ana(...scopes: Scope[]) {
	const personId = await inTransaction(app.as(), (tx) => createAccount(app.as(), tx, { email: 'ana@vale.example', name: 'Ana' }));
	const session = await openSession(app, app.db, personId, { userAgent: 'Firefox' });
	const actor: Actor = { kind: 'person', personId, sessionId: session.id };
	const { id: tokenId, token } = await createToken(app.as(actor), {
		name: 'program',
		scopes: scopes.length ? scopes : ['account:read', 'account:write'],
	});
	return { personId, session, actor, tokenId, token };
}

test('a token tells who it acts for and what it may do; a session may do everything', async () => {
	const { token, actor } = await ana('account:read', 'network:read');
	expect((await call('GET /me', { token })).body).toMatchObject({
		name: 'Ana',
		email: 'ana@vale.example',
		access: { kind: 'token', scopes: ['account:read', 'network:read'] },
	});
	expect((await call('GET /me', { actor })).body).toMatchObject({ access: { kind: 'session' } });
	expect((await call('GET /me')).status).toBe(401);
});

test('name and language change one by one, and a language the platform lacks is refused', async () => {
	const { token } = await ana();
	expect((await call('PATCH /me', { token, body: { name: ' Ana Ferreira ' } })).body).toMatchObject({ name: 'Ana Ferreira', locale: 'en' });
	expect((await call('PATCH /me', { token, body: { locale: 'de' } })).body).toMatchObject({ name: 'Ana Ferreira', locale: 'de' });
	expect(await call<Problem>('PATCH /me', { token, body: { locale: 'xx' } })).toMatchObject({ status: 422, body: { field: 'locale' } });
	expect(await call<Problem>('PATCH /me', { token, body: { email: 'eve@werk.example' } })).toMatchObject({
		status: 422,
		body: { field: 'email' },
	});
});

test('sessions are listed and ended, one by one or all but the own one', async () => {
	const { actor, token, personId, session } = await ana();
	const phone = await openSession(app, app.db, personId, { userAgent: 'Phone' });
	const tablet = await openSession(app, app.db, personId, { userAgent: 'Tablet' });
	const listed = async () =>
		(await call<List<{ userAgent: string; current: boolean }>>('GET /me/sessions', { actor })).body.items.map(
			({ userAgent, current }) => `${userAgent}${current ? ' (this)' : ''}`,
		);
	expect((await listed()).toSorted()).toEqual(['Firefox (this)', 'Phone', 'Tablet']);
	expect((await call(`DELETE /me/sessions/${phone.id}`, { token })).status).toBe(204);
	expect(await readSession(app, phone.token)).toBeUndefined();
	expect((await call('DELETE /me/sessions', { actor })).status).toBe(204);
	expect(await listed()).toEqual(['Firefox (this)']);
	expect(await readSession(app, tablet.token)).toBeUndefined();
	expect((await call('DELETE /me/sessions', { token })).status).toBe(204);
	expect(await readSession(app, session.token)).toBeUndefined();
});

test('somebody else’s session and token stay alive', async () => {
	const { session, tokenId } = await ana();
	const eveId = await inTransaction(app.as(), (tx) => createAccount(app.as(), tx, { email: 'eve@werk.example' }));
	const eve: Actor = { kind: 'person', personId: eveId, sessionId: eveId };
	await call(`DELETE /me/sessions/${session.id}`, { actor: eve });
	expect((await call(`DELETE /me/tokens/${tokenId}`, { actor: eve })).status).toBe(404);
	expect(await readSession(app, session.token)).toBeDefined();
});

test('a token can be seen and ended by itself, but makes no other', async () => {
	const { token, tokenId } = await ana();
	expect((await call('GET /me/tokens', { token })).body).toMatchObject({
		items: [{ id: tokenId, name: 'program', current: true, over: false }],
	});
	expect((await call('POST /me/tokens', { token, body: {} })).status).toBe(405);
	expect((await call(`DELETE /me/tokens/${tokenId}`, { token })).status).toBe(204);
	expect((await call('GET /me/tokens', { token })).status).toBe(401);
});

test('the log is read page by page, newest first', async () => {
	const { token } = await ana();
	for (const name of ['A', 'B', 'C']) await call('PATCH /me', { token, body: { name } });
	const seen: string[] = [];
	let cursor = '';
	do {
		const { body } = await call<List<{ action: string; id: string }> & { next: string | null }>(`GET /me/log?limit=2${cursor}`, { token });
		seen.push(...body.items.map(({ id, action }) => `${id} ${action}`));
		cursor = body.next === null ? '' : `&cursor=${body.next}`;
	} while (cursor);
	expect(seen.map((line) => line.split(' ')[1])).toEqual([...Array<string>(3).fill('auth.profile.changed'), 'auth.token.created']);
	expect(new Set(seen).size).toBe(seen.length);
});

test('erasure is asked for with the own mail address; everything that lets in ends at once', async () => {
	const { token, personId, session } = await ana();
	expect(await call<Problem>('POST /me/erasure', { token, body: { email: 'eve@werk.example' } })).toMatchObject({
		status: 422,
		body: { field: 'email' },
	});
	expect((await findAccount(app.db, personId))!.eraseAt).toBeNull();
	const asked = await call<{ eraseAt: string }>('POST /me/erasure', { token, body: { email: 'Ana@Vale.example' } });
	expect(asked.status).toBe(202);
	expect((await findAccount(app.db, personId))!.eraseAt!.toISOString()).toBe(asked.body.eraseAt);
	expect((await call('GET /me', { token })).status).toBe(401);
	expect(await readSession(app, session.token)).toBeUndefined();
});

test('reading does not let change', async () => {
	const { token } = await ana('account:read');
	for (const address of ['PATCH /me', 'DELETE /me/sessions', 'POST /me/erasure'])
		expect(await call<Problem>(address, { token, body: address.startsWith('DELETE') ? undefined : {} })).toMatchObject({
			status: 403,
			body: { code: 'forbidden', help: expect.stringContaining('scope') },
		});
});
