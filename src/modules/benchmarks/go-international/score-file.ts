import type { AnswerValue, Band, Evidence, Importance, Level, LevelInstrument } from '../model.ts';
import { evidenceView } from './evidence-view.ts';
import { priorities } from './priorities.ts';
import { readiness, type Readiness } from './readiness.ts';
import { isScore, scoreRun, type MissingScore, type Score } from './scoring.ts';

/** A full run as `venhans score` reads it. */
export type ScoreInput = {
	answers: Map<string, AnswerValue>;
	evidence: Map<string, Evidence>;
	importance: Map<string, Importance>;
	targets: Map<string, Level>;
};

/** Wrong input; the message names the item and what is allowed, on one line. `field` is its place as a dotted path. */
export class ScoreInputError extends Error {
	readonly field?: string;
	constructor(message: string, field?: string) {
		super(message);
		this.field = field;
	}
}

const allowedKeys = ['edition', 'answers', 'evidence', 'importance', 'targets'];

/**
 * Checks a parsed score file against an edition.
 * @throws ScoreInputError for the first thing that is wrong
 */
export function readScoreInput(instrument: LevelInstrument, data: Record<string, unknown>): ScoreInput {
	const items = new Map(instrument.items.map((item) => [item.code, item]));
	const sections = new Set(instrument.sections.map(({ code }) => code));
	const unknownKey = Object.keys(data).find((key) => !allowedKeys.includes(key));
	if (unknownKey)
		throw new ScoreInputError(`"${unknownKey}" is not part of a score file; allowed are ${allowedKeys.join(', ')}`, unknownKey);
	if (!('answers' in data))
		throw new ScoreInputError('"answers" is missing; it holds one answer an item, for example {"ENV-1":2}', 'answers');

	const answers = table<AnswerValue>(data, 'answers', (item, value) => {
		const known = items.get(item);
		if (!known)
			throw new ScoreInputError(
				`answers: ${item} is not an item of ${instrument.edition}; items are ENV-1 to ${instrument.items.at(-1)!.code}`,
				`answers.${item}`,
			);
		const allowed: unknown[] = known.notApplicableAllowed ? [1, 2, 3, 4, 'NA', 'DK'] : [1, 2, 3, 4, 'DK'];
		if (!allowed.includes(value))
			throw new ScoreInputError(`answers: ${item} is ${JSON.stringify(value)}; allowed are ${list(allowed)}`, `answers.${item}`);
	});
	// Evidence left on an item that is now below level 3 is allowed and has no effect (section 7, rule 7).
	const evidence = table<Evidence>(data, 'evidence', (item, value) => {
		if (!items.has(item)) throw new ScoreInputError(`evidence: ${item} is not an item of ${instrument.edition}`, `evidence.${item}`);
		if (!['documented', 'partial', 'none'].includes(value as string))
			throw new ScoreInputError(
				`evidence: ${item} is ${JSON.stringify(value)}; allowed are "documented", "partial", "none"`,
				`evidence.${item}`,
			);
	});
	const importance = table<Importance>(data, 'importance', (section, value) => {
		if (!sections.has(section))
			throw new ScoreInputError(
				`importance: ${section} is not a section; allowed are ${[...sections].join(', ')}`,
				`importance.${section}`,
			);
		if (![1, 2, 3].includes(value as number))
			throw new ScoreInputError(`importance: ${section} is ${JSON.stringify(value)}; allowed are 1, 2, 3`, `importance.${section}`);
	});
	const targets = table<Level>(data, 'targets', (item, value) => {
		if (!items.has(item)) throw new ScoreInputError(`targets: ${item} is not an item of ${instrument.edition}`, `targets.${item}`);
		if (![1, 2, 3, 4].includes(value as number))
			throw new ScoreInputError(`targets: ${item} is ${JSON.stringify(value)}; allowed are 1, 2, 3, 4`, `targets.${item}`);
		const level = answers.get(item);
		if (typeof level === 'number' && (value as number) < level)
			throw new ScoreInputError(`targets: ${item} is ${value}, below its level ${level}; allowed are ${level} to 4`, `targets.${item}`);
	});
	return { answers, evidence, importance, targets };
}

function table<T>(data: Record<string, unknown>, name: string, check: (key: string, value: unknown) => void): Map<string, T> {
	const value = data[name] ?? {};
	if (typeof value !== 'object' || Array.isArray(value)) throw new ScoreInputError(`"${name}" is not an object of code and value`, name);
	for (const [key, entry] of Object.entries(value)) check(key, entry);
	return new Map(Object.entries(value)) as Map<string, T>;
}

const list = (values: unknown[]) => values.map((value) => JSON.stringify(value)).join(', ');

type View = {
	maturity: number | null;
	index: number | null;
	band: Band | null;
	provisional: boolean;
	balance: number | null;
	cap: boolean;
	sections: Record<string, { maturity: number; index: number; band: Band; coverage: number } | MissingScore>;
};

export type ScoreOutput = View & {
	evidenceView: View | null;
	priorities: { item: string; priority: number }[];
	readiness: Record<string, Readiness>;
};

/** Everything a full run yields, numbers unrounded. */
export function scoreEverything(instrument: LevelInstrument, { answers, evidence, importance, targets }: ScoreInput): ScoreOutput {
	const shown = evidenceView(instrument, answers, evidence);
	return {
		...view(scoreRun(instrument, answers)),
		evidenceView: shown && view(shown),
		priorities: priorities(instrument, answers, importance, targets).map(({ item, priority }) => ({ item, priority })),
		readiness: readiness(instrument, answers),
	};
}

function view({ maturity, index, band, provisional, balance, cap, sections }: Score): View {
	const shown = Object.entries(sections).map(([code, result]) => [
		code,
		isScore(result) ? { maturity: result.maturity, index: result.index, band: result.band, coverage: result.coverage } : result,
	]);
	return { maturity, index, band, provisional, balance, cap, sections: Object.fromEntries(shown) };
}
