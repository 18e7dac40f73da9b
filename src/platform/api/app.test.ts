import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { useTestApp } from '../../../tests/support/app.ts';
import type { Actor } from '../context.ts';
import { AppError } from '../errors.ts';
import { inTransaction } from '../events.ts';
import { keepFile, receiveFile } from '../files/index.ts';
import { createApi, defineFileRoute, defineRoute, fileQuery, pageOf, pageQuery, readPage, z } from './index.ts';

const app = useTestApp();
beforeEach(() => sql`truncate platform.rate_limit`.execute(app.db));

const ids = Array.from({ length: 5 }, (_, i) => `01900000-0000-7000-8000-00000000000${i}`);
const thing = z.object({ id: z.uuid(), name: z.string() });

/** A small API, so that these tests know nothing of a room. */
const api = createApi(
	'/api/v1',
	[
		defineRoute({
			method: 'get',
			path: '/things',
			name: 'listThings',
			tag: 'Things',
			summary: 'List things',
			access: 'public',
			query: pageQuery,
			answer: { description: 'Things', schema: pageOf(thing) },
			handle: (_, { query }) =>
				readPage(
					query,
					async (after, count) =>
						ids
							.filter((id) => !after || id > after)
							.slice(0, count)
							.map((id) => ({ id, name: 'thing' })),
					(row) => row,
				),
		}),
		defineRoute({
			method: 'put',
			path: '/things/{id}',
			name: 'changeThing',
			tag: 'Things',
			summary: 'Change a thing',
			access: { scope: 'network:write' },
			localised: true,
			params: z.object({ id: z.uuid() }),
			query: z.strictObject({ loud: z.enum(['yes', 'no']).optional() }),
			body: z.strictObject({ name: z.string().min(2), size: z.int().max(9) }),
			answer: { description: 'The thing', schema: thing },
			refuses: ['not_found'],
			async handle(ctx, { params, body }) {
				if (body.name === 'fault') throw new Error('select secret from table');
				if (body.name === 'nothing') throw new AppError('not_found', { message: 'There is no such thing', help: 'Look elsewhere.' });
				return { id: params.id, name: `${ctx.locale} ${body.name}` };
			},
		}),
		defineFileRoute({
			method: 'post',
			path: '/things/{id}/pictures',
			name: 'addPicture',
			tag: 'Things',
			summary: 'Add a picture',
			access: { scope: 'network:write' },
			params: z.object({ id: z.uuid() }),
			query: fileQuery,
			upload: {
				most: 1024 * 1024,
				description: 'A picture.',
				receive: (ctx, _, { name, bytes }) => receiveFile(ctx, { room: 'test', name, limit: 1024 * 1024 }, bytes),
			},
			answer: { status: 201, description: 'The picture', schema: z.object({ name: z.string(), size: z.int() }) },
			async handle(ctx, { file }) {
				const { name, size } = await inTransaction(ctx, (tx) => keepFile(ctx, tx, file));
				return { name, size };
			},
		}),
		defineRoute({
			method: 'get',
			path: '/old',
			name: 'readOld',
			tag: 'Things',
			summary: 'Read the old thing',
			access: 'public',
			answer: { description: 'The thing', schema: thing },
			deprecated: { since: '2027-01-01', ends: '2027-07-01' },
			handle: async () => ({ id: ids[0]!, name: 'old' }),
		}),
	],
	{ title: 'Test', version: '1', description: '', tags: [] },
);

const person: Actor = { kind: 'person', personId: ids[0]!, sessionId: ids[1]! };
const token = (...scopes: string[]): Actor => ({ kind: 'token', personId: ids[0]!, tokenId: ids[2]!, scopes });

async function call(method: string, path: string, { actor, body, headers, type = 'application/json' }: Sent = {}) {
	const request = new Request(`http://localhost/api/v1${path}`, {
		method,
		headers: { ...(body !== undefined && { 'content-type': type }), ...headers },
		body: body === undefined ? undefined : typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
	});
	const response = await api.fetch(request, { ctx: app.as(actor) });
	const text = await response.text();
	return { status: response.status, headers: response.headers, body: text ? (JSON.parse(text) as Record<string, unknown>) : undefined };
}
type Sent = { actor?: Actor; body?: unknown; headers?: Record<string, string>; type?: string };
const change = (body: unknown, more: Sent = {}) => call('PUT', `/things/${ids[0]}`, { actor: person, body, ...more });

describe('a refusal', () => {
	test('is a problem document that names the code, the request and every wrong field', async () => {
		const { status, headers, body } = await call('PUT', '/things/seven?loud=maybe&quiet=yes', {
			actor: person,
			body: { name: 'x', size: '3', colour: 'red' },
		});
		expect(status).toBe(422);
		expect(headers.get('content-type')).toBe('application/problem+json');
		expect(body).toMatchObject({
			type: expect.stringMatching(/^http.*\/developers#invalid_input$/),
			title: 'The input is not valid',
			status: 422,
			code: 'invalid_input',
			field: 'id',
			instance: 'test',
		});
		expect((body!.errors as { field: string }[]).map(({ field }) => field)).toEqual(['id', 'loud', 'quiet', 'name', 'size', 'colour']);
	});

	test('says what to do when the room says so', async () => {
		expect((await change({ name: 'nothing', size: 1 })).body).toMatchObject({ code: 'not_found', help: 'Look elsewhere.' });
	});

	test('of an unknown address is 404, of a wrong method 405 with what is allowed', async () => {
		expect(await call('GET', '/nowhere')).toMatchObject({ status: 404, body: { code: 'not_found' } });
		const wrong = await call('POST', `/things/${ids[0]}`, { body: {} });
		expect(wrong).toMatchObject({ status: 405, body: { code: 'method_not_allowed' } });
		expect(wrong.headers.get('allow')).toBe('PUT, OPTIONS');
		const options = await call('OPTIONS', '/things');
		expect(options.status).toBe(204);
		expect(options.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
	});

	test('of a body that is no JSON is 400, of another type 415, of a huge one 413', async () => {
		expect(await change('{"name": ')).toMatchObject({ status: 400, body: { code: 'malformed_request' } });
		expect(await change('')).toMatchObject({ status: 400, body: { code: 'malformed_request' } });
		expect(await change(new Uint8Array([0x22, 0xff, 0x22]))).toMatchObject({ status: 400, body: { code: 'malformed_request' } });
		expect(await change('name=x', { type: 'application/x-www-form-urlencoded' })).toMatchObject({ status: 415 });
		expect(await change({ name: 'x'.repeat(1_000_000), size: 1 })).toMatchObject({ status: 413, body: { code: 'too_large' } });
	});

	test('tells nothing of the inside when the fault is ours', async () => {
		const { status, body } = await change({ name: 'fault', size: 1 });
		expect(status).toBe(500);
		expect(JSON.stringify(body)).not.toContain('select');
	});

	test('names text the database could not keep', async () => {
		expect(await change({ name: 'a\u0000b', size: 1 })).toMatchObject({ status: 422, body: { field: 'name' } });
		expect(await change({ name: 'a\ud800b', size: 1 })).toMatchObject({ status: 422 });
	});
});

describe('access', () => {
	test('guests are asked for a token, tokens for the scope, people may try', async () => {
		const guest = await change({ name: 'one', size: 1 }, { actor: { kind: 'guest' } });
		expect(guest).toMatchObject({ status: 401, body: { code: 'not_signed_in' } });
		expect(guest.headers.get('www-authenticate')).toBe('Bearer realm="VENHANS"');
		expect(await change({ name: 'one', size: 1 }, { actor: token('network:read') })).toMatchObject({
			status: 403,
			body: { code: 'forbidden' },
		});
		expect(await change({ name: 'one', size: 1 }, { actor: token('network:write') })).toMatchObject({ status: 200 });
		expect(await change({ name: 'one', size: 1 })).toMatchObject({ status: 200 });
	});

	test('a token that does not open the door is told why, as RFC 6750 has it', async () => {
		const body = { name: 'one', size: 1 };
		const wrong = await change(body, { headers: { authorization: 'Bearer vh_wrong' } });
		expect(wrong.headers.get('www-authenticate')).toBe('Bearer realm="VENHANS", error="invalid_token"');
		const narrow = await change(body, { actor: token('network:read') });
		expect(narrow.headers.get('www-authenticate')).toBe('Bearer realm="VENHANS", error="insufficient_scope", scope="network:write"');
	});

	test('a wrong token is refused, whatever the cookie says', async () => {
		for (const authorization of ['Bearer vh_wrong', 'Bearer', 'Basic YTpi', 'vh_wrong'])
			expect(await change({ name: 'one', size: 1 }, { headers: { authorization } })).toMatchObject({ status: 401 });
	});
});

describe('a file', () => {
	const png = '\x89PNG\r\n\x1a\n';
	const add = (bytes: string, { name = 'a.png', ...more }: Sent & { name?: string } = {}) =>
		call('POST', `/things/${ids[0]}/pictures?name=${name}`, {
			actor: person,
			body: Buffer.from(bytes, 'latin1'),
			type: 'application/octet-stream',
			...more,
		});
	const kept = async () => (await app.db.selectFrom('platform.file').select('name').where('room', '=', 'test').execute()).length;

	test('is the body, its name stands in the query; what it is its content tells', async () => {
		expect(await add(png, { name: 'logo.txt' })).toMatchObject({ status: 201, body: { name: 'logo.png', size: 8 } });
		expect(await add('GIF89a')).toMatchObject({ status: 415, body: { field: 'file' } });
		expect(await add('')).toMatchObject({ status: 422, body: { field: 'file' } });
		expect(await call('POST', `/things/${ids[0]}/pictures`, { actor: person, body: 'x', type: 'application/octet-stream' })).toMatchObject({
			status: 422,
			body: { field: 'name' },
		});
	});

	test('is not taken in a form, whose borders would become part of it', async () => {
		for (const type of ['multipart/form-data; boundary=x', 'image/png', 'application/json'])
			expect(await add(png, { type })).toMatchObject({ status: 415, body: { code: 'unsupported_media_type' } });
	});

	test('is refused when it is too large, with and without a length said beforehand', async () => {
		const large = png + 'x'.repeat(1024 * 1024);
		expect(await add(large)).toMatchObject({ status: 413, body: { field: 'file' } });
		expect(await add(large, { headers: { 'content-length': String(large.length) } })).toMatchObject({ status: 413 });
	});

	test('is kept once, however often it is sent with one key; the key fits no other file', async () => {
		const before = await kept();
		const headers = { 'idempotency-key': 'picture' };
		expect(await add(png, { headers })).toMatchObject({ status: 201 });
		const again = await add(png, { headers });
		expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
		expect(await add(`${png}more`, { headers })).toMatchObject({ status: 422, body: { code: 'idempotency_mismatch' } });
		expect(await kept()).toBe(before + 1);
	});

	test('of nobody is not read', async () => {
		expect(await add(png, { actor: { kind: 'guest' } })).toMatchObject({ status: 401 });
		expect(await add(png, { actor: token('network:read') })).toMatchObject({ status: 403 });
	});
});

test('texts come in the language of the address, else of the reader', async () => {
	const body = { name: 'one', size: 1 };
	expect((await change(body)).body).toMatchObject({ name: 'en one' });
	const german = await call('PUT', `/things/${ids[0]}?locale=de`, { actor: person, body });
	expect(german.body).toMatchObject({ name: 'de one' });
	expect(german.headers.get('content-language')).toBe('de');
	expect(await call('PUT', `/things/${ids[0]}?locale=xx`, { actor: person, body })).toMatchObject({
		status: 422,
		body: { field: 'locale' },
	});
});

describe('a list', () => {
	test('is read page by page with the cursor, and the last page has none', async () => {
		const seen: unknown[] = [];
		let path: string | undefined = '/things?limit=2';
		while (path) {
			const { body, headers } = await call('GET', path);
			seen.push(...(body!.items as { id: string }[]).map(({ id }) => id));
			const link = headers.get('link');
			expect(link === null).toBe(body!.next === null);
			path = link?.match(/\/api\/v1(\S+)>; rel="next"/)?.[1];
		}
		expect(seen).toEqual(ids);
	});

	test('refuses limits outside 1 to 100 and cursors it never gave out', async () => {
		for (const limit of ['0', '101', '1.5', 'ten', '1e400'])
			expect(await call('GET', `/things?limit=${limit}`)).toMatchObject({ status: 422, body: { field: 'limit' } });
		for (const cursor of ['x', 'YWZ0ZXIgeA', '%00'])
			expect(await call('GET', `/things?cursor=${cursor}`)).toMatchObject({ status: 422, body: { field: 'cursor' } });
	});
});

test('every answer says how many requests are left, and the one too many how long to wait', async () => {
	const first = await call('GET', '/things');
	expect(first.headers.get('ratelimit-limit')).toBe('600');
	expect(first.headers.get('ratelimit-remaining')).toBe('599');
	await sql`update platform.rate_limit set points = 600`.execute(app.db);
	const over = await call('GET', '/things');
	expect(over).toMatchObject({ status: 429, body: { code: 'too_many_requests' } });
	expect(over.headers.get('ratelimit-remaining')).toBe('0');
	expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(0);
	expect((await call('GET', '/things', { actor: person })).status).toBe(200);
});

test('a route on its way out says since when and until when', async () => {
	const { headers } = await call('GET', '/old');
	expect(headers.get('deprecation')).toBe('@1798761600');
	expect(headers.get('sunset')).toBe('Thu, 01 Jul 2027 00:00:00 GMT');
	expect(api.document.paths!['/old']!.get!.deprecated).toBe(true);
});
