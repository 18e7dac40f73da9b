import type { Translator } from '#platform/i18n/translator.ts';
import type { LevelRow } from '#ui/charts/level-chart.ts';
import type { QuickCheckResult } from '../quick-check/queries.ts';

type Result = Omit<QuickCheckResult, 'madeAt'>;

/** The chart's rows, for the page and for paper: one a section, with the level's word or why there is none. */
export function quickRows(t: Translator, result: Pick<Result, 'profile'>): LevelRow[] {
	return result.profile.map(({ sectionName, level, levelName, state }) => ({
		label: sectionName,
		level,
		word: levelName ?? (state === 'NA' ? t('quick.state.NA') : state === 'DK' ? t('quick.state.DK') : t('quick.state.unanswered')),
	}));
}

/** What the chart shows, as one sentence: the strongest and the weakest section by name. */
export function quickHeadline(t: Translator, result: Pick<Result, 'profile'>): string {
	const rated = result.profile.filter(({ level }) => level !== null);
	if (rated.length < 2) return t('quick.headline.few');
	const highest = Math.max(...rated.map(({ level }) => level!));
	const lowest = Math.min(...rated.map(({ level }) => level!));
	if (highest === lowest) return t('quick.headline.even', { level: highest });
	const names = (level: number) => rated.filter((row) => row.level === level).map(({ sectionName }) => sectionName);
	const [ahead, behind] = [names(highest), names(lowest)];
	if (ahead.length === 1 && behind.length === 1) return t('quick.headline.both', { ahead: ahead[0]!, behind: behind[0]! });
	if (behind.length === 1) return t('quick.headline.behind', { behind: behind[0]! });
	if (ahead.length === 1) return t('quick.headline.ahead', { ahead: ahead[0]! });
	return t('quick.headline.spread', { lowest, highest });
}
