import type { Translator } from '#platform/i18n/translator.ts';
import { shownIndex } from '../../go-international/shown-index.ts';
import type { ReportPriority, ReportRecommendation } from '../../report/model.ts';
import type { ShownReport } from './shown.ts';
import { listFormat } from '#ui/formats.ts';

/** What the profile shows, as one sentence: the section that carries the provider and the one that stays behind. */
export function reportHeadline(t: Translator, report: ShownReport): string {
	const rated = report.sections.filter(({ maturity }) => maturity !== null);
	if (rated.length < 2) return t('report.headline.few');
	const sorted = rated.toSorted((a, b) => b.maturity! - a.maturity!);
	const [ahead, behind] = [sorted[0]!, sorted.at(-1)!];
	if (ahead.maturity! - behind.maturity! < 0.5) return t('report.headline.even');
	return t('report.headline.both', { ahead: ahead.name, behind: behind.name });
}

/** What changed since the run before, in one or two sentences; null without one. */
export function changeSentences(t: Translator, report: ShownReport): string | null {
	const { progress, sections, locale } = report;
	if (!progress?.overall) return null;
	const list = listFormat(locale, { type: 'conjunction' });
	const names = (codes: string[]) => list.format(codes.map((code) => sections.find((section) => section.code === code)?.name ?? code));
	const points = Math.abs(shownIndex(progress.overall.points));
	const year = progress.year;
	const first =
		progress.overall.verdict === 'no-clear-change' || points === 0
			? t('report.change.same', { year })
			: progress.overall.verdict === 'better'
				? t('report.change.gained', { points, year })
				: t('report.change.lost', { points, year });
	const biggest = progress.better
		.toSorted(
			(a, b) =>
				(sections.find(({ code }) => code === b)?.progress?.difference ?? 0) -
				(sections.find(({ code }) => code === a)?.progress?.difference ?? 0),
		)
		.slice(0, 2);
	const parts = [
		first,
		biggest.length ? t('report.change.most', { sections: names(biggest) }) : null,
		progress.lower.length ? t('report.change.lower', { sections: names(progress.lower) }) : null,
	];
	return parts.filter(Boolean).join(' ');
}

/** Why an item is a priority, as one sentence. */
export function whySentence(t: Translator, { reasons }: Pick<ReportPriority, 'reasons'>, locale: string): string {
	const list = listFormat(locale, { type: 'conjunction' });
	const said = reasons.slice(0, 3).map((reason) => t(`report.why.${reason}`));
	const sentence = said.length ? list.format(said) : t('report.why.room');
	return sentence[0]!.toLocaleUpperCase(locale) + sentence.slice(1) + '.';
}

/** A level step such as "level 1 → 3". */
export function stepWords(t: Translator, from: number, to: number): string {
	return t('report.step', { from, to });
}

/** So many recommendations stand on the first page (section 11). */
const mostBeginnings = 3;

/**
 * How to begin, item by item: the first recommendation of each, then the next ones while there is room, none of them twice.
 * @param priorities those that are shown, e.g. the focus
 */
export function beginningsOf(priorities: readonly Pick<ReportPriority, 'item' | 'recommendations'>[]): Map<string, ReportRecommendation[]> {
	const beginnings = new Map<string, ReportRecommendation[]>(priorities.map(({ item }) => [item, []]));
	const said = new Set<string>();
	const longest = Math.max(0, ...priorities.map(({ recommendations }) => recommendations.length));
	for (let round = 0; round < longest && said.size < mostBeginnings; round++)
		for (const { item, recommendations } of priorities) {
			const next = recommendations.find(({ code }) => !said.has(code));
			if (!next || said.size >= mostBeginnings) continue;
			said.add(next.code);
			beginnings.get(item)!.push(next);
		}
	return beginnings;
}
