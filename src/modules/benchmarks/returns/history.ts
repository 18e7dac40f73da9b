import { sql } from 'kysely';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { newId } from '#platform/ids.ts';
import { personOf } from '#platform/policy.ts';
import type { Return } from './model.ts';

/** One line of a return's history: who changed what, from what to what. */
export type Entry = {
	kind: 'value' | 'setting' | 'state' | 'evidence' | 'task' | 'confirmation' | 'centre' | 'panel';
	centreId?: string;
	target?: string;
	before?: unknown;
	after?: unknown;
	note?: string;
	taskId?: string;
};

/** What a link in a mail set a setting to, where nobody is signed in. */
export type ThroughLink = { value: false; link: true };

/** Writes lines of the history in the transaction of the change they tell of, in one statement. */
export async function record(
	ctx: Ctx,
	tx: DatabaseTransaction,
	row: Pick<Return, 'id' | 'revision'>,
	entries: readonly Entry[],
): Promise<void> {
	if (entries.length === 0) return;
	const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value));
	const column = <T>(read: (entry: Entry) => T) => entries.map(read);
	await sql`
		insert into benchmarks.return_entry
			(id, return_id, revision, kind, centre_id, target, before, after, note, person_id, task_id, at)
		select id, ${row.id}, ${row.revision}, kind, centre_id, target, before, after, note, ${personOf(ctx.actor) ?? null}, task_id, ${ctx.now()}
		from unnest(
			${column(() => newId())}::uuid[], ${column(({ kind }) => kind)}::text[], ${column(({ centreId }) => centreId ?? null)}::uuid[],
			${column(({ target }) => target ?? null)}::text[], ${column(({ before }) => json(before))}::jsonb[],
			${column(({ after }) => json(after))}::jsonb[], ${column(({ note }) => note ?? '')}::text[],
			${column(({ taskId }) => taskId ?? null)}::uuid[]
		) as given(id, kind, centre_id, target, before, after, note, task_id)`.execute(tx);
}
