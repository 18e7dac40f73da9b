import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { useTestApp } from '../../../tests/support/app.ts';
import { audit } from '../audit.ts';
import type { Actor } from '../context.ts';
import { AppError } from '../errors.ts';
import { inTransaction } from '../events.ts';
import { purgePlatform } from '../purge.ts';
import { useLimit } from '../rate-limit.ts';
import { createApi, defineRoute, z } from './index.ts';

const app = useTestApp();
beforeEach(() => sql`truncate platform.rate_limit, platform.idempotency_key, platform.audit_entry`.execute(app.db));

const note = z.object({ id: z.string(), secret: z.string() });
/** Called when the handler is in the middle of its work. */
let midway: () => Promise<void> = async () => {};

const api = createApi(
	'/api/v1',
	[
		defineRoute({
			method: 'post',
			path: '/notes',
			name: 'writeNote',
			tag: 'Notes',
			summary: 'Write a note',
			access: { scope: 'network:write', guests: true },
			body: z.strictObject({ text: z.string(), more: z.string().optional() }),
			answer: { status: 201, description: 'The note', schema: note, location: ({ id }: { id: string }) => `/notes/${id}` },
			async handle(ctx, { body }) {
				// A command of its own, as a room's handler calls them.
				await inTransaction(ctx, (tx) => audit(ctx, tx, { action: 'notes.note.written', subject: { kind: 'note' } }));
				await midway();
				if (body.text === 'refused') throw new AppError('conflict', 'No more notes');
				if (body.text === 'fault') throw new Error('a fault');
				await useLimit(ctx, 'mailFromAddress', body.text);
				return { id: crypto.randomUUID(), secret: 'only told here' };
			},
		}),
		defineRoute({
			method: 'delete',
			path: '/notes/{id}',
			name: 'removeNote',
			tag: 'Notes',
			summary: 'Remove a note',
			access: 'public',
			params: z.object({ id: z.string() }),
			answer: { description: 'It is gone', nothing: true },
			handle: (ctx) => inTransaction(ctx, (tx) => audit(ctx, tx, { action: 'notes.note.removed', subject: { kind: 'note' } })),
		}),
	],
	{ title: 'Test', version: '1', description: '', tags: [] },
);

const ana: Actor = { kind: 'person', personId: '01900000-0000-7000-8000-000000000001', sessionId: '01900000-0000-7000-8000-000000000002' };
const eve: Actor = { ...ana, personId: '01900000-0000-7000-8000-000000000009' };

async function call(method: string, path: string, key: string | undefined, body?: unknown, actor: Actor = ana) {
	const request = new Request(`http://localhost/api/v1${path}`, {
		method,
		headers: { ...(key !== undefined && { 'idempotency-key': key }), ...(body !== undefined && { 'content-type': 'application/json' }) },
		body: body === undefined ? undefined : JSON.stringify(body),
	});
	const response = await api.fetch(request, { ctx: app.as(actor) });
	const text = await response.text();
	return {
		status: response.status,
		replayed: response.headers.get('idempotency-replayed'),
		location: response.headers.get('location'),
		retryAfter: response.headers.get('retry-after'),
		body: text ? (JSON.parse(text) as Record<string, unknown>) : undefined,
	};
}
const write = (key: string | undefined, body: unknown, actor?: Actor) => call('POST', '/notes', key, body, actor);
const written = async () => Number((await sql<{ n: number }>`select count(*) as n from platform.audit_entry`.execute(app.db)).rows[0]!.n);

describe('an idempotency key', () => {
	test('gives the kept answer again, with its status and place', async () => {
		const first = await write('k-1', { text: 'a', more: 'b' });
		const again = await write('k-1', { more: 'b', text: 'a' });
		expect(first).toMatchObject({ status: 201, replayed: null, location: `/api/v1/notes/${first.body!.id as string}` });
		expect(again).toEqual({ ...first, replayed: 'true' });
		expect(await written()).toBe(1);
	});

	test('also of an answer without a body', async () => {
		await call('DELETE', '/notes/1', 'k-2');
		expect(await call('DELETE', '/notes/1', 'k-2')).toMatchObject({ status: 204, replayed: 'true' });
		expect(await written()).toBe(1);
	});

	test('is refused for another body, another address and another method', async () => {
		await write('k-3', { text: 'a' });
		for (const other of [
			await write('k-3', { text: 'b' }),
			await call('POST', '/notes?x=1', 'k-3', { text: 'a' }),
			await call('DELETE', '/notes/1', 'k-3'),
		])
			expect(other.status).toBe(422);
		expect(await write('k-3', { text: 'b' })).toMatchObject({ body: { code: 'idempotency_mismatch', field: 'idempotency-key' } });
		expect(await written()).toBe(1);
	});

	test('of one person says nothing to another, nor to guests', async () => {
		const first = await write('k-4', { text: 'a' });
		expect((await write('k-4', { text: 'a' }, eve)).body).not.toEqual(first.body);
		expect((await write('k-4', { text: 'b' }, { kind: 'guest' })).status).toBe(201);
		expect(await written()).toBe(3);
	});

	test('is free again after a refusal and after a fault of ours, and both changed nothing', async () => {
		expect((await write('k-5', { text: 'refused' })).status).toBe(409);
		expect((await write('k-5', { text: 'fault' })).status).toBe(500);
		expect(await written()).toBe(0);
		expect(await write('k-5', { text: 'a' })).toMatchObject({ status: 201, replayed: null });
	});

	test('lets only one of many at once through; the others are told to wait', async () => {
		const entered = Promise.withResolvers<void>();
		const go = Promise.withResolvers<void>();
		midway = async () => (entered.resolve(), go.promise);
		const first = write('k-6', { text: 'a' });
		await entered.promise;
		const others = await Promise.all(Array.from({ length: 8 }, () => write('k-6', { text: 'a' })));
		go.resolve();
		midway = async () => {};
		expect((await first).status).toBe(201);
		for (const other of others) expect(other).toMatchObject({ status: 409, retryAfter: '1', body: { code: 'conflict' } });
		expect(await write('k-6', { text: 'a' })).toMatchObject({ status: 201, replayed: 'true' });
		expect(await written()).toBe(1);
	});

	test('has 1 to 255 visible characters', async () => {
		for (const key of ['', 'a b', 'x'.repeat(256)])
			expect(await write(key, { text: 'a' })).toMatchObject({ status: 422, body: { field: 'idempotency-key' } });
	});

	test('is forgotten after a day', async () => {
		await write('k-7', { text: 'a' });
		expect((await purgePlatform({ ...app, now: () => new Date(Date.now() + 23 * 3_600_000) })).idempotencyKeys).toBe(0);
		expect((await purgePlatform({ ...app, now: () => new Date(Date.now() + 25 * 3_600_000) })).idempotencyKeys).toBe(1);
		expect(await write('k-7', { text: 'a' })).toMatchObject({ status: 201, replayed: null });
	});

	test('keeps its answer sealed: a copy of the database does not tell it', async () => {
		await write('k-8', { text: 'a' });
		const row = await app.db.selectFrom('platform.idempotency_key').selectAll().executeTakeFirstOrThrow();
		expect(JSON.stringify(row)).not.toContain('only told here');
		const other = { ...app.as(ana), config: { ...app.config, secret: 'another secret of this platform, long enough' } };
		const request = new Request('http://localhost/api/v1/notes', {
			method: 'POST',
			headers: { 'idempotency-key': 'k-8', 'content-type': 'application/json' },
			body: '{"text":"a"}',
		});
		expect((await api.fetch(request, { ctx: other })).status).toBe(409);
	});
});

test('without a key every request is carried out, all of it or nothing', async () => {
	await write(undefined, { text: 'a' });
	await write(undefined, { text: 'a' });
	await write(undefined, { text: 'refused' });
	expect(await written()).toBe(2);
	expect(await app.db.selectFrom('platform.idempotency_key').select('key').execute()).toEqual([]);
});

test('many more changes at once than the database takes connections wait for each other and all end', async () => {
	const many = await Promise.all(Array.from({ length: 80 }, (_, i) => write(`many-${i}`, { text: `${i}` })));
	expect(many.every(({ status }) => status === 201)).toBe(true);
	expect(await written()).toBe(80);
});
