import { expect, test } from 'vitest';
import { seededNumbers } from '#modules/network/index.ts';
import { isScore, scoreRun } from '../go-international/scoring.ts';
import { currentEdition } from '../instruments.ts';
import { levelsNear } from './levels.ts';
import { stories } from './stories.ts';

const { instrument } = currentEdition('go-international');

test('every story’s sections come out within a quarter level of their aims', () => {
	for (const [key, { runs }] of Object.entries(stories))
		for (const { aims } of runs) {
			const { sections } = scoreRun(instrument, levelsNear(instrument, aims, seededNumbers(7)));
			for (const [code, aim] of Object.entries(aims)) {
				const result = sections[code]!;
				expect(isScore(result) && Math.abs(result.maturity - aim), `${key} ${code}`).toBeLessThan(0.25);
			}
		}
});

test('every code a story names is an item of the instrument', () => {
	const codes = new Set(instrument.items.map(({ code }) => code));
	for (const { runs } of Object.values(stories))
		for (const { unknown = [], notApplicable = {}, focus = [], notes = {} } of runs)
			for (const item of [...unknown, ...Object.keys(notApplicable), ...focus, ...Object.keys(notes)]) expect(codes).toContain(item);
});
