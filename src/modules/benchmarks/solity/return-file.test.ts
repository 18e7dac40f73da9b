import { expect, test } from 'vitest';
import { seededRandom } from '../../../../tests/support/random.ts';
import { currentEdition } from '../instruments.ts';
import { comparableScores } from './comparable.ts';
import { validReturn } from './random.fixture.ts';
import { returnFile } from './return-file.ts';
import { readFile } from './score-file.ts';
import { scoreReturn } from './scoring.ts';
import { s1, s3, trust3But } from './vectors.fixture.ts';

const { instrument } = currentEdition('solity');
const read = (file: object) => readFile(instrument, file as Record<string, unknown>);

test('a return written as a file reads back unchanged', () => {
	const random = seededRandom(41);
	for (let round = 0; round < 50; round++) {
		const { data } = read({ ...validReturn(instrument, random), settings: { cohort_basis: 'Y-1', list_area: { name: 'Areas 2025' } } });
		expect(read(JSON.parse(JSON.stringify(returnFile(instrument, data))) as object)).toEqual({ data, faults: [] });
	}
});

test('low numbers, estimates and unknown people stay out of comparisons', () => {
	const scores = (file: object) => comparableScores(instrument, scoreReturn(instrument, read(file).data));
	expect(scores(s1()).size).toBe(28);
	expect(scores(s1()).get('SU-1.2')).toBe(70);
	const few = scores(s3);
	for (const code of ['SU-1.3', 'SU-2.5', 'SU-3.5']) expect(few.has(code)).toBe(false);
	expect(scores(s1({ trust: trust3But({ act_done: 1, energy_kwh: 2 }) }))).toSatisfy(
		(map: Map<string, number>) => !map.has('SU-5.5') && map.has('SU-5.4'),
	);
	expect(scores(s1({ fields: { empl_asked: 500 } })).has('SU-4.3')).toBe(false);
	expect(scores(s1({ fields: { empl_asked: 430 } })).has('SU-4.3')).toBe(true);
});
