import { sql, type Kysely } from 'kysely';

/** Organisations and their tree, who works where in which role, invitations. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create schema if not exists network`.execute(db);
	await sql`
		create table network.organisation (
			id uuid primary key,
			kind text not null check (kind in ('network', 'association', 'member', 'provider', 'centre')),
			names jsonb not null,
			short_name text,
			country text check (country ~ '^[A-Z]{2}$'),
			place text,
			web text,
			provider_type text check (provider_type in ('public-school', 'private-school', 'adult-centre', 'company-centre', 'higher-vet', 'umbrella')),
			size_class text check (size_class in ('under-250', '250-999', '1000-4999', '5000-or-more')),
			levels int[] not null default '{}',
			sectors text[] not null default '{}',
			place_kind text check (place_kind in ('city', 'town', 'rural', 'island')),
			erasmus_status text check (erasmus_status in ('none', 'consortium-member', 'short-term', 'accredited', 'consortium-coordinator')),
			languages text[] not null default '{}',
			description jsonb not null default '{}',
			oid text,
			parent_id uuid references network.organisation,
			state text not null default 'pending' check (state in ('pending', 'active', 'suspended', 'left', 'merged')),
			state_reason text,
			fictional boolean not null default false,
			version int not null default 1,
			created_at timestamptz not null default now()
		)`.execute(db);
	await sql`create index organisation_parent on network.organisation (parent_id)`.execute(db);
	await sql`create index organisation_list on network.organisation (state, kind, country)`.execute(db);
	await sql`create index organisation_names on network.organisation using gin ((names::text) gin_trgm_ops)`.execute(db);
	await sql`
		create table network.affiliation (
			association_id uuid not null references network.organisation,
			organisation_id uuid not null references network.organisation,
			member_number text,
			begins_on date not null,
			ends_on date,
			primary key (association_id, organisation_id, begins_on)
		)`.execute(db);
	await sql`create index affiliation_organisation on network.affiliation (organisation_id)`.execute(db);
	await sql`
		create table network.role (
			id uuid primary key,
			person_id uuid not null,
			organisation_id uuid not null references network.organisation,
			role text not null check (role in ('staff', 'provider-admin', 'member-admin', 'delegate', 'deputy', 'expert', 'moderator', 'coordinator')),
			created_at timestamptz not null default now(),
			unique (person_id, organisation_id, role)
		)`.execute(db);
	await sql`create index role_organisation on network.role (organisation_id)`.execute(db);
	await sql`
		create table network.delegation (
			association_id uuid not null references network.organisation,
			person_id uuid not null,
			task text not null check (task in ('verify')),
			ends_on date not null,
			primary key (association_id, person_id, task)
		)`.execute(db);
	await sql`
		create table network.invitation (
			id uuid primary key,
			organisation_id uuid not null references network.organisation,
			email citext not null,
			role text not null,
			locale text not null,
			invited_by uuid not null,
			token_hash bytea not null unique,
			state text not null default 'open' check (state in ('open', 'accepted', 'declined', 'withdrawn')),
			expires_at timestamptz not null,
			sent_count int not null default 1,
			sent_at timestamptz not null default now(),
			answered_at timestamptz,
			created_at timestamptz not null default now()
		)`.execute(db);
	await sql`create index invitation_organisation on network.invitation (organisation_id, created_at desc)`.execute(db);
	await sql`create unique index invitation_open on network.invitation (organisation_id, email, role) where state = 'open'`.execute(db);
}
