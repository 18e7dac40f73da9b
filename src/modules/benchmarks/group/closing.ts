import { sql } from 'kysely';
import { audit } from '#platform/audit.ts';
import { systemContext, type App, type Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { AppError } from '#platform/errors.ts';
import { announce, inTransaction } from '#platform/events.ts';
import { fewestPeople, keptRoles, type RoleGroup } from '../go-international/role-groups.ts';
import { editionOf } from '../instruments.ts';
import { requireOpen, type Run } from '../runs/access.ts';
import { ownAnswers } from '../runs/answer-writer.ts';
import { daysUntilClosed, setStatus } from '../runs/lifecycle.ts';
import { authoriseGroup, groupRow } from './access.ts';
import { countRoles } from './people.ts';

/**
 * Ends the answering and cuts the link between people and answers for good (docs/decisions/0030-group-privacy.md).
 * Closing again changes nothing. There is no way back: a second closing would tell who had answered in between.
 * @throws AppError not_found, forbidden, conflict with fewer than three who submitted
 */
export async function closeAnswering(ctx: Ctx, runId: string): Promise<void> {
	await inTransaction(ctx, async (tx) => {
		const run = await authoriseGroup(ctx, runId, { tx, lock: true });
		if ((await groupRow(tx, runId)).closed_at) return;
		requireOpen(run);
		const submitted = await submittedIn(tx, runId);
		if (submitted.length < fewestPeople)
			throw new AppError('conflict', {
				message: `At least ${fewestPeople} people have to submit; ${submitted.length} have`,
				values: { fault: 'too-few', submitted: submitted.length, needed: fewestPeople },
			});
		await close(ctx, tx, run, submitted);
	});
}

const submittedIn = (tx: DatabaseTransaction, runId: string) =>
	tx
		.selectFrom('benchmarks.participant')
		.select(['id', 'role_group'])
		.where('run_id', '=', runId)
		.where('submitted_at', 'is not', null)
		.forUpdate()
		.execute();

async function close(ctx: Ctx, tx: DatabaseTransaction, run: Run, submitted: { id: string; role_group: string }[]): Promise<void> {
	await cutLink(tx, run, submitted);
	await tx.updateTable('benchmarks.group_check').set({ join_code: null, closed_at: ctx.now() }).where('run_id', '=', run.id).execute();
	await setStatus(ctx, tx, run, 'closed', { closed_reason: 'by-hand' });
	await audit(ctx, tx, {
		action: 'benchmarks.group.closed',
		subject: { kind: 'run', id: run.id },
		organisationId: run.providerId,
		details: { people: submitted.length },
	});
	await announce(tx, 'benchmarks.group.closed', { runId: run.id, providerId: run.providerId, people: submitted.length });
}

/**
 * Moves what was submitted to rows that know no person: each answer and each note with a random id of its own, in a
 * random order, without time or device; a role group stays only where it is large enough. Then every trace of who said
 * what is deleted, drafts of those who did not submit included.
 */
async function cutLink(tx: DatabaseTransaction, run: Run, submitted: { id: string; role_group: string }[]): Promise<void> {
	const kept = keptRoles(countRoles(submitted.map(({ role_group }) => ({ roleGroup: role_group as RoleGroup }))));
	const items = editionOf(run.instrument, run.edition).instrument.items.map(({ code }) => code);
	const people = submitted.map(({ id }) => id);
	const roles = submitted.map(({ role_group }) => (kept.has(role_group as RoleGroup) ? role_group : null));
	// Somebody who left an item out does not know (section 15, step 2).
	await sql`
		insert into benchmarks.group_view (run_id, item, value, reason, role_group)
		select ${run.id}, asked.item, coalesce(answer.value, 'DK'), answer.reason, person.role
		from unnest(${people}::uuid[], ${roles}::text[]) as person(id, role)
		cross join unnest(${items}::text[]) as asked(item)
		left join benchmarks.answer on answer.run_id = ${run.id} and answer.participant_id = person.id and answer.item = asked.item
		order by random()`.execute(tx);
	await sql`
		insert into benchmarks.group_note (run_id, item, text)
		select ${run.id}, said.item, said.text from (
			select item, text from benchmarks.note where run_id = ${run.id} and participant_id = any(${people}::uuid[]) and text <> ''
			union all
			select item, reason_text from benchmarks.answer
			where run_id = ${run.id} and participant_id = any(${people}::uuid[]) and reason_text <> ''
		) as said order by random()`.execute(tx);
	for (const table of ['benchmarks.answer', 'benchmarks.answer_entry', 'benchmarks.note'] as const)
		await tx.deleteFrom(table).where('run_id', '=', run.id).where('participant_id', '!=', ownAnswers).execute();
}

/**
 * Closes the answering of groups nobody changed for 90 days (section 7, rule 11). With fewer than three who submitted
 * nothing is compared, and the run can be opened again. @returns how many
 */
export async function closeStaleGroups(app: App): Promise<number> {
	const ctx = systemContext(app, 'benchmarks.close-groups');
	const limit = new Date(app.now().getTime() - daysUntilClosed * 86_400_000);
	const stale = await app.db
		.selectFrom('benchmarks.run')
		.select('id')
		.where('status', '=', 'open')
		.where('mode', '=', 'group')
		.where('deleted_at', 'is', null)
		.where('changed_at', '<', limit)
		.orderBy('changed_at')
		.limit(200)
		.execute();
	for (const { id } of stale)
		await inTransaction(ctx, async (tx) => {
			const run = await authoriseGroup(ctx, id, { tx, lock: true });
			if (run.status !== 'open' || run.changedAt >= limit) return;
			await groupRow(tx, id);
			const submitted = await submittedIn(tx, id);
			if (submitted.length >= fewestPeople) return close(ctx, tx, run, submitted);
			await setStatus(ctx, tx, run, 'closed', { closed_reason: 'stale' });
		});
	return stale.length;
}
