import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createApi } from '#platform/api/index.ts';
import { createAccount, createToken } from '#platform/auth/index.ts';
import type { Actor } from '#platform/context.ts';
import { inTransaction } from '#platform/events.ts';
import { useTestApp } from '../../../tests/support/app.ts';
import { clientOf, secretMailedTo } from '../../../tests/support/client.ts';
import { networkRoutes } from './api.ts';
import { demoPeople, giveRole, seedDemo } from './index.ts';

const app = useTestApp();
const call = clientOf(app, createApi('/api/v1', networkRoutes, { title: 'Test', version: '1', description: '', tags: [] }));

type Organisation = { id: string; name: string; state: string; version: number; parentId: string | null; country: string };
type Page<Item> = { items: Item[]; next: string | null };
type Problem = { code: string; field?: string };
type Person = Actor & { kind: 'person' };

let ana: Person;
let eve: Person;
let coordinator: Person;

async function someone(email: string): Promise<Person> {
	const personId = await inTransaction(app.as(), (tx) => createAccount(app.as(), tx, { email }));
	return { kind: 'person', personId, sessionId: '01900000-0000-7000-8000-000000000002' };
}

beforeAll(async () => {
	await seedDemo(app);
	ana = await someone('ana@newschool.example');
	eve = await someone('eve@elsewhere.example');
	const demo = await demoPeople(app.as());
	const { id: personId } = demo.find(({ role }) => role === 'coordinator')!;
	coordinator = { kind: 'person', personId, sessionId: '01900000-0000-7000-8000-000000000003' };
});
beforeEach(() => sql`truncate platform.rate_limit`.execute(app.db));

const school = { name: 'New School', country: 'PT', web: 'https://newschool.example' };
const make = async (actor: Actor, more: object = {}) =>
	(await call<Organisation>('POST /organisations', { actor, body: { ...school, ...more } })).body;

describe('organisations', () => {
	test('are listed page by page without a gap or a double, and filtered', async () => {
		const whole = (await call<Page<Organisation>>('GET /organisations?limit=100')).body.items.map(({ id }) => id);
		const seen: string[] = [];
		let cursor: string | null = '';
		while (cursor !== null) {
			const page: Page<Organisation> = (
				await call<Page<Organisation>>(`GET /organisations?limit=7${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)
			).body;
			seen.push(...page.items.map(({ id }) => id));
			cursor = page.next;
		}
		expect(seen).toHaveLength(new Set(seen).size);
		expect(seen.slice(0, whole.length)).toEqual(whole);
		const inGermany = (await call<Page<Organisation>>('GET /organisations?country=DE&kind=provider')).body.items;
		expect(inGermany.length).toBeGreaterThan(0);
		expect(inGermany.every(({ country }) => country === 'DE')).toBe(true);
		expect((await call<Page<Organisation>>('GET /organisations?q=do%20Vale&kind=provider')).body.items.map(({ name }) => name)).toContain(
			'Escola do Vale',
		);
		expect((await call<Page<Organisation>>('GET /organisations?q=%25')).body.items).toEqual([]);
	});

	test('a provider is added by who works there, at once when the mail address proves it, else to be verified', async () => {
		const added = await call<Organisation>('POST /organisations', { actor: ana, body: school });
		expect(added).toMatchObject({ status: 201, body: { state: 'active', version: 1, name: 'New School' } });
		expect(added.headers.get('location')).toBe(`/api/v1/organisations/${added.body.id}`);
		const pending = await make(ana, { name: 'Pending School', web: 'https://other.example' });
		expect(pending.state).toBe('pending');
		expect(await call<Problem>(`GET /organisations/${pending.id}`, { actor: eve })).toMatchObject({ status: 404 });
		expect(await call<Problem>(`POST /organisations/${pending.id}/verify`, { actor: ana })).toMatchObject({ status: 403 });
		const waiting = (await call<Page<Organisation>>('GET /organisations/waiting', { actor: coordinator })).body.items;
		expect(waiting.map(({ id }) => id)).toContain(pending.id);
		expect((await call<Page<Organisation>>('GET /organisations/waiting', { actor: eve })).body.items).toEqual([]);
		expect(await call(`POST /organisations/${pending.id}/verify`, { actor: coordinator })).toMatchObject({
			status: 200,
			body: { state: 'active', version: 2 },
		});
		expect(await call<Problem>(`POST /organisations/${pending.id}/verify`, { actor: coordinator })).toMatchObject({ status: 409 });
		const told = await app.db
			.selectFrom('platform.mail')
			.select(['to_address', 'subject', 'text_body'])
			.where('kind', '=', 'organisationVerified')
			.execute();
		expect(told).toEqual([
			{
				to_address: 'ana@newschool.example',
				subject: 'Pending School is verified',
				text_body: expect.stringContaining(`/en/organisations/${pending.id}`) as string,
			},
		]);
	});

	test('a pending provider is verified once its web page is one the mail address of who changes it belongs to', async () => {
		const { id } = await make(ana, { name: 'Late School', web: undefined });
		const change = (version: number, actor: Person, web: string) =>
			call<Organisation>(`PUT /organisations/${id}`, { actor, body: { ...school, name: 'Late School', web, version } });
		expect((await change(1, ana, 'https://other.example')).body.state).toBe('pending');
		expect(await change(2, eve, 'https://elsewhere.example')).toMatchObject({ status: 403 });
		expect((await change(2, ana, 'https://newschool.example')).body).toMatchObject({ state: 'active', version: 3 });
		expect((await change(3, ana, 'https://other.example')).body.state).toBe('active');
	});

	test('a change needs the version it was made from, and names stay apart by language', async () => {
		const { id } = await make(ana);
		const change = (version: number, name: string, locale = 'en') =>
			call<Organisation>(`PUT /organisations/${id}?locale=${locale}`, { actor: ana, body: { ...school, name, version } });
		expect(await change(1, 'Renamed School')).toMatchObject({ status: 200, body: { version: 2, name: 'Renamed School' } });
		expect(await change(1, 'Stale name')).toMatchObject({ status: 409, body: { code: 'conflict' } });
		expect(await change(2, 'Neue Schule', 'de')).toMatchObject({ body: { version: 3, name: 'Neue Schule', nameLocale: 'de' } });
		expect((await call<Organisation>(`GET /organisations/${id}`)).body.name).toBe('Renamed School');
		expect(
			await call<Problem>(`PUT /organisations/${id}`, { actor: eve, body: { ...school, name: 'Mine now', version: 3 } }),
		).toMatchObject({ status: 403 });
	});

	test('the tree knows no circle', async () => {
		const above = await make(ana, { name: 'Above' });
		const below = await make(ana, { name: 'Below' });
		const put = (id: string, parentId: string | null) =>
			call<Organisation & Problem>(`PUT /organisations/${id}/parent`, { actor: ana, body: { parentId } });
		expect((await put(below.id, above.id)).body.parentId).toBe(above.id);
		expect(await put(above.id, below.id)).toMatchObject({ status: 409, body: { field: 'parentId' } });
		expect((await put(below.id, null)).body.parentId).toBeNull();
	});

	test('the log tells administrators what was done, newest first, and nobody else', async () => {
		const { id } = await make(ana);
		await call(`PUT /organisations/${id}`, { actor: ana, body: { ...school, version: 1 } });
		const first = await call<Page<{ action: string }>>(`GET /organisations/${id}/log?limit=1`, { actor: ana });
		expect(first.body.items.map(({ action }) => action)).toEqual(['network.organisation.changed']);
		const rest = await call<Page<{ action: string }>>(`GET /organisations/${id}/log?cursor=${first.body.next}`, { actor: ana });
		expect(rest.body.items.map(({ action }) => action)).toEqual(['network.role.given', 'network.organisation.created']);
		expect((await call(`GET /organisations/${id}/log`, { actor: eve })).status).toBe(403);
	});
});

describe('people and invitations', () => {
	test('somebody invited by mail accepts with the link’s secret and works there; a second time the link is gone', async () => {
		const { id } = await make(ana);
		const sent = await call(`POST /organisations/${id}/invitations`, { actor: ana, body: { email: 'rui@vale.example', role: 'expert' } });
		expect(sent.status).toBe(201);
		const headers = { 'link-secret': await secretMailedTo(app, 'rui@vale.example') };
		expect(await call('GET /invitation', { headers })).toMatchObject({
			status: 200,
			body: { organisationId: id, role: 'expert', state: 'open' },
		});
		const accepted = await call<{ personId: string }>('POST /invitation/accept', { headers });
		expect(accepted).toMatchObject({ status: 200, body: { organisationId: id } });
		for (const again of ['GET /invitation', 'POST /invitation/accept', 'POST /invitation/decline'])
			expect((await call<Problem>(again, { headers })).body.code).toBe('gone');
		const people = (await call<Page<{ personId: string; roles: string[] }>>(`GET /organisations/${id}/people`, { actor: ana })).body.items;
		expect(people.find(({ personId }) => personId === accepted.body.personId)?.roles).toEqual(['expert']);
		const rui: Actor = { ...ana, personId: accepted.body.personId };
		expect((await call<Page<{ organisationId: string }>>('GET /me/positions', { actor: rui })).body.items).toMatchObject([
			{ organisationId: id, roles: ['expert'] },
		]);
		expect((await call(`GET /organisations/${id}/people`, { actor: eve })).status).toBe(403);
	});

	test('an invitation is declined, or withdrawn and then dead', async () => {
		const { id } = await make(ana);
		const invite = (email: string) =>
			call<{ id: string }>(`POST /organisations/${id}/invitations`, { actor: ana, body: { email, role: 'staff' } });
		await invite('declines@vale.example');
		const declining = { 'link-secret': await secretMailedTo(app, 'declines@vale.example') };
		expect((await call('POST /invitation/decline', { headers: declining })).status).toBe(204);
		const { body } = await invite('late@vale.example');
		expect((await call(`DELETE /organisations/${id}/invitations/${body.id}`, { actor: eve })).status).toBe(403);
		expect((await call(`DELETE /organisations/${id}/invitations/${body.id}`, { actor: ana })).status).toBe(204);
		const late = { 'link-secret': await secretMailedTo(app, 'late@vale.example') };
		expect((await call<Problem>('GET /invitation', { headers: late })).body.code).toBe('gone');
		const listed = (await call<Page<{ state: string }>>(`GET /organisations/${id}/invitations`, { actor: ana })).body.items;
		expect(listed.map(({ state }) => state)).toEqual(['withdrawn', 'declined']);
	});

	test('an organisation keeps its last administrator', async () => {
		const { id } = await make(ana);
		const role = (personId: string) => `DELETE /organisations/${id}/people/${personId}/roles/provider-admin`;
		expect(await call<Problem>(role(ana.personId), { actor: ana })).toMatchObject({ status: 409 });
		await inTransaction(app.as(), (tx) => giveRole(app.as(), tx, eve.personId, id, 'provider-admin'));
		expect((await call(role(ana.personId), { actor: ana })).status).toBe(204);
	});
});

describe('a token', () => {
	test('does what its scope and its person may, and no more', async () => {
		const { token: writes } = await createToken(app.as(ana), { name: 'writes', scopes: ['network:write'] });
		const { token: looks } = await createToken(app.as(ana), { name: 'looks', scopes: ['network:read'] });
		expect((await call('POST /organisations', { token: writes, body: school })).status).toBe(201);
		expect((await call<Problem>('POST /organisations', { token: looks, body: school })).body.code).toBe('forbidden');
		expect((await call('GET /organisations', { token: looks })).status).toBe(200);
		expect((await call('GET /organisations', { token: writes })).status).toBe(403);
		const demo = (await call<Page<Organisation>>('GET /organisations?kind=provider&limit=1')).body.items[0]!;
		expect((await call(`PUT /organisations/${demo.id}`, { token: writes, body: { ...school, version: demo.version } })).status).toBe(403);
	});

	test('leaves its trace in the log as a token', async () => {
		const { id: tokenId, token } = await createToken(app.as(ana), { name: 'traced', scopes: ['network:write', 'network:read'] });
		const { id } = (await call<Organisation>('POST /organisations', { token, body: school })).body;
		const log = await call<Page<object>>(`GET /organisations/${id}/log`, { token });
		expect(log.body.items).toContainEqual(
			expect.objectContaining({
				action: 'network.organisation.created',
				actorKind: 'token',
				actorId: ana.personId,
				details: { state: 'active', tokenId },
			}),
		);
	});

	test('of an administrator has none of the administrator’s rights: those need a session with a second factor', async () => {
		const { id } = await make(ana);
		const body = { email: 'new@vale.example', role: 'staff' };
		const { token } = await createToken(app.as({ ...eve, administrator: true }), { name: 'root', scopes: ['network:write'] });
		expect((await call(`POST /organisations/${id}/invitations`, { token, body })).status).toBe(403);
		expect((await call(`POST /organisations/${id}/invitations`, { actor: { ...eve, administrator: true }, body })).status).toBe(201);
	});
});
