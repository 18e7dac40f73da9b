import { currentEdition, describeResult, type AnswerValue, type QuickCheckResult } from '#modules/benchmarks/index.ts';

/** The headline answers of Test I in the specification: a believable provider with good pieces and one gap. */
const answers: ReadonlyMap<string, AnswerValue> = new Map([
	['ENV-1', 2],
	['DIR-1', 3],
	['PLAN-1', 2],
	['ORG-1', 3],
	['STAFF-1', 2],
	['PART-1', 3],
	['MOB-1', 3],
	['HOME-1', 1],
	['IMP-1', 2],
]);

// Always the same in a language.
const made = new Map<string, QuickCheckResult>();

/** A result to look at before taking the check, made by the same code from invented answers. */
export function sampleResult(locale: string): QuickCheckResult {
	let result = made.get(locale);
	if (!result) made.set(locale, (result = makeSample(locale)));
	return result;
}

function makeSample(locale: string): QuickCheckResult {
	return describeResult(currentEdition('go-international'), locale, answers, {
		runId: 'sample',
		madeAt: new Date('2026-10-20T10:00:00Z'),
		claimed: false,
	});
}
