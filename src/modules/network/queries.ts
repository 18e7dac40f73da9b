import { sql } from 'kysely';
import { z } from 'zod';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { ready } from '#platform/database/ready.ts';
import { AppError } from '#platform/errors.ts';
import { isId } from '#platform/ids.ts';
import { once } from '#platform/once.ts';
import { personOf } from '#platform/policy.ts';
import { countryGroupOf, type CountryGroup } from './country-groups.ts';
import { kinds, type Kind, type Organisation, type Role, type State } from './model.ts';
import { heldBy, networkPolicy, type NetworkAction, type Subject } from './policy.ts';

type Db = Ctx['db'] | DatabaseTransaction;
type Row = {
	id: string;
	kind: string;
	names: unknown;
	short_name: string | null;
	country: string | null;
	place: string | null;
	web: string | null;
	provider_type: string | null;
	size_class: string | null;
	place_kind: string | null;
	erasmus_status: string | null;
	description: unknown;
	oid: string | null;
	parent_id: string | null;
	state: string;
	fictional: boolean;
	version: number;
};

const columns = [
	'id',
	'kind',
	'names',
	'short_name',
	'country',
	'place',
	'web',
	'provider_type',
	'size_class',
	'place_kind',
	'erasmus_status',
	'description',
	'oid',
	'parent_id',
	'state',
	'fictional',
	'version',
] as const;

/** The text in the reader's language, else English, else whatever there is. */
export function inLanguage(texts: unknown, locale: string): { text: string; locale: string } | null {
	const table = (texts ?? {}) as Record<string, string>;
	const used = [locale, 'en', ...Object.keys(table)].find((code) => table[code]);
	return used ? { text: table[used]!, locale: used } : null;
}

export function toOrganisation(row: Row, locale: string): Organisation {
	const name = inLanguage(row.names, locale)!;
	return {
		id: row.id,
		kind: row.kind as Kind,
		name: name.text,
		nameLocale: name.locale,
		shortName: row.short_name,
		country: row.country,
		place: row.place,
		web: row.web,
		providerType: row.provider_type,
		sizeClass: row.size_class,
		placeKind: row.place_kind,
		erasmusStatus: row.erasmus_status,
		description: inLanguage(row.description, locale)?.text ?? null,
		oid: row.oid,
		parentId: row.parent_id,
		state: row.state as State,
		fictional: row.fictional,
		version: row.version,
	};
}

/** What the policy has to know about an organisation. @throws AppError not_found */
export async function subjectOf(db: Db, id: string): Promise<Subject> {
	const row = isId(id)
		? await db.selectFrom('network.organisation').select(['id', 'kind', 'state', 'parent_id']).where('id', '=', id).executeTakeFirst()
		: undefined;
	if (!row) throw new AppError('not_found', 'There is no such organisation');
	return (await subjectsOf(db, [row]))[0]!;
}

/** The same for several rows, in their order. */
async function subjectsOf(db: Db, rows: readonly Pick<Row, 'id' | 'kind' | 'state' | 'parent_id'>[]): Promise<Subject[]> {
	if (rows.length === 0) return [];
	const affiliations = await db
		.selectFrom('network.affiliation')
		.select(['organisation_id', 'association_id'])
		.where(
			'organisation_id',
			'in',
			rows.map(({ id }) => id),
		)
		.where((where) => where.or([where('ends_on', 'is', null), where('ends_on', '>=', sql<string>`current_date`)]))
		.limit(50 * rows.length)
		.execute();
	const associations = Map.groupBy(affiliations, ({ organisation_id }) => organisation_id);
	return rows.map(({ id, kind, state, parent_id }) => ({
		id,
		kind: kind as Kind,
		state: state as State,
		parentId: parent_id,
		associationIds: (associations.get(id) ?? []).map(({ association_id }) => association_id),
	}));
}

/** What a viewer may do with an organisation, for the buttons of its page. */
export async function allowedOn(ctx: Ctx, id: string): Promise<Record<NetworkAction, boolean>> {
	const [held, subject] = await Promise.all([heldBy(ctx), subjectOf(ctx.db, id)]);
	return Object.fromEntries(
		(Object.keys(networkPolicy.table) as NetworkAction[]).map((action) => [action, networkPolicy.allows(action, held, subject)]),
	) as Record<NetworkAction, boolean>;
}

/**
 * One organisation. Pending ones are seen by those who work there or may verify them, not by the public.
 * @throws AppError not_found
 */
export async function readOrganisation(ctx: Ctx, id: string): Promise<Organisation> {
	const row = isId(id)
		? await ctx.db.selectFrom('network.organisation').select(columns).where('id', '=', id).executeTakeFirst()
		: undefined;
	if (!row || (row.state !== 'active' && !(await sees(ctx, row.id)))) throw new AppError('not_found', 'There is no such organisation');
	return toOrganisation(row, ctx.locale);
}

/** What a comparison has to know about an organisation. */
export type Standing = {
	/** Verified, and neither suspended, left nor merged. */
	active: boolean;
	fictional: boolean;
	/** Organisations above it, and associations it belongs to today. */
	owners: string[];
};

/** How organisations stand in the network, by id; those that do not exist are absent. @param ids at most a thousand at once */
export async function standingOf(db: Db, ids: readonly string[]): Promise<Map<string, Standing>> {
	if (ids.length === 0) return new Map();
	const [rows, affiliations] = await Promise.all([
		db
			.selectFrom('network.organisation')
			.select(['id', 'state', 'fictional', 'parent_id'])
			.where('id', 'in', [...ids])
			.execute(),
		db
			.selectFrom('network.affiliation')
			.select(['organisation_id', 'association_id'])
			.where('organisation_id', 'in', [...ids])
			.where('begins_on', '<=', sql<string>`current_date`)
			.where((where) => where.or([where('ends_on', 'is', null), where('ends_on', '>=', sql<string>`current_date`)]))
			.execute(),
	]);
	const standings = new Map(
		rows.map((row) => [row.id, { active: row.state === 'active', fictional: row.fictional, owners: row.parent_id ? [row.parent_id] : [] }]),
	);
	for (const { organisation_id, association_id } of affiliations) standings.get(organisation_id)?.owners.push(association_id);
	return standings;
}

/** What organisations are grouped by, as the network knows it today. */
export type Traits = Pick<KnownProfile, 'country' | 'providerType' | 'placeKind' | 'sectors'> & { countryGroup: CountryGroup | null };

/** The traits of organisations by id; those that do not exist are absent. @param ids at most a thousand at once */
export async function traitsOf(db: Db, ids: readonly string[]): Promise<Map<string, Traits>> {
	if (ids.length === 0) return new Map();
	const rows = await db
		.selectFrom('network.organisation')
		.select(['id', 'country', 'provider_type', 'place_kind', 'sectors'])
		.where('id', 'in', [...ids])
		.execute();
	return new Map(
		rows.map(({ id, country, provider_type, place_kind, sectors }) => [
			id,
			{ country, countryGroup: countryGroupOf(country), providerType: provider_type, placeKind: place_kind, sectors },
		]),
	);
}

/** Names of organisations in a language, whatever their state; ids that do not exist are left out. */
export async function namesOfOrganisations(
	db: Db,
	ids: readonly string[],
	locale: string,
): Promise<Map<string, { text: string; locale: string }>> {
	if (ids.length === 0) return new Map();
	const rows = await db
		.selectFrom('network.organisation')
		.select(['id', 'names'])
		.where('id', 'in', [...new Set(ids)])
		.execute();
	return new Map(rows.map(({ id, names }) => [id, inLanguage(names, locale)!]));
}

/** The centres of a provider by name; at most 500. */
export async function centresOfProvider(db: Db, providerId: string, locale: string): Promise<{ id: string; name: string }[]> {
	const rows = await db
		.selectFrom('network.organisation')
		.select(['id', 'names'])
		.where('parent_id', '=', providerId)
		.where('kind', '=', 'centre')
		.where('state', 'in', ['active', 'pending'])
		.orderBy(sortable.name)
		.orderBy('id')
		.limit(500)
		.execute();
	return rows.map(({ id, names }) => ({ id, name: inLanguage(names, locale)!.text }));
}

async function sees(ctx: Ctx, id: string): Promise<boolean> {
	const person = personOf(ctx.actor);
	if (!person) return false;
	if (
		await ctx.db
			.selectFrom('network.role')
			.select('id')
			.where('person_id', '=', person)
			.where('organisation_id', '=', id)
			.executeTakeFirst()
	)
		return true;
	const allowed = await allowedOn(ctx, id);
	return allowed['edit organisation'] || allowed['verify organisation'];
}

export type Colleague = { personId: string; name: string; roles: Role[] };

/** Who works at an organisation, for those who do too or may invite. Names come from `nameOf`, which the caller brings. */
export async function colleaguesOf(
	ctx: Ctx,
	organisationId: string,
	namesOf: (ids: string[]) => Promise<Map<string, string>>,
): Promise<Colleague[]> {
	const allowed = await allowedOn(ctx, organisationId);
	const person = personOf(ctx.actor);
	const rows = await ctx.db
		.selectFrom('network.role')
		.select(['person_id', 'role'])
		.where('organisation_id', '=', organisationId)
		.orderBy('created_at')
		.limit(500)
		.execute();
	if (!allowed['invite people'] && !rows.some(({ person_id }) => person_id === person)) return [];
	const names = await namesOf([...new Set(rows.map(({ person_id }) => person_id))]);
	const people = new Map<string, Colleague>();
	for (const { person_id, role } of rows) {
		const colleague = people.get(person_id) ?? { personId: person_id, name: names.get(person_id) ?? '', roles: [] };
		colleague.roles.push(role as Role);
		people.set(person_id, colleague);
	}
	return [...people.values()].filter(({ name }) => name);
}

/**
 * One page of the people who work at an organisation, in the order of their ids.
 * @param after the person to go on behind
 * @throws AppError not_found, not_signed_in, forbidden for those who neither work there nor may invite
 */
export async function colleaguesAfter(
	ctx: Ctx,
	organisationId: string,
	after: string | undefined,
	limit: number,
	namesOf: (ids: string[]) => Promise<Map<string, string>>,
): Promise<Colleague[]> {
	const person = personOf(ctx.actor);
	await readOrganisation(ctx, organisationId);
	const works =
		person &&
		(await ctx.db
			.selectFrom('network.role')
			.select('id')
			.where('organisation_id', '=', organisationId)
			.where('person_id', '=', person)
			.executeTakeFirst());
	if (!works) networkPolicy.authorise(ctx, 'invite people', await heldBy(ctx), await subjectOf(ctx.db, organisationId));
	const rows = await ctx.db
		.selectFrom('network.role')
		.select(['person_id', sql<Role[]>`array_agg(role order by created_at)`.as('roles')])
		.where('organisation_id', '=', organisationId)
		.$if(!!after, (query) => query.where('person_id', '>', after!))
		.groupBy('person_id')
		.orderBy('person_id')
		.limit(limit)
		.execute();
	const names = await namesOf(rows.map(({ person_id }) => person_id));
	return rows.map(({ person_id, roles }) => ({ personId: person_id, name: names.get(person_id) ?? '', roles }));
}

export type Position = { organisationId: string; organisation: string; kind: Kind; state: State; roles: Role[] };

/** Where a person works and in which roles, first come first. */
export function positionsOf(ctx: Ctx, personId: string): Promise<Position[]> {
	return once(ctx, `network.positions ${personId} ${ctx.locale}`, () => askPositions(ctx, personId));
}

const rolesOfPerson = ready((db, personId: string) =>
	db
		.selectFrom('network.role as role')
		.innerJoin('network.organisation as organisation', 'organisation.id', 'role.organisation_id')
		.select(['role.role', 'organisation.id', 'organisation.names', 'organisation.kind', 'organisation.state'])
		.where('role.person_id', '=', personId)
		.orderBy('role.created_at')
		.limit(200),
);

async function askPositions(ctx: Ctx, personId: string): Promise<Position[]> {
	const rows = await rolesOfPerson(ctx.db, personId);
	const positions = new Map<string, Position>();
	for (const row of rows) {
		const position = positions.get(row.id) ?? {
			organisationId: row.id,
			organisation: inLanguage(row.names, ctx.locale)!.text,
			kind: row.kind as Kind,
			state: row.state as State,
			roles: [],
		};
		position.roles.push(row.role as Role);
		positions.set(row.id, position);
	}
	return [...positions.values()];
}

const sortable = { name: sql`coalesce(names->>'en', names::text)`, country: sql`country`, kind: sql`kind` } as const;

/** The filters of the list, as they stand in the address. */
export const organisationFilter = z.object({
	q: z.string().trim().max(100).catch(''),
	kind: z.enum(kinds).optional().catch(undefined),
	country: z
		.string()
		.regex(/^[A-Z]{2}$/)
		.optional()
		.catch(undefined),
	sort: z.enum(['name', '-name', 'country', '-country', 'kind', '-kind']).catch('name'),
	page: z.coerce.number().int().min(1).max(1000).catch(1),
});
export type OrganisationFilter = z.infer<typeof organisationFilter>;

export const pageSize = 25;

/** Organisations with these letters in a name or place. */
function named(words: string) {
	const pattern = `%${words.replace(/[%_\\]/g, '\\$&')}%`;
	return sql<boolean>`(names::text ilike ${pattern} or place ilike ${pattern})`;
}

/** Active organisations by name, kind and country. */
export async function listOrganisations(
	ctx: Ctx,
	filter: OrganisationFilter,
	limit: number = pageSize,
): Promise<{ rows: Organisation[]; total: number; countries: string[] }> {
	const base = ctx.db
		.selectFrom('network.organisation')
		.where('state', '=', 'active')
		.where('kind', '!=', 'network')
		.$if(!!filter.q, (query) => query.where(named(filter.q)))
		.$if(!!filter.kind, (query) => query.where('kind', '=', filter.kind!))
		.$if(!!filter.country, (query) => query.where('country', '=', filter.country!));
	const descending = filter.sort.startsWith('-');
	const key = filter.sort.replace('-', '') as keyof typeof sortable;
	const [rows, counted, countries] = await Promise.all([
		base
			.select(columns)
			.orderBy(sortable[key], (order) => (descending ? order.desc() : order.asc()))
			.orderBy('id')
			.limit(limit)
			.offset((filter.page - 1) * limit)
			.execute(),
		base.select((select) => select.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
		ctx.db
			.selectFrom('network.organisation')
			.select('country')
			.distinct()
			.where('state', '=', 'active')
			.where('country', 'is not', null)
			.orderBy('country')
			.limit(250)
			.execute(),
	]);
	return {
		rows: rows.map((row) => toOrganisation(row, ctx.locale)),
		total: Number(counted.total),
		countries: countries.map(({ country }) => country!),
	};
}

/** One page of active organisations after a position, in the order they were made; for the API. */
export async function organisationsAfter(
	ctx: Ctx,
	after: string | undefined,
	limit: number,
	filter: { kind?: Kind; country?: string; q?: string } = {},
): Promise<Organisation[]> {
	const rows = await ctx.db
		.selectFrom('network.organisation')
		.select(columns)
		.where('state', '=', 'active')
		.$if(!!after, (query) => query.where('id', '>', after!))
		.$if(!!filter.q, (query) => query.where(named(filter.q!)))
		.$if(!!filter.kind, (query) => query.where('kind', '=', filter.kind!))
		.$if(!!filter.country, (query) => query.where('country', '=', filter.country!))
		.orderBy('id')
		.limit(limit)
		.execute();
	return rows.map((row) => toOrganisation(row, ctx.locale));
}

/** Organisations waiting to be verified by the viewer. */
export async function waitingForVerification(ctx: Ctx): Promise<Organisation[]> {
	const held = await heldBy(ctx);
	if (!held.some(({ role }) => role === 'coordinator' || role === 'delegate' || role === 'member-admin')) return [];
	const rows = await ctx.db
		.selectFrom('network.organisation')
		.select(columns)
		.where('state', '=', 'pending')
		.orderBy('id')
		.limit(100)
		.execute();
	const subjects = await subjectsOf(ctx.db, rows);
	return rows
		.filter((_, i) => networkPolicy.allows('verify organisation', held, subjects[i]!))
		.map((row) => toOrganisation(row, ctx.locale));
}

export type LogEntry = {
	id: string;
	at: Date;
	action: string;
	actorKind: string;
	actorId: string | null;
	details: Record<string, unknown>;
};

/**
 * The audit log of an organisation, newest first.
 * @param after the entry to go on behind
 * @throws AppError forbidden, not_signed_in
 */
export async function organisationLog(ctx: Ctx, organisationId: string, limit = 100, after?: string): Promise<LogEntry[]> {
	networkPolicy.authorise(ctx, 'read organisation log', await heldBy(ctx), await subjectOf(ctx.db, organisationId));
	const rows = await ctx.db
		.selectFrom('platform.audit_entry')
		.select(['id', 'at', 'action', 'actor_kind', 'actor_id', 'details'])
		.where('organisation_id', '=', organisationId)
		.$if(!!after, (query) => query.where('id', '<', after!))
		.orderBy('id', 'desc')
		.limit(limit)
		.execute();
	return rows.map((row) => ({
		id: row.id,
		at: row.at,
		action: row.action,
		actorKind: row.actor_kind,
		actorId: row.actor_id,
		details: row.details as Record<string, unknown>,
	}));
}

/** Whether there is any organisation that was not invented for the demo. */
export async function hasOwnOrganisations(db: Ctx['db']): Promise<boolean> {
	const row = await db.selectFrom('network.organisation').select('id').where('fictional', '=', false).limit(1).executeTakeFirst();
	return row !== undefined;
}

/** What a self-assessment asks a provider about itself, as far as the network knows it. */
export type KnownProfile = {
	country: string | null;
	providerType: string | null;
	sizeClass: string | null;
	placeKind: string | null;
	erasmusStatus: string | null;
	/** Levels of the European Qualifications Framework. */
	levels: number[];
	/** Fields of education of ISCED-F 2013 in three or four digits. */
	sectors: string[];
	/** Names of the associations it belongs to today. */
	networks: string[];
};

/** The profile of an organisation, for callers who have asked who may see it. @throws AppError not_found */
export async function knownProfileOf(ctx: Ctx, organisationId: string): Promise<KnownProfile> {
	const row = isId(organisationId)
		? await ctx.db
				.selectFrom('network.organisation')
				.select(['country', 'provider_type', 'size_class', 'place_kind', 'erasmus_status', 'levels', 'sectors'])
				.where('id', '=', organisationId)
				.executeTakeFirst()
		: undefined;
	if (!row) throw new AppError('not_found', 'There is no such organisation');
	const associations = await ctx.db
		.selectFrom('network.affiliation as affiliation')
		.innerJoin('network.organisation as association', 'association.id', 'affiliation.association_id')
		.select('association.names')
		.where('affiliation.organisation_id', '=', organisationId)
		.where(sql<boolean>`(affiliation.ends_on is null or affiliation.ends_on >= current_date)`)
		.orderBy('association.id')
		.limit(20)
		.execute();
	return {
		country: row.country,
		providerType: row.provider_type,
		sizeClass: row.size_class,
		placeKind: row.place_kind,
		erasmusStatus: row.erasmus_status,
		levels: row.levels,
		sectors: row.sectors,
		networks: associations.map(({ names }) => inLanguage(names, ctx.locale)!.text),
	};
}

/** Who administers a provider, longest first: people to ask. */
export async function administratorsOf(db: Db, organisationId: string): Promise<string[]> {
	const rows = await db
		.selectFrom('network.role')
		.select('person_id')
		.where('organisation_id', '=', organisationId)
		.where('role', '=', 'provider-admin')
		.orderBy('created_at')
		.limit(20)
		.execute();
	return rows.map(({ person_id }) => person_id);
}
