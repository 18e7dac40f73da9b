import type { AnswerValue, Evidence, Importance } from '../model.ts';

/** The full run of Test A (specification, section 9), which most other vectors vary. */
export const testA: Record<string, AnswerValue[]> = {
	ENV: [2, 1, 3, 2],
	DIR: [3, 2, 2, 2, 3],
	PLAN: [2, 2, 1, 3, 1],
	ORG: [3, 2, 2, 3, 2],
	STAFF: [2, 3, 3, 2, 1],
	PART: [3, 3, 2, 4, 'NA'],
	MOB: [3, 2, 3, 4, 3, 'DK', 2],
	HOME: [1, 2, 1, 2],
	IMP: [2, 3, 1, 3, 2],
};

/** Answers by item code, from answers in item order by section. */
export function answersFrom(sections: Record<string, AnswerValue[]>): Map<string, AnswerValue> {
	return new Map(
		Object.entries(sections).flatMap(([section, values]) => values.map((value, i) => [`${section}-${i + 1}`, value] as const)),
	);
}

/** Test B: `none` on four items, the others at level 3 or 4 could be shown. */
export const testB: ReadonlyMap<string, Evidence> = new Map(
	[...answersFrom(testA)]
		.filter(([, value]) => value === 3 || value === 4)
		.map(([item]) => [item, ['DIR-1', 'STAFF-2', 'MOB-4', 'IMP-4'].includes(item) ? 'none' : 'partial']),
);

/** Test G: importance by section. */
export const testG: ReadonlyMap<string, Importance> = new Map(
	Object.entries({ ENV: 1, DIR: 2, PLAN: 3, ORG: 2, STAFF: 2, PART: 1, MOB: 3, HOME: 3, IMP: 2 }),
);
