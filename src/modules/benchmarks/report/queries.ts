import { sql } from 'kysely';
import { namesOfOrganisations } from '#modules/network/index.ts';
import type { Ctx } from '#platform/context.ts';
import { AppError } from '#platform/errors.ts';
import { groupSpread } from '../group/spread.ts';
import { editionOf, sameMeaning } from '../instruments.ts';
import { accessRun, authoriseRun } from '../runs/access.ts';
import { ownAnswers } from '../runs/answer-writer.ts';
import { inputsOf } from '../runs/inputs.ts';
import { offersFor } from '../offers.ts';
import { mayReadPlan } from '../plan/access.ts';
import { actionsForReport } from '../plan/queries.ts';
import { answersOfRun, resultOf, runsBefore } from '../runs/queries.ts';
import type { Numbers, Profile } from '../go-international/profile.ts';
import type { LevelInstrument } from '../model.ts';
import { describeReport } from './describe.ts';
import type { Report, ReportRecommendation } from './model.ts';

/** A trend goes back over so many runs. */
const mostRuns = 12;

/**
 * The report of a finished run, for those who may read it; with the plan and the private notes for those who may read these, too.
 * @throws AppError not_signed_in, not_found, forbidden, conflict while there is no result
 */
export async function reportOf(ctx: Ctx, runId: string): Promise<Report> {
	const run = await authoriseRun(ctx, runId, 'read report');
	const [{ allows }, plan] = await Promise.all([accessRun(ctx, runId), mayReadPlan(ctx, run.providerId)]);
	return gatherReport(ctx, run, { plan, notes: allows('read notes') });
}

/** The report of a run whose reader was let in by other means (a share link). */
export async function gatherReport(
	ctx: Ctx,
	run: Awaited<ReturnType<typeof authoriseRun>>,
	{ plan, notes }: { plan: boolean; notes: boolean },
): Promise<Report> {
	const stored = await resultOf(ctx, run.id);
	if (!stored || !run.finishedAt) throw new AppError('conflict', 'This run has no result yet; finish it first');
	const [row, inputs, said, earlier, names, spread] = await Promise.all([
		ctx.db.selectFrom('benchmarks.run').select(['profile', 'numbers']).where('id', '=', run.id).executeTakeFirstOrThrow(),
		inputsOf(ctx.db, run.id),
		answersOfRun(ctx, run.id),
		runsBefore(ctx, run, mostRuns - 1),
		namesOfOrganisations(ctx.db, [run.providerId], ctx.locale),
		run.mode === 'group' ? groupSpread(ctx, run.id) : null,
	]);
	const edition = editionOf(run.instrument, run.edition);
	const provider = names.get(run.providerId);
	const profile = row.profile as Partial<Profile>;
	const causes = [run.id, ...earlier.map(({ runId }) => runId)];
	const report = describeReport({
		edition,
		locale: ctx.locale,
		run: {
			id: run.id,
			mode: run.mode,
			createdAt: run.createdAt,
			finishedAt: run.finishedAt,
			profile,
			numbers: row.numbers as Numbers,
		},
		provider: { id: run.providerId, name: provider?.text ?? '', locale: provider?.locale ?? 'en' },
		people: spread?.people ?? (await peopleWhoAnswered(ctx, run.id)),
		spread,
		inputs,
		inputsHash: stored.inputsHash,
		result: stored.result,
		said: notes ? said : { ...said, notes: new Map() },
		earlier,
		// Codes keep their meaning within an edition; other editions compare the codes both have (section 7, rule 12).
		sameMeaning: (one, other) => sameMeaning(run.instrument, one, other),
		plan: plan ? await actionsForReport(ctx, run, { causes, values: inputs.answers }) : null,
	});
	return withOffers(ctx, edition.instrument, report, profile.sectors ?? []);
}

/** The report with what other rooms have for each of its recommendations. */
async function withOffers(ctx: Ctx, instrument: LevelInstrument, report: Report, sectors: readonly string[]): Promise<Report> {
	const wanted = report.sections.flatMap(({ band, recommendations }) => (band ? recommendations.map((each) => ({ band, ...each })) : []));
	const found = await offersFor(
		ctx,
		instrument,
		wanted.map(({ band, theme, relatedTheme }) => ({ mainTheme: theme, relatedTheme, band: band.code, locale: ctx.locale, sectors })),
	);
	const offers = new Map(wanted.map(({ code }, i) => [code, found[i]!]));
	const fill = (recommendations: ReportRecommendation[]) =>
		recommendations.map((each) => ({ ...each, offers: offers.get(each.code) ?? [] }));
	return {
		...report,
		sections: report.sections.map((section) => ({ ...section, recommendations: fill(section.recommendations) })),
		priorities: report.priorities.map((priority) => ({ ...priority, recommendations: fill(priority.recommendations) })),
	};
}

async function peopleWhoAnswered(ctx: Ctx, runId: string): Promise<number> {
	const { rows } = await sql<{ count: number }>`
		select count(distinct person_id) as count from benchmarks.answer_entry
		where run_id = ${runId} and participant_id = ${ownAnswers} and person_id is not null`.execute(ctx.db);
	return Math.max(1, rows[0]!.count);
}
