import { sql, type Kysely } from 'kysely';

/** Optional panels of a return: stories, the money view, the context of the place. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table benchmarks.return_panel (
			return_id uuid not null references benchmarks.return on delete cascade,
			panel text not null check (panel in ('context', 'stories', 'money')),
			-- Off until somebody wants it in the report.
			shown boolean not null,
			content jsonb not null,
			version int not null,
			changed_by uuid,
			changed_at timestamptz not null,
			primary key (return_id, panel)
		)`.execute(db);
	await sql`alter table benchmarks.return_entry drop constraint return_entry_kind_check`.execute(db);
	await sql`
		alter table benchmarks.return_entry add constraint return_entry_kind_check
		check (kind in ('value', 'setting', 'state', 'evidence', 'task', 'confirmation', 'centre', 'panel'))`.execute(db);
}
