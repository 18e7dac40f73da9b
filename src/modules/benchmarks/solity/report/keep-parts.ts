import type { Report, ReportPart } from './model.ts';

/** The report with nothing in it but the chosen parts; what is left out is gone, not hidden. */
export function keepParts(report: Report, parts: readonly ReportPart[]): Report {
	const has = (part: ReportPart) => parts.includes(part);
	const data = has('data');
	const named = has('indicators') || has('axes');
	const axes = report.axes.map((axis) => ({
		...axis,
		sentence: has('axes') ? axis.sentence : '',
		indicators: !named
			? []
			: axis.indicators.map((indicator) => ({
					...indicator,
					// What somebody wrote beside a number belongs to the numbers.
					comment: data ? indicator.comment : null,
					made: data ? indicator.made : { ...indicator.made, filled: null, coverageFilled: null },
					breakdowns: has('indicators') ? indicator.breakdowns : [],
				})),
		made: named ? axis.made : [],
	}));
	return {
		...report,
		axes,
		strongest: has('summary') ? report.strongest : [],
		weakest: has('summary') ? report.weakest : [],
		changes: has('summary') || has('trend') ? report.changes : [],
		trend: has('trend') ? report.trend : [],
		sameCentres: has('trend') ? report.sameCentres : null,
		centres: has('centres') ? report.centres : [],
		trust: has('trust') ? report.trust : { levels: [], unproven: null, coverage: [], gains: [] },
		gaps: has('gaps') ? report.gaps : [],
		advice: has('recommendations') ? report.advice : [],
		sharing: has('recommendations') ? report.sharing : [],
		panels: {
			context: has('context') ? report.panels.context : null,
			stories: has('stories') ? report.panels.stories : [],
			money: has('money') ? report.panels.money : null,
		},
		plan: has('plan') ? report.plan : null,
		numbers: data ? report.numbers : [],
		withData: data,
	};
}
