import type { App } from '#platform/context.ts';

/** Takes a person whose account is gone out of the returns they worked on; what they entered stays with the provider. */
export async function forgetInReturns(db: App['db'], personId: string): Promise<void> {
	await db.deleteFrom('benchmarks.return_role').where('person_id', '=', personId).execute();
	await db.updateTable('benchmarks.return_role').set({ added_by: null }).where('added_by', '=', personId).execute();
	await db.deleteFrom('benchmarks.return_invitation').where('invited_by', '=', personId).execute();
	await db.deleteFrom('benchmarks.return_import').where('created_by', '=', personId).execute();
	await db.updateTable('benchmarks.return').set({ started_by: null }).where('started_by', '=', personId).execute();
	await db.updateTable('benchmarks.datum').set({ changed_by: null }).where('changed_by', '=', personId).execute();
	await db.updateTable('benchmarks.return_panel').set({ changed_by: null }).where('changed_by', '=', personId).execute();
	await db.updateTable('benchmarks.return_entry').set({ person_id: null }).where('person_id', '=', personId).execute();
	await db.updateTable('benchmarks.return_evidence').set({ added_by: null }).where('added_by', '=', personId).execute();
	await db.updateTable('benchmarks.return_confirmation').set({ person_id: null }).where('person_id', '=', personId).execute();
	await db.updateTable('benchmarks.return_task').set({ created_by: null }).where('created_by', '=', personId).execute();
	await db.updateTable('benchmarks.similar_invitation').set({ sent_by: null }).where('sent_by', '=', personId).execute();
	await db.updateTable('benchmarks.card').set({ published_by: null }).where('published_by', '=', personId).execute();
}
