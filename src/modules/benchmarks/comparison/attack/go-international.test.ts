import { expect, test } from 'vitest';
import { goInternational, goInternationalShapes, outcomeOf, seeds } from './scenario.fixture.ts';

test.each(seeds)(
	'Go International, pool %i: nobody’s score can be told within ±2 points',
	(seed) => {
		const { found, pinned, answers, otherAnswers } = outcomeOf(seed, goInternational, goInternationalShapes);
		expect(found).toEqual([]);
		expect(pinned).toEqual([]);
		expect(otherAnswers).toEqual(answers);
	},
	300_000,
);
