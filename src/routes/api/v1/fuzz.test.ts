import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { problemType, z } from '#platform/api/index.ts';
import type { Actor } from '#platform/context.ts';
import { errorCodes } from '#platform/errors.ts';
import { operationsOf, resolve, type Operation } from '#platform/api/reference.ts';
import { newId } from '#platform/ids.ts';
import { useTestApp } from '../../../../tests/support/app.ts';
import { fitting, sealed, unfitting, type Case } from '../../../../tests/support/fuzz.ts';
import { seededRandom } from '../../../../tests/support/random.ts';
import { mark, seedHouse, type House } from '../../../../tests/support/two-organisations.ts';
import { api } from './api.ts';

/**
 * Walks every operation of the OpenAPI document with requests that do not fit, as people who have nothing to look for
 * in the seeded house. Whatever they send: no fault of ours, nothing changed by what was refused, nothing of the house
 * told, and every answer as the document says.
 */
const app = useTestApp();
const { document } = api;

let house: House;
let stranger: House;
/** The walk takes minutes on a slow machine; by its own clock it takes none, so that nothing is done for time gone by. */
let clock: Date;
/** Every id of the house, and those of them that are nobody else's business. */
let ids: string[];
let hidden: Set<string>;

/** How somebody comes in: by the session of the page, or by a token. */
type Entry = { actor?: Actor; token?: string };
/** `stopped`: the door is closed to them before anything they bring is read. */
const senders: { name: string; entry: () => Entry; stopped: (operation: Operation) => boolean }[] = [
	{
		name: 'a guest',
		entry: () => ({}),
		stopped: ({ security = [] }) => security.length > 0 && security.every((way) => Object.keys(way).length > 0),
	},
	{ name: 'a person of another organisation', entry: () => ({ actor: stranger.person }), stopped: () => false },
	{ name: 'a token without scopes', entry: () => ({ token: stranger.bareToken }), stopped: ({ security = [] }) => security.length > 0 },
];
/** Of those who are stopped at the door, so many requests are one sample of. */
const sampled = 6;

beforeAll(async () => {
	house = await seedHouse(app, 'house');
	const every = await allIds();
	ids = await oneOfEach();
	const open = await app.db.selectFrom('network.organisation').select('id').where('state', '=', 'active').execute();
	hidden = new Set(every.filter((id) => !open.some((organisation) => organisation.id === id)));
	stranger = await seedHouse(app, 'stranger');
	clock = new Date();
	// A token notes its first use; later ones soon after change nothing.
	await send('get', { note: 'first use', path: '/me', headers: {} }, { token: stranger.bareToken });
	await watch();
});
beforeEach(() => sql`truncate platform.rate_limit`.execute(app.db));

let sent = 0;

async function send(method: string, { path, headers, body }: Case, { actor, token }: Entry) {
	const requestId = newId();
	const request = new Request(`http://localhost/api/v1${path}`, {
		method: method.toUpperCase(),
		headers: { ...headers, ...(token && { authorization: `Bearer ${token}` }) },
		body: method === 'get' ? undefined : body,
	});
	// Every request comes from an address of its own, so that the limits do not end the walk.
	const address = `10.${++sent >> 16}.${(sent >> 8) & 255}.${sent & 255}`;
	const response = await api.fetch(request, { ctx: { ...app.as(actor), requestId, address, now: () => clock } });
	const text = response.headers.get('content-type')?.includes('json') ? await response.text() : '';
	return {
		requestId,
		status: response.status,
		headers: response.headers,
		text,
		body: text ? (JSON.parse(text) as Record<string, unknown>) : undefined,
	};
}
type Got = Awaited<ReturnType<typeof send>>;

/** What the document promises for a status, as a schema that lets nothing else in. */
const promised = new Map<string, z.ZodType>();
function schemaOf(operation: Operation, status: number, type: string): z.ZodType | undefined {
	const key = `${operation.operationId} ${status}`;
	const schema = operation.responses[status]?.content?.[type]?.schema;
	if (schema && !promised.has(key))
		promised.set(key, z.fromJSONSchema(sealed(resolve(document, schema)) as Parameters<typeof z.fromJSONSchema>[0]));
	return promised.get(key);
}

/** What is wrong with an answer; empty when nothing is. */
function faultsOf(operation: Operation, { status, headers, text, body, requestId }: Got): string[] {
	if (status >= 500) return [`a fault of ours (${status})`];
	if (!operation.responses[status]) return [`the status ${status} is not in the document`];
	if (status === 204) return [];
	const type = headers.get('content-type') ?? '';
	if (!operation.responses[status].content?.[type]) return [`the type ${type} is not in the document`];
	const parsed = type.includes('json') ? schemaOf(operation, status, type)?.safeParse(body) : undefined;
	const faults =
		parsed && !parsed.success
			? [`not as the document says: ${parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`]
			: [];
	if (status < 400) return faults;
	if (type !== problemType) faults.push(`refused as ${type}`);
	if (body?.status !== status || errorCodes[body?.code as 'internal'] !== status) faults.push(`status and code disagree: ${text}`);
	if (body?.instance !== requestId) faults.push('the problem does not name its request');
	return faults;
}

/** What of the house an answer tells that the request did not hold already. */
function leaksOf({ text }: Got, sent: Case): string[] {
	const own = JSON.stringify(sent);
	const told = [...new Set(text.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [])].filter(
		(id) => hidden.has(id) && !own.includes(id),
	);
	return [
		...told,
		...(text.includes(`${mark} house`) || text.includes(`${mark}-house`) || text.includes('@house.example') ? ['a private text'] : []),
	];
}

/** Tables whose content matters: limits and kept answers are none. */
async function tables(): Promise<string[]> {
	const { rows } = await sql<{ name: string }>`
		select format('%I.%I', schemaname, tablename) as name from pg_tables
		where schemaname not in ('pg_catalog', 'information_schema', 'public')
			and schemaname || '.' || tablename not in ('platform.rate_limit', 'platform.idempotency_key') order by 1`.execute(app.db);
	return rows.map(({ name }) => name);
}

/** The content of all tables as one digest. */
async function contents(): Promise<string> {
	const parts = (await tables()).map(
		(name) => `select '${name}' as name, md5(coalesce(string_agg(t::text, ' ' order by t::text), '')) as d from ${name} t`,
	);
	const { rows } = await sql<{
		d: string;
	}>`select md5(string_agg(d, '' order by name)) as d from (${sql.raw(parts.join(' union all '))}) every`.execute(app.db);
	return rows[0]!.d;
}

/** From now on every row that is written counts, in whichever table. */
async function watch(): Promise<void> {
	await sql`create table public.change (n bigint generated always as identity)`.execute(app.db);
	await sql`
		create function public.count_change() returns trigger language plpgsql as
		'begin insert into public.change default values; return null; end'`.execute(app.db);
	for (const name of await tables())
		await sql`create trigger count_change after insert or update or delete on ${sql.raw(name)}
			for each row execute function public.count_change()`.execute(app.db);
}

/** How many rows were written so far, events that are on their way included. */
async function changes(): Promise<number> {
	await app.bus.idle();
	const { rows } = await sql<{ n: number }>`select count(*) as n from public.change`.execute(app.db);
	return rows[0]!.n;
}

/** Every column of ids. */
async function idColumns(): Promise<string[]> {
	const { rows } = await sql<{ from: string }>`
		select format('(select %2$I::text as id from %1$I.%3$I where %2$I is not null)', table_schema, column_name, table_name) as "from"
		from information_schema.columns
		where data_type = 'uuid' and table_schema not in ('pg_catalog', 'information_schema') order by 1`.execute(app.db);
	return rows.map((row) => row.from);
}

const idsOf = async (query: string) => (await sql<{ id: string }>`${sql.raw(query)} order by 1`.execute(app.db)).rows.map(({ id }) => id);
const allIds = async () => idsOf((await idColumns()).join(' union '));
/** Of each kind of thing the first and the last: enough to try wherever an id is asked for. */
const oneOfEach = async () =>
	idsOf(
		(await idColumns())
			.flatMap((from) => ['min', 'max'].map((end) => `select ${end}(id) as id from ${from} ids having min(id) is not null`))
			.join(' union '),
	);

describe.each(operationsOf(document))('$method $path', ({ method, path, operation }) => {
	test.each(senders)('$name gets nothing and breaks nothing', { timeout: 120_000 }, async ({ entry, stopped }) => {
		const random = seededRandom(20_261_124);
		const every = unfitting(document, path, operation, { ids, headers: {} }, random);
		const cases = stopped(operation) ? every.filter((_, i) => i % sampled === 0) : every;
		const faults: string[] = [];
		const [contentsBefore, changesBefore] = [await contents(), await changes()];
		let seen = changesBefore;
		for (const each of cases) {
			const got = await send(method, each, entry());
			const found = [...faultsOf(operation, got), ...leaksOf(got, each).map((what) => `tells ${what}`)];
			const now = await changes();
			if (now !== seen && (got.status >= 400 || method === 'get')) found.push('changed something');
			seen = now;
			faults.push(...found.map((fault) => `${each.note}: ${fault}: ${got.status} ${got.text.slice(0, 300)}`));
		}
		if (seen === changesBefore && (await contents()) !== contentsBefore) faults.push('something changed that no row told of');
		expect(faults).toEqual([]);
	});
});

test('the owner of the house gets what the document promises', { timeout: 120_000 }, async () => {
	const faults: string[] = [];
	const good = new Set<string>();
	for (const { method, path, operation } of operationsOf(document)) {
		// Somebody who tries one id after the other runs into the limit before long.
		await sql`truncate platform.rate_limit`.execute(app.db);
		for (const id of [house.organisationId, ...ids]) {
			const sent = fitting(document, path, operation, { ids, headers: house.secrets }, id);
			const got = await send(method, sent, { actor: house.person });
			if (got.status < 300) good.add(operation.operationId);
			faults.push(...faultsOf(operation, got).map((fault) => `${method} ${path} ${id}: ${fault}: ${got.text.slice(0, 300)}`));
			if (!path.includes('{') || (method !== 'get' && got.status < 300)) break;
		}
	}
	expect(faults).toEqual([]);
	// A walk that gets nowhere proves nothing.
	expect(good.size).toBeGreaterThan(operationsOf(document).length / 2);
});
