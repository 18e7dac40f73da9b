import type { Ctx } from '#platform/context.ts';
import { editionOf, textsOf } from '../instruments.ts';
import { unitWords } from '../solity/report/describe.ts';
import type { Result } from '../solity/scoring.ts';
import { changeOf, type Change } from '../solity/trend.ts';
import { aimed } from './aim.ts';
import type { ActionRow } from './rows.ts';

/** What an action of a return set out to change, and what a later year shows; that the one caused the other is not said. */
export type CountedProgress = {
	returnId: string;
	/** Value of the indicator when it was planned, and what it should reach by the aim as it stands; null for none that is a number. */
	from: number;
	to: number | null;
	unit: string;
	decimals: number;
	/** The training year whose return shows it. */
	proofYear: number | null;
	now: { returnId: string; year: number; value: number; verdict: Change['verdict'] } | null;
};

/**
 * The progress of those actions that came from a return, by action; in two statements, however many there are.
 * @param upTo the last training year that may show something; without it all of them
 */
export async function countedProgress(
	ctx: Pick<Ctx, 'db' | 'locale'>,
	providerId: string,
	rows: readonly ActionRow[],
	upTo?: number,
): Promise<Map<string, CountedProgress>> {
	const causes = [...new Set(rows.flatMap(({ return_id }) => return_id ?? []))];
	if (causes.length === 0) return new Map();
	const results = () =>
		ctx.db
			.selectFrom('benchmarks.return as own')
			.innerJoin('benchmarks.return_result as result', 'result.return_id', 'own.id')
			.select(['own.id', 'own.year', 'own.centre_id', 'result.edition', 'result.result'])
			.where('own.provider_id', '=', providerId)
			.where('own.deleted_at', 'is', null);
	const [before, newest] = await Promise.all([
		results()
			.distinctOn('own.id')
			.where('own.id', 'in', causes)
			.orderBy('own.id')
			.orderBy('result.revision', 'desc')
			.limit(causes.length)
			.execute(),
		results()
			.distinctOn('own.centre_id')
			.where('own.state', 'in', ['submitted', 'locked'])
			.$if(upTo !== undefined, (query) => query.where('own.year', '<=', upTo!))
			.orderBy('own.centre_id')
			.orderBy('own.year', 'desc')
			.orderBy('result.revision', 'desc')
			.limit(200)
			.execute(),
	]);
	const causeOf = new Map(before.map((each) => [each.id, each]));
	return new Map(
		rows.flatMap((row): [string, CountedProgress][] => {
			if (!row.return_id || !row.item || row.from_value === null) return [];
			const cause = causeOf.get(row.return_id);
			const edition = editionOf('solity', cause?.edition ?? 'SU-1.0');
			const indicator = edition.instrument.indicators.find(({ code }) => code === row.item);
			if (!indicator) return [];
			const unit = unitWords(textsOf(edition, ctx.locale), indicator.unit);
			const { decimals } = edition.instrument.units.find(({ code }) => code === indicator.unit)!;
			const later = cause && newest.find(({ centre_id, year }) => centre_id === cause.centre_id && year > cause.year);
			return [
				[
					row.id,
					{
						returnId: row.return_id,
						from: row.from_value,
						to: aimed(row.aim, row.to_value, { decimals, unit, locales: edition.locales }),
						unit,
						decimals,
						proofYear: row.proof_year,
						now: later && cause ? nowOf(later, cause.result, row.item) : null,
					},
				],
			];
		}),
	);
}

function nowOf(later: { id: string; year: number; result: unknown }, before: unknown, indicator: string): CountedProgress['now'] {
	const [then, now] = [before, later.result].map((result) => (result as Result).indicators[indicator]);
	// A value of too small a base is for those who enter numbers, not for all who read the plan.
	if (!now || now.value === null || now.status === 'small') return null;
	const change = then && changeOf(then, now);
	return { returnId: later.id, year: later.year, value: now.value, verdict: change?.verdict ?? 'no-clear-change' };
}
