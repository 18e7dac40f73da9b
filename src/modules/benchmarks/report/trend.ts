import { overallProgress } from '../go-international/progress.ts';
import { indexOf } from '../go-international/scoring.ts';
import { textsOf, type Edition } from '../instruments.ts';
import type { AnswerValue, Band, Level } from '../model.ts';
import type { FullResult } from '../runs/result.ts';

/** One finished run of a provider, as trends are made from. */
export type TrendSource = {
	runId: string;
	mode: 'full' | 'group';
	edition: string;
	finishedAt: Date;
	result: FullResult;
	values: ReadonlyMap<string, AnswerValue>;
};

/** A run among others of its provider. */
export type TrendRun = {
	runId: string;
	mode: 'full' | 'group';
	edition: string;
	finishedAt: Date;
	maturity: number | null;
	/** 0 to 100, unrounded; null with too few answers. */
	index: number | null;
	band: { code: Band; name: string } | null;
	provisional: boolean;
	/** Σ section weight × M / Σ section weight. */
	made: { section: string; name: string; weight: number; maturity: number }[];
	/** Maturity by section code as it was then. */
	sections: Record<string, number | null>;
	/**
	 * Against the run before, counted on the questions with a level in both, so that a question answered for the first time
	 * moves nothing; null for the first run and where too few questions have a level in both.
	 */
	step: { items: number; before: number; now: number; points: number; verdict: 'better' | 'no-clear-change' | 'lower' } | null;
};

/** How a provider moved over its runs. */
export type ReportTrend = {
	/** Oldest first; the last one is the run of the report. */
	runs: TrendRun[];
	/** Questions whose level is another one than in the run before; the largest step first. */
	moved: { item: string; section: string; sectionName: string; title: string; before: Level; now: Level }[];
};

/**
 * The trend over some runs of one provider. Pure apart from reading the edition's texts.
 * @param sources oldest first, the last one being the run of `edition`
 * @param sameMeaning whether an item means the same in two editions
 * @returns null for a single run: one value is no trend
 */
export function describeTrend(
	edition: Edition<'go-international'>,
	locale: string,
	sources: readonly TrendSource[],
	sameMeaning: (one: string, other: string) => (item: string) => boolean,
): ReportTrend | null {
	if (sources.length < 2) return null;
	const { instrument } = edition;
	const text = textsOf(edition, locale);
	const isLevel = (value: AnswerValue | undefined): value is Level => typeof value === 'number';
	const runs = sources.map((source, i): TrendRun => {
		const { score } = source.result;
		const before = sources[i - 1];
		const comparable = before && sameMeaning(before.edition, source.edition);
		const step = before && overallProgress(instrument, before.values, source.values, comparable);
		return {
			runId: source.runId,
			mode: source.mode,
			edition: source.edition,
			finishedAt: source.finishedAt,
			maturity: score.maturity,
			index: score.index,
			band: score.band && { code: score.band, name: text(`gi.band.${score.band}.name`) },
			provisional: score.provisional,
			made: instrument.sections.flatMap(({ code, weight }) => {
				const maturity = score.sections[code]?.maturity ?? null;
				return maturity === null ? [] : [{ section: code, name: text(`gi.${code}.name`), weight, maturity }];
			}),
			sections: Object.fromEntries(instrument.sections.map(({ code }) => [code, score.sections[code]?.maturity ?? null])),
			step:
				before && comparable && step
					? {
							items: instrument.items.filter(
								({ code }) => comparable(code) && isLevel(before.values.get(code)) && isLevel(source.values.get(code)),
							).length,
							...step,
							points: indexOf(step.now) - indexOf(step.before),
						}
					: null,
		};
	});
	const [then, now] = sources.slice(-2);
	const comparable = sameMeaning(then!.edition, now!.edition);
	const moved = instrument.items.flatMap(({ code, section }) => {
		const [before, today] = [then!.values.get(code), now!.values.get(code)];
		if (!comparable(code) || !isLevel(before) || !isLevel(today) || before === today) return [];
		return [{ item: code, section, sectionName: text(`gi.${section}.name`), title: text(`gi.${code}.title`), before, now: today }];
	});
	return { runs, moved: moved.toSorted((a, b) => b.now - b.before - (a.now - a.before)) };
}
