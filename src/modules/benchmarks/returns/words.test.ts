import { expect, test } from 'vitest';
import { currentEdition } from '../instruments.ts';
import { wordsIn } from './words.ts';

const edition = currentEdition('solity');
const indicator = (code: string) => edition.instrument.indicators.find((each) => each.code === code)!;

test('a value is rounded half away from zero while numbers are entered, as it is in the report', () => {
	const { valueOf } = wordsIn(edition, 'en');
	// 247 of 2,000 and 57 of 200: in binary both lie a hair below the half.
	expect(valueOf(indicator('SU-2.1'), (100 * 247) / 2000)).toBe('12.4 %');
	expect(valueOf(indicator('SU-3.2'), 0.285)).toBe('0.29');
	expect(valueOf(indicator('SU-2.1'), 75)).toBe('75.0 %');
	expect(wordsIn(edition, 'de').valueOf(indicator('SU-2.1'), 62.25)).toBe('62,3 %');
});
