import type { Translator } from '#platform/i18n/translator.ts';
import type { NumberWords } from './number-words.ts';
import type { ReportCentre } from '../../../solity/report/model.ts';
import type { ShownReport } from './shown.ts';

/** What the radar shows, as one sentence: only bands with no value in common make a difference worth telling. */
export function reportHeadline(t: Translator, { axes }: ShownReport): string {
	const scored = axes
		.filter(({ score, low, high }) => score !== null && low !== null && high !== null)
		.toSorted((a, b) => b.score! - a.score!);
	const [ahead, behind] = [scored[0], scored.at(-1)];
	if (!ahead || !behind || ahead === behind) return t('utility.headline.few');
	if (ahead.low! <= behind.high!) return t('utility.headline.even');
	return t('utility.headline.both', { ahead: ahead.name, behind: behind.name });
}

/** Where the return stands, as one sentence. */
export function stateSentence(t: Translator, { draft, state, revision, lockedOn, submittedOn }: ShownReport): string {
	if (draft) return t('utility.state.draft');
	return state === 'locked'
		? t('utility.state.locked', { revision, day: lockedOn ?? '' })
		: t('utility.state.submitted', { revision, day: submittedOn ?? '' });
}

/** How well the whole is supported; null while nothing is scored. */
export function supportSentence(t: Translator, words: NumberWords, { overall }: ShownReport): string | null {
	return overall.supported === null || overall.supportedName === null
		? null
		: t('utility.support', { share: words.percent(overall.supported), word: overall.supportedName });
}

/** The figures beside the score. */
export function summaryFacts(t: Translator, words: NumberWords, report: ShownReport): { term: string; value: string }[] {
	const { overall, participants, cohort } = report;
	return [
		...(participants === null ? [] : [{ term: t('utility.fact.participants'), value: words.plain(participants) }]),
		{ term: t('utility.fact.axes'), value: t('utility.of', { count: overall.axes, all: overall.ofAxes }) },
		...(overall.supported === null
			? []
			: [
					{
						term: t('utility.fact.supported'),
						value: t('utility.fact.supported.value', { share: words.percent(overall.supported), word: overall.supportedName ?? '' }),
					},
				]),
		...(cohort === null ? [] : [{ term: t('utility.fact.cohort'), value: cohort }]),
	];
}

/** "10 / 30": no score below the first, low numbers below the second. */
export function limitWords(limits: { smallBelow: number; lowBelow: number } | null): string {
	return limits ? `${limits.smallBelow} / ${limits.lowBelow}` : '–';
}

/** The centres as a table, in the order of their names; one that is left out has no figures. */
export function centreTable(t: Translator, words: NumberWords, centres: readonly ReportCentre[]): { head: string[]; rows: string[][] } {
	const cell = (score: number | null) => (score === null ? '–' : words.score(score));
	return {
		head: [t('utility.centre'), t('utility.fact.participants'), t('utility.overall'), ...(centres[0]?.axes ?? []).map(({ name }) => name)],
		rows: centres.map(({ name, participants, overall, axes }) => [
			name,
			participants === null ? '–' : words.plain(participants),
			cell(overall.score),
			...axes.map(({ score }) => cell(score)),
		]),
	};
}

/** "25 × 68.4429 + … / 100 = 69.8888". */
export function weightedMean(words: NumberWords, parts: readonly { weight: number; score: number }[], result: number): string {
	const sum = parts.reduce((all, { weight }) => all + weight, 0);
	return `(${parts.map(({ weight, score }) => `${weight} × ${words.exact(score)}`).join(' + ')}) / ${sum} = ${words.exact(result)}`;
}

/** "100 × (68.4211 − 40) / (82 − 40) = 67.6692", cut at 0 and 100. */
export function scoreFormula(
	words: NumberWords,
	{ value, zero, full, score }: { value: number; zero: number; full: number; score: number },
): string {
	const raw = (100 * (value - zero)) / (full - zero);
	const made = `100 × (${words.exact(value)} − ${words.exact(zero)}) / (${words.exact(full)} − ${words.exact(zero)}) = ${words.exact(raw)}`;
	return Math.abs(raw - score) < 1e-9 ? made : `${made} → ${words.exact(score)}`;
}

/** "√(6.0717² + 3²) = 6.7725". */
export function halfFormula(words: NumberWords, half: { sampling: number; declared: number; both: number }): string {
	return half.sampling === 0
		? words.exact(half.declared)
		: `√(${words.exact(half.sampling)}² + ${words.exact(half.declared)}²) = ${words.exact(half.both)}`;
}
