import { expect, test } from 'vitest';
import { currentEdition, textsOf } from '../instruments.ts';
import { breakdownOf } from './breakdowns.ts';
import { describe as inWords } from './fault.ts';
import { readFile, scoreFile } from './score-file.ts';
import { s1 } from './vectors.fixture.ts';

const edition = currentEdition('solity');
const { instrument } = edition;
const indicator = (code: string) => instrument.indicators.find((each) => each.code === code)!;

function read(fields: Record<string, unknown>) {
	const { data, faults } = readFile(instrument, s1({ fields }) as never);
	return { data, messages: inWords(faults, textsOf(edition, 'en')).map(({ message }) => message) };
}

const bySex = (field: string, f: number, m: number, x: number) => ({ [`${field}@sex=F`]: f, [`${field}@sex=M`]: m, [`${field}@sex=X`]: x });

test('a breakdown is made with the same formula and changes no score', () => {
	const fields = { ...bySex('leavers_all', 400, 560, 20), ...bySex('leavers_completed', 320, 400, 15) };
	const { data, messages } = read(fields);
	expect(messages).toEqual([]);
	expect(breakdownOf(instrument, data.values, indicator('SU-2.1'), 'sex')).toEqual([
		{ code: 'F', value: 80, base: 400, hidden: false },
		{ code: 'M', value: (100 * 400) / 560, base: 560, hidden: false },
		{ code: 'X', value: 75, base: 20, hidden: false },
	]);
	const plain = scoreFile(instrument, s1() as never);
	expect(scoreFile(instrument, s1({ fields }) as never)).toEqual(plain);
});

test('one code that is too small hides the next smallest too, so that nobody can subtract', () => {
	const { data } = read({ ...bySex('leavers_all', 400, 571, 9), ...bySex('leavers_completed', 320, 408, 7) });
	const parts = breakdownOf(instrument, data.values, indicator('SU-2.1'), 'sex');
	expect(parts.map(({ code, hidden }) => [code, hidden])).toEqual([['F', true], ['M', false], ['X', true]]); // prettier-ignore
});

test('two small codes protect each other, and a code without people is left out', () => {
	const ages = { u25: 5, '25_54': 966, '55p': 9, unk: 0 };
	const split = (field: string, of: (n: number) => number) =>
		Object.fromEntries(Object.entries(ages).map(([code, n]) => [`${field}@age=${code}`, of(n)]));
	const { data } = read({ ...split('leavers_all', (n) => n), ...split('leavers_completed', (n) => (n === 966 ? 735 - 14 : n)) });
	const parts = breakdownOf(instrument, data.values, indicator('SU-2.1'), 'age');
	expect(parts.map(({ code, hidden }) => [code, hidden])).toEqual([['u25', true], ['25_54', false], ['55p', true]]); // prettier-ignore
});

test('people can be in several vulnerable situations: each is at most the total, and they need not add up', () => {
	expect(read({ 'part_total@vulnerable=ltu': 900, 'part_total@vulnerable=low': 800 }).messages).toEqual([]);
	expect(read({ 'part_total@vulnerable=ltu': 1300 }).messages).toEqual([
		'part_total@vulnerable=ltu: must be between 0 and 1240 (you entered 1300).',
	]);
});

test.each([
	['out_emp@sex=W', 5, 'out_emp@sex=W: this field is not part of edition SU-1.0.'],
	['out_emp@company_size=s10', 5, 'out_emp@company_size=s10: this field is not part of edition SU-1.0.'],
	['ptn_types@sex=F', 5, 'ptn_types@sex=F: this field is not part of edition SU-1.0.'],
	['part_vulnerable@vulnerable=ltu', 5, 'part_vulnerable@vulnerable=ltu: this field is not part of edition SU-1.0.'],
	['out_emp@sex=F', 1.5, 'out_emp@sex=F: enter a whole number.'],
	['out_emp@sex=F', -1, 'out_emp@sex=F: must be between 0 and 1000000 (you entered -1).'],
])('%s with %s is refused', (key, value, message) => {
	expect(read({ [key]: value }).messages).toEqual([message]);
});

test('parts are not compared with a total that is wrong itself', () => {
	expect(read({ out_emp: 260.5, ...bySex('out_emp', 110, 146, 3) }).messages).toEqual(['out_emp: enter a whole number.']);
});
