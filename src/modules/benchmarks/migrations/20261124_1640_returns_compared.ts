import { sql, type Kysely } from 'kysely';

/** What comparing returns needs: the consent to count among the best, and the weights somebody tried today. */
export async function up(db: Kysely<unknown>): Promise<void> {
	// Asks for `sharing` as well; nobody is counted among the best who is not counted at all.
	await sql`alter table benchmarks.return add column best boolean not null default false check (sharing or not best)`.execute(db);
	await sql`
		create table benchmarks.comparison_weights (
			-- Whose day it is: the provider or centre that is compared.
			unit_id uuid not null,
			day date not null,
			-- The weights in the order of the variables, such as 2,2,2,1,1,1,2.
			weights text not null check (length(weights) <= 60),
			primary key (unit_id, day, weights)
		)`.execute(db);
	await sql`create index comparison_weights_day on benchmarks.comparison_weights (day)`.execute(db);
}
