import { standingOf } from '#modules/network/index.ts';
import type { Ctx } from '#platform/context.ts';
import { compare } from '../comparison/queries.ts';
import { changeColumn, solitySource, unitOf } from '../comparison/sources/solity.ts';
import { editionOf, textsOf } from '../instruments.ts';
import type { ReturnLevel } from '../returns/model.ts';
import { scoreOf } from '../solity/scoring.ts';
import type { CountedProgress } from './counted.ts';

/**
 * How far a target is, beside how much others changed in a year (SOLITY, section 15). What is told of others is what every
 * comparison with all of them shows: the middle half of the changes of the indicator's axis. Nothing more is published.
 */
export type OthersChange = {
	/** Who the others are. */
	unit: 'provider' | 'centre';
	/** Name of the axis, in the language of the instrument's texts. */
	axis: string;
	textLocale: string;
	/** Whole points: half of the others changed their score for the axis by so much. */
	low: number;
	high: number;
	/** Whole points the target asks for on the indicator, 1 to 100. */
	points: number;
	reach: Reach;
};

/** within: at least a quarter of the others moved so far; far: beyond the middle half by more than one and a half times its width. */
export type Reach = 'within' | 'beyond' | 'far';

export function reachOf(points: number, { low, high }: Pick<OthersChange, 'low' | 'high'>): Reach {
	if (points <= high) return 'within';
	return points > high + 1.5 * (high - low) ? 'far' : 'beyond';
}

/** What an action set out to change. */
type Aiming = { id: string; item: string | null; counted: CountedProgress | null };

/**
 * What others changed, for those actions that a locked return caused and that have a target; one comparison a unit. Left out
 * where nothing of the others is shown, and where the target asks for no point.
 */
export async function changesOfOthers(
	ctx: Pick<Ctx, 'db' | 'locale' | 'log'>,
	providerId: string,
	actions: readonly Aiming[],
): Promise<Map<string, OthersChange>> {
	const aiming = actions.flatMap(({ id, item, counted }) => (item && counted?.to != null ? { id, item, ...counted, to: counted.to } : []));
	if (aiming.length === 0) return new Map();
	const [causes, standings] = await Promise.all([
		ctx.db
			.selectFrom('benchmarks.return')
			.select(['id', 'edition', 'level', 'centre_id'])
			.where('id', 'in', [...new Set(aiming.map(({ returnId }) => returnId))])
			.where('provider_id', '=', providerId)
			.where('state', '=', 'locked')
			.where('deleted_at', 'is', null)
			.limit(aiming.length)
			.execute(),
		standingOf(ctx.db, [providerId]),
	]);
	const kind = standings.get(providerId)?.fictional ? 'fictional' : 'real';
	const unitIn = (cause: (typeof causes)[number]) => unitOf({ level: cause.level as ReturnLevel });
	const seriesOf = (cause: (typeof causes)[number]) => `${cause.edition} ${unitIn(cause)} ${cause.centre_id}`;
	const shown = new Map(
		await Promise.all(
			[...new Map(causes.map((cause) => [seriesOf(cause), cause]))].map(async ([series, cause]) => {
				const unit = unitIn(cause);
				const { comparison } = await compare(ctx, {
					source: solitySource,
					series: { edition: cause.edition, kind, unit },
					providerId: unit === 'centre' ? cause.centre_id! : providerId,
					own: {},
					choices: [],
					usual: { lists: [], filters: {} },
					positioned: () => null,
				});
				return [series, new Map(comparison.columns.map(({ column, quartiles }) => [column, quartiles]))] as const;
			}),
		),
	);
	const causeOf = new Map(causes.map((cause) => [cause.id, cause]));
	return new Map(
		aiming.flatMap(({ id, item, returnId, from, to }): [string, OthersChange][] => {
			const cause = causeOf.get(returnId);
			if (!cause) return [];
			const edition = editionOf('solity', cause.edition);
			const indicator = edition.instrument.indicators.find(({ code }) => code === item)!;
			const quartiles = shown.get(seriesOf(cause))!.get(changeColumn(indicator.axis));
			const points = Math.round(scoreOf(indicator, to) - scoreOf(indicator, from));
			if (!quartiles || points < 1) return [];
			const [low, high] = quartiles;
			return [
				[
					id,
					{
						unit: unitIn(cause),
						axis: textsOf(edition, ctx.locale)(`su.${indicator.axis}.name`),
						textLocale: edition.locales.includes(ctx.locale) ? ctx.locale : 'en',
						low,
						high,
						points,
						reach: reachOf(points, { low, high }),
					},
				],
			];
		}),
	);
}
