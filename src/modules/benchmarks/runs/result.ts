import { createHash } from 'node:crypto';
import { evidenceView } from '../go-international/evidence-view.ts';
import { priorities, type Priority } from '../go-international/priorities.ts';
import { readiness, type Readiness } from '../go-international/readiness.ts';
import { scoreRun, type Score } from '../go-international/scoring.ts';
import type { AnswerValue, Evidence, Importance, Level, LevelInstrument } from '../model.ts';

/** Everything a full result is made of. */
export type RunInputs = {
	answers: ReadonlyMap<string, AnswerValue>;
	evidence: ReadonlyMap<string, Evidence>;
	importance: ReadonlyMap<string, Importance>;
	targets: ReadonlyMap<string, Level>;
};

/** A full result as it is stored with its run: numbers unrounded, codes only, reproducible from the inputs for ever. */
export type FullResult = {
	score: Score;
	/** "What we can show"; null where proof was answered for too few items. */
	evidenceView: Score | null;
	priorities: Priority[];
	readiness: Record<string, Readiness>;
	counts: { levels: number; notApplicable: number; unknown: number; unanswered: number; all: number };
};

/** Makes the result of a full or agreed run. Pure: the same inputs give the same result for ever. */
export function makeResult(instrument: LevelInstrument, inputs: RunInputs): FullResult {
	const { answers, evidence, importance, targets } = inputs;
	const values = instrument.items.map(({ code }) => answers.get(code));
	const count = (kind: (value: AnswerValue | undefined) => boolean) => values.filter(kind).length;
	return {
		score: scoreRun(instrument, answers),
		evidenceView: evidenceView(instrument, answers, evidence),
		priorities: priorities(instrument, answers, importance, targets),
		readiness: readiness(instrument, answers),
		counts: {
			levels: count((value) => typeof value === 'number'),
			notApplicable: count((value) => value === 'NA'),
			unknown: count((value) => value === 'DK'),
			unanswered: count((value) => value === undefined),
			all: values.length,
		},
	};
}

/** SHA-256 of the inputs, whatever the order they came in; stored with the result, so that a difference is seen. */
export function hashOfInputs(edition: string, inputs: RunInputs): string {
	const sorted = (table: ReadonlyMap<string, unknown>) => [...table].toSorted(([a], [b]) => (a < b ? -1 : 1));
	const all = [edition, sorted(inputs.answers), sorted(inputs.evidence), sorted(inputs.importance), sorted(inputs.targets)];
	return createHash('sha256').update(JSON.stringify(all)).digest('hex');
}
