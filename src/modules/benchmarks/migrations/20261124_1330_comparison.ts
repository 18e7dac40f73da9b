import { sql, type Kysely } from 'kysely';

/**
 * Pools for comparisons: a series of nightly pools an instrument edition, real and fictional providers apart. Requests
 * read pools, figures and forests, which hold nothing of a single provider; members are read by the nightly job, and by
 * a request only the reader's own.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table benchmarks.comparison_series (
			id uuid primary key,
			instrument text not null,
			edition text not null,
			kind text not null check (kind in ('real', 'fictional')),
			unit text not null check (unit in ('provider', 'centre')),
			-- Codes of what is compared, in the order of every list of values.
			columns text[] not null,
			unique (instrument, edition, kind, unit)
		)`.execute(db);
	await sql`
		create table benchmarks.comparison_pool (
			id uuid primary key,
			series_id uuid not null references benchmarks.comparison_series on delete cascade,
			number int not null,
			made_at timestamptz not null,
			providers int not null,
			-- Which groups there are and what of them is shown (comparison/codec.ts).
			content bytea not null,
			unique (series_id, number)
		)`.execute(db);
	await sql`
		create table benchmarks.comparison_figures (
			series_id uuid not null references benchmarks.comparison_series on delete cascade,
			group_key text not null,
			-- Number of the pool they were made in.
			made int not null,
			content bytea not null,
			primary key (series_id, group_key, made)
		)`.execute(db);
	await sql`
		create table benchmarks.comparison_forest (
			series_id uuid not null references benchmarks.comparison_series on delete cascade,
			number int not null,
			content bytea not null,
			primary key (series_id, number)
		)`.execute(db);
	await sql`
		create table benchmarks.comparison_member (
			id uuid primary key,
			series_id uuid not null references benchmarks.comparison_series on delete cascade,
			provider_id uuid not null,
			run_id uuid not null,
			-- Numbers of the first pool it counted in and of the first it no longer did.
			since int not null,
			until int,
			-- Of everything below; tells whether anything changed.
			fingerprint text not null,
			-- Filters, owners, weight, profile.
			attributes jsonb not null,
			-- Doubles, little-endian, in the order of the series' columns; after a withdrawal only which there were.
			"values" bytea not null,
			withdrawn boolean not null default false
		)`.execute(db);
	await sql`create unique index comparison_member_counts on benchmarks.comparison_member (series_id, provider_id) where until is null`.execute(
		db,
	);
	await sql`create index comparison_member_provider on benchmarks.comparison_member (series_id, provider_id)`.execute(db);
	await sql`create index comparison_member_run on benchmarks.comparison_member (run_id)`.execute(db);
	await sql`
		create table benchmarks.comparison_leaver (
			id uuid primary key,
			-- Left its pool since the last night began; what that night still takes in of it is taken out before the end.
			run_id uuid not null
		)`.execute(db);
	// Read whole, never searched: packing and unpacking would only cost time.
	for (const table of ['pool', 'figures', 'forest'])
		await sql`alter table ${sql.table(`benchmarks.comparison_${table}`)} alter column content set storage external`.execute(db);
}
