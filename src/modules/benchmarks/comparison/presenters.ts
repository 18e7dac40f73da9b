import { z } from '#platform/api/index.ts';
import type { Translator } from '#platform/i18n/translator.ts';
import { goInternationalRules, hiddenReasons } from './rules.ts';
import type { RunComparison } from './run.ts';

/** What of comparisons leaves through the API. */

const value = z.number().nullable();
const reason = z.enum(hiddenReasons).nullable();
const choice = z.object({ filter: z.enum(goInternationalRules.filters), value: z.string() });

export const comparisonView = z
	.object({
		runId: z.uuid(),
		madeAt: z.iso.datetime().nullable().meta({ description: 'When the pool was made; null before the first night' }),
		filters: z.array(choice).meta({ description: 'The group, as it was asked for' }),
		hidden: reason.meta({ description: 'Why nothing is shown; null when something is' }),
		why: z.string().nullable().meta({ description: 'The same in the reader’s words' }),
		wider: z.array(choice).nullable().meta({ description: 'Where it is hidden: filters of the next wider group that is shown' }),
		columns: z.array(
			z.object({
				column: z.string().meta({ description: '`overall`, then the code of each section', example: 'ENV' }),
				own: value.meta({ description: 'Own maturity, with one decimal like all figures here' }),
				hidden: reason,
				providers: z.int().nullable().meta({ description: 'Others in the group, rounded down to a multiple of 5; 8 stands for 8 or 9' }),
				median: value.meta({ description: 'From 8 providers on' }),
				firstQuartile: value.meta({ description: 'From 12 providers on' }),
				thirdQuartile: value,
				position: z.enum(['lower-quarter', 'middle-half', 'upper-quarter']).nullable(),
			}),
		),
		sharing: z.boolean().meta({ description: 'The provider agreed to be counted' }),
		counted: z.boolean().meta({ description: 'It is counted in this pool' }),
		caution: z.string().meta({ description: 'Stands beside every comparison that is shown' }),
	})
	.openapi('RunComparison');

export function showComparison(compared: RunComparison, t: Translator): z.input<typeof comparisonView> {
	return {
		runId: compared.runId,
		madeAt: compared.madeAt?.toISOString() ?? null,
		filters: compared.choices,
		hidden: compared.hidden,
		why: compared.hidden && t(`comparison.hidden.${compared.hidden}`),
		wider: compared.wider,
		columns: compared.columns.map(({ column, own, hidden, providers, median, quartiles, word }) => ({
			column,
			own,
			hidden,
			providers,
			median,
			firstQuartile: quartiles?.[0] ?? null,
			thirdQuartile: quartiles?.[1] ?? null,
			position: word as 'lower-quarter' | null,
		})),
		sharing: compared.sharing,
		counted: compared.counted,
		caution: compared.caution,
	};
}
