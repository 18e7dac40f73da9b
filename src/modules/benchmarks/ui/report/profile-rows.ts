import type { Translator } from '#platform/i18n/translator.ts';
import type { ProfileRow } from '#ui/charts/profile-chart.ts';
import type { ShownReport } from './shown.ts';
import { numberFormat } from '#ui/formats.ts';

/** The middle of similar providers by section code; null where it is hidden. */
export type Peers = Record<string, { median: number; low?: number; high?: number } | null>;

/** The rows of the report's chart, for the page and for paper. */
export function profileRows(t: Translator, report: ShownReport, peers: Peers = {}): ProfileRow[] {
	const decimal = numberFormat(report.locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
	const signed = numberFormat(report.locale, { minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: 'exceptZero' });
	return report.sections.map(({ code, name, maturity, reason, withProof, progress, before }) => {
		const difference = progress?.difference ?? null;
		const clear = progress?.verdict === 'better' || progress?.verdict === 'lower';
		return {
			label: name,
			value: maturity,
			text:
				maturity === null
					? t(reason === 'not-applicable' ? 'report.chart.notApplicable' : 'report.chart.notEnough')
					: decimal.format(maturity),
			// The ring stands where the own value was on the items both runs have, so that its distance is the change.
			before: maturity === null || difference === null ? before : maturity - difference,
			change: difference === null ? undefined : clear ? signed.format(difference) : t('report.chart.same'),
			clear,
			shown: withProof !== null && maturity !== null && maturity - withProof >= 0.05 ? withProof : null,
			peers: peers[code] ?? null,
		};
	});
}
