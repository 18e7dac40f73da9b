import { expect, test } from 'vitest';
import { currentEdition } from '../instruments.ts';
import { piecesByField, unprovenNumbers } from './proof.ts';

const { instrument } = currentEdition('solity');
const trust = (levels: Record<string, 1 | 2 | 3 | 4>) => ({ trust: new Map(Object.entries(levels)) });

test('what is attached to an indicator shows all its numbers', () => {
	const pieces = [{ unit: 'north', target: 'SU-5.4' }];
	expect(unprovenNumbers(instrument, [['north', trust({ energy_kwh: 4, area_m2: 3, staff_teach: 3 })]], pieces)).toEqual([
		{ unit: 'north', field: 'staff_teach' },
	]);
	expect(piecesByField(instrument, pieces)).toEqual(new Map([['energy_kwh', 1], ['area_m2', 1]])); // prettier-ignore
});

test('what one centre shows proves nothing for another, and only documented and verified numbers need it', () => {
	const units = [
		['north', trust({ energy_kwh: 3 })],
		['south', trust({ energy_kwh: 3, area_m2: 2 })],
	] as const;
	expect(unprovenNumbers(instrument, units, [{ unit: 'north', target: 'energy_kwh' }])).toEqual([{ unit: 'south', field: 'energy_kwh' }]);
});
