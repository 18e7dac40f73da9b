import { describe, expect, test } from 'vitest';
import { numberFormat } from '#ui/formats.ts';
import { currentEdition } from '../instruments.ts';
import type { AnswerValue } from '../model.ts';
import { headlineItems, scoreQuickCheck } from '../quick-check/result.ts';
import { evidenceView } from './evidence-view.ts';
import { indexOf, scoreRun } from './scoring.ts';
import { shownIndex } from './shown-index.ts';
import { answersFrom, testA, testB } from './vectors.fixture.ts';

const { instrument } = currentEdition('go-international');
const a = answersFrom(testA);
/** Maturity with one decimal and index as a whole number, as pages and prints write them. */
const shown = ({ maturity, index }: { maturity: number | null; index: number | null }) =>
	`${numberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(maturity!)}, index ${shownIndex(index!)}`;

describe('what is shown of the test vectors of section 9', () => {
	test('Test A - 2.3, index 43', () => expect(shown(scoreRun(instrument, a))).toBe('2.3, index 43'));
	test('Test B - 2.2, index 40', () => expect(shown(evidenceView(instrument, a, testB)!)).toBe('2.2, index 40'));
	test('Test C - index 39', () => {
		expect(shown(scoreRun(instrument, answersFrom({ ...testA, MOB: Array<AnswerValue>(7).fill('NA') })))).toBe('2.2, index 39');
	});
	test('Test D - index 46', () => expect(shown(scoreRun(instrument, new Map(a).set('HOME-1', 'DK')))).toBe('2.4, index 46'));
	test('Test E - 3.7', () => {
		const capped = new Map<string, AnswerValue>(instrument.items.map(({ code, section }) => [code, section === 'HOME' ? 1 : 4]));
		expect(shown(scoreRun(instrument, capped))).toBe('3.7, index 90');
	});
	test('Test I - 2.4', () => {
		const { maturity, index } = scoreQuickCheck(headlineItems(instrument), a);
		expect(shown({ maturity: maturity!.numerator / maturity!.denominator, index })).toBe('2.4, index 46');
	});
});

test('halves are rounded up for every maturity in hundredths, whatever the division left behind', () => {
	const wrong = [];
	for (let n = 200; n <= 800; n++) {
		// M = n / 200, so the exact index is (n − 200) / 6.
		const half = Math.floor((2 * (n - 200) + 6) / 12);
		if (shownIndex(indexOf(n / 200)) !== half) wrong.push(n / 200);
	}
	expect(wrong).toEqual([]);
});

test('a loss is rounded like a gain of the same size', () => {
	expect([shownIndex(-17.499999999999996), shownIndex(17.499999999999996), Math.abs(shownIndex(0))]).toEqual([-18, 18, 0]);
});
