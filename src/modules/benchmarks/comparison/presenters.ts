import { z } from '#platform/api/index.ts';
import type { Translator } from '#platform/i18n/translator.ts';
import type { Comparison } from './queries.ts';
import type { ReturnComparison } from './return.ts';
import { goInternationalRules, hiddenReasons, solityRules, type FilterName } from './rules.ts';
import type { RunComparison } from './run.ts';
import type { ComparedColumn } from './seen.ts';
import { similarInput } from './company.ts';

/** What of comparisons leaves through the API. */

const value = z.number().nullable();
const reason = z.enum(hiddenReasons).nullable();

/** What every comparison says of its group. */
function groupView(filters: readonly FilterName[]) {
	const choice = z.object({ filter: z.enum(filters), value: z.string() });
	return {
		madeAt: z.iso.datetime().nullable().meta({ description: 'When the pool was made; null before the first night' }),
		filters: z.array(choice).meta({ description: 'The group, as it was asked for' }),
		hidden: reason.meta({ description: 'Why nothing is shown; null when something is' }),
		why: z.string().nullable().meta({ description: 'The same in the reader’s words' }),
		wider: z.array(choice).nullable().meta({ description: 'Where it is hidden: filters of the next wider group that is shown' }),
		sharing: z.boolean().meta({ description: 'The provider agreed to be counted' }),
		counted: z.boolean().meta({ description: 'It is counted in this pool' }),
	};
}

function showGroup({ madeAt, choices, hidden, wider, sharing, counted }: Comparison & { sharing: boolean }, t: Translator) {
	return {
		madeAt: madeAt?.toISOString() ?? null,
		filters: choices,
		hidden,
		why: hidden && t(`comparison.hidden.${hidden}`),
		wider,
		sharing,
		counted,
	} as const;
}

/** What of a group's figures every comparison shows. */
const figures = {
	hidden: reason,
	providers: z.int().nullable().meta({ description: 'Others in the group, rounded down to a multiple of 5; 8 stands for 8 or 9' }),
	median: value.meta({ description: 'From 8 providers on' }),
	firstQuartile: value.meta({ description: 'From 12 providers on' }),
	thirdQuartile: value,
};

function showFigures({ hidden, providers, median, quartiles }: ComparedColumn) {
	return { hidden, providers, median, firstQuartile: quartiles?.[0] ?? null, thirdQuartile: quartiles?.[1] ?? null };
}

export const comparisonView = z
	.object({
		runId: z.uuid(),
		...groupView(goInternationalRules.filters),
		columns: z.array(
			z.object({
				column: z.string().meta({ description: '`overall`, then the code of each section', example: 'ENV' }),
				own: value.meta({ description: 'Own maturity, with one decimal like all figures here' }),
				...figures,
				position: z.enum(['lower-quarter', 'middle-half', 'upper-quarter']).nullable(),
			}),
		),
		caution: z.string().meta({ description: 'Stands beside every comparison that is shown' }),
	})
	.openapi('RunComparison');

export function showComparison(compared: RunComparison, t: Translator): z.input<typeof comparisonView> {
	return {
		runId: compared.runId,
		...showGroup(compared, t),
		columns: compared.columns.map((each) => ({
			column: each.column,
			own: each.own,
			...showFigures(each),
			position: each.word as 'lower-quarter' | null,
		})),
		caution: compared.caution,
	};
}

const profile = {
	size: value.meta({ description: 'Participants a year' }),
	jobseekers: value.meta({ description: 'Share of jobseekers, 0 to 1' }),
	vulnerable: value.meta({ description: 'Share in vulnerable situations, 0 to 1' }),
	unemployment: value.meta({ description: 'Regional unemployment in percent' }),
};

export const returnComparisonView = z
	.object({
		returnId: z.uuid(),
		year: z.int(),
		unit: z.enum(['provider', 'centre']).meta({ description: 'Centres are compared with centres' }),
		...groupView(solityRules.filters),
		similar: z
			.object({
				...similarInput.shape,
				own: z.object({ ...profile, providerType: z.string().nullable(), placeKind: z.string().nullable(), fields: z.array(z.string()) }),
				others: z.object(profile).nullable().meta({ description: 'The middle of the others, rounded; null where fewer than 8 know it' }),
			})
			.nullable()
			.meta({ description: 'Where similar providers were asked for' }),
		whole: z.string().meta({ description: 'The column the own overall score stands in', example: 'overall' }),
		columns: z.array(
			z.object({
				column: z.string().meta({
					description:
						'`overall`, `overall-4` for overall scores from fewer than all axes, then the code of each axis and indicator; with `@change` points since the year before, of providers that share both',
					example: 'SU-1.4',
				}),
				name: z.string().meta({ description: 'Of an axis or indicator; else empty' }),
				axis: z.string().nullable().meta({ description: 'Of an indicator' }),
				own: value.meta({ description: 'Own score, in whole points like all figures here' }),
				ownLow: value.meta({ description: 'Where it likely lies, unrounded' }),
				ownHigh: value,
				...figures,
				tenth: value.meta({ description: '10th percentile, from 20 providers on' }),
				ninetieth: value,
				best: value.meta({ description: 'Median of the best tenth of those who agreed, from 30 of them on' }),
				position: value.meta({
					description: 'Others below the own score, of 100 and rounded to 5; told of one result among the same figures',
				}),
				word: z.enum(['below-middle', 'middle-half', 'above-middle', 'no-clear-difference']).nullable(),
			}),
		),
		best: z.boolean().meta({ description: 'The provider agreed to count among the best too' }),
		invitable: z.boolean().nullable().meta({ description: 'And to messages of similar providers; null for centres' }),
	})
	.openapi('ReturnComparison');

export function showReturnComparison(compared: ReturnComparison, t: Translator): z.input<typeof returnComparisonView> {
	const { similar, alike, about } = compared;
	return {
		returnId: compared.returnId,
		year: compared.year,
		unit: compared.unit,
		...showGroup(compared, t),
		similar: similar && {
			count: similar.count,
			weights: similar.weights,
			own: { ...similar.own, fields: [...similar.own.fields] },
			others: alike,
		},
		whole: compared.whole,
		columns: compared.columns.map((each) => ({
			column: each.column,
			name: about[each.column]!.name,
			axis: about[each.column]!.axis,
			own: each.own,
			ownLow: about[each.column]!.own?.low ?? null,
			ownHigh: about[each.column]!.own?.high ?? null,
			...showFigures(each),
			tenth: each.tails?.[0] ?? null,
			ninetieth: each.tails?.[1] ?? null,
			best: each.best,
			position: each.position,
			word: each.word as 'middle-half' | null,
		})),
		best: compared.best,
		invitable: compared.invitable,
	};
}
