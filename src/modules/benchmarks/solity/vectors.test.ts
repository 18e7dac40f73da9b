import { expect, test } from 'vitest';
import { currentEdition, textsOf } from '../instruments.ts';
import { describe as inWords } from './fault.ts';
import { bandOf, shown } from './rounding.ts';
import { readFile, scoreFile, type ScoreOutput } from './score-file.ts';
import type { IndicatorResult } from './scoring.ts';
import { s1, s3, s4, s5, s7, s8, trust3But } from './vectors.fixture.ts';

const edition = currentEdition('solity');
const { instrument } = edition;

function scored(file: object): ScoreOutput {
	const read = scoreFile(instrument, file as Record<string, unknown>);
	if ('faults' in read) throw new Error(messages(file).join('\n'));
	return read.output;
}

function messages(file: object): string[] {
	const read = scoreFile(instrument, file as Record<string, unknown>);
	return 'faults' in read ? inWords(read.faults, textsOf(edition, 'en')).map(({ message }) => message) : [];
}

const four = (x: number | null) => (x === null ? null : Number(x.toFixed(4)));
const band = ({ score, low, high }: { score: number | null; low: number | null; high: number | null }) => [
	four(score),
	four(low),
	four(high),
];
const row = ({ value, base, coverage, ...rest }: IndicatorResult) => [four(value), base, four(coverage), ...band(rest)];
const overall = (output: ScoreOutput) => band(output.overall as never);

// prettier-ignore
test('S-1 - every value, base, coverage, score and band', () => {
	const output = scored(s1());
	expect(overall(output)).toEqual([69.8888, 64.5811, 75.0776]);
	expect(output.overall).toMatchObject({ band: 'solid', axes: 5 });
	expect(Object.entries(output.axes).map(([code, axis]) => [code, ...band(axis)])).toEqual([
		['A1', 68.4429, 62.7876, 74.0982],
		['A2', 67.8893, 63.4629, 72.3156],
		['A3', 68.6639, 61.7451, 74.9888],
		['A4', 75.1091, 70.6413, 79.577],
		['A5', 69.6372, 64.7624, 74.5119],
	]);
	expect(Object.entries(output.indicators).map(([code, result]) => [code, ...row(result)])).toEqual([
		['SU-1.1', 95.3846, 1300, null, 90.7692, 87.7692, 93.7692],
		['SU-1.2', 65, 820, null, 70, 67, 73],
		['SU-1.3', 50, 90, null, 60, 57, 63],
		['SU-1.4', 68.4211, 380, 0.7, 67.6692, 60.8991, 74.4393],
		['SU-1.5', 50, 240, 0.6462, 60, 51.9535, 68.0465],
		['SU-1.6', 65.2174, 230, 0.6192, 70.4348, 62.3197, 78.5499],
		['SU-2.1', 75, 980, null, 70, 67, 73],
		['SU-2.2', 80, 640, null, 80, 77, 83],
		['SU-2.3', 5, 1240, null, 50, 47, 53],
		['SU-2.4', 42, 1000, null, 64, 61, 67],
		['SU-2.5', 35, 120, 0.6667, 62.5, 49.991, 75.009],
		['SU-2.6', 70, 1240, null, 71.4286, 68.4286, 74.4286],
		['SU-3.1', 35, 1240, null, 62.5, 59.5, 65.5],
		['SU-3.2', 0.8847, 340, null, 71.1765, 68.1765, 74.1765],
		['SU-3.3', 6.5136, 170, 0.7, 80.3755, 57.7815, 100],
		['SU-3.4', 25, 36, null, 44.4444, 41.4444, 47.4444],
		['SU-3.5', 85, 40, null, 70, 67, 73],
		['SU-3.6', 80, 300, null, 72.7273, 69.7273, 75.7273],
		['SU-4.1', 25, 1200, 0.9677, 57.1429, 53.8906, 60.3951],
		['SU-4.2', 65, 500, null, 83.3333, 80.3333, 86.3333],
		['SU-4.3', 90, 130, 0.5, 88.8889, 80.1689, 97.6089],
		['SU-4.4', 62.5, 48, null, 53.125, 50.125, 56.125],
		['SU-4.5', 75, null, null, 85.7143, 82.7143, 88.7143],
		['SU-5.1', 65, 80, null, 64.2857, 61.2857, 67.2857],
		['SU-5.2', 87.9365, 630, 0.7, 79.8186, 74.8311, 84.8061],
		['SU-5.3', 69.0476, 84, 0.7, 64.5503, 52.3644, 76.7362],
		['SU-5.4', 130, null, null, 64.2857, 61.2857, 67.2857],
		['SU-5.5', 70, 20, null, 71.4286, 68.4286, 74.4286],
	]);
});

test('S-2 - trust moves bands and never scores', () => {
	const trust = trust3But({ out_known: 4, out_leavers: 4, out_emp: 2, part_vulnerable: 1, energy_kwh: 4, area_m2: 4 });
	const [before, after] = [scored(s1()), scored(s1({ trust }))];
	for (const { code } of instrument.indicators) expect(after.indicators[code]!.score).toBe(before.indicators[code]!.score);
	const limits = (code: string) => band(after.indicators[code]!).slice(1);
	expect(limits('SU-1.4')).toEqual([58.4045, 76.9339]);
	expect(after.indicators['SU-1.4']!.trust).toBe(2);
	expect(limits('SU-1.5')).toEqual([49.7654, 70.2346]);
	expect(limits('SU-3.1')).toEqual([47.5, 77.5]);
	expect(limits('SU-5.4')).toEqual([63.2857, 65.2857]);
	expect(overall(after)).toEqual([69.8888, 63.7955, 75.8633]);
	expect([after.axes.A1!.supported, after.axes.A3!.supported]).toEqual([0.4, 0.8]);
});

test('S-3 - not applicable, a small base and low numbers', () => {
	const output = scored(s3);
	expect(output.indicators['SU-1.3']!.status).toBe('na');
	expect(output.indicators['SU-3.5']).toMatchObject({ status: 'small', value: 87.5, score: null, low: null, high: null });
	const better = output.indicators['SU-2.5']!;
	expect(better).toMatchObject({ status: 'scored_low_n', value: 50, base: 18, coverage: 0.9 });
	expect(band(better)).toEqual([100, 83.1531, 100]);
	const axes = Object.entries(output.axes).map(([code, { score, scoredWeight }]) => [code, four(score), scoredWeight]);
	expect(axes).toEqual([
		['A1', 69.9328, 85],
		['A2', 73.5143, 100],
		['A3', 71.626, 75],
		['A4', 75.1091, 100],
		['A5', 69.1893, 80],
	]);
	expect(overall(output)).toEqual([71.9115, 66.025, 77.1342]);
});

test('S-4 - without jobseekers axis 1 has no score and four axes make the whole', () => {
	const output = scored(s4);
	expect(output.axes.A1).toMatchObject({ status: 'not_scored', score: null, scoredWeight: 10 });
	expect([four(output.axes.A3!.score), output.axes.A3!.scoredWeight]).toEqual([65.736, 80]);
	expect(overall(output)).toEqual([69.59, 65.4432, 73.7367]);
	expect(output.overall).toMatchObject({ axes: 4 });
});

test('S-5 - all messages in the order of section 8', () => {
	expect(messages(s5.file)).toEqual(s5.messages);
});

test('S-6 - a missing trust level, cross-field rules and a breakdown that does not add up', () => {
	const file = s1({
		fields: { emp_permanent: 250, f_den: 200, 'out_emp@sex=F': 110, 'out_emp@sex=M': 146, 'out_emp@sex=X': 3 },
		trust: trust3But({ area_m2: null }),
	});
	expect(messages(file)).toEqual([
		'area_m2: choose a trust level (1 to 4).',
		'C06: emp_permanent (250) must not be greater than emp_contract_known (240).',
		'C24: f_den + m_den + out_edu (445) must not be greater than out_known (420).',
		"out_emp: the parts of 'sex' add up to 259, but the total is 260.",
	]);
});

test('S-7 - centres are summed, partners joined, persons counted twice taken off', () => {
	const { data } = readFile(instrument, s7);
	expect([data.values.get('part_total'), data.trust.get('part_total')]).toEqual([1200, 2]);
	const output = scored(s7);
	expect([four(output.indicators['SU-1.1']!.value), four(output.indicators['SU-1.1']!.score)]).toEqual([92.3077, 84.6154]);
	expect([four(output.indicators['SU-2.3']!.value), four(output.indicators['SU-2.3']!.score)]).toEqual([5.1667, 51.6667]);
	expect([output.indicators['SU-4.5']!.value, four(output.indicators['SU-4.5']!.score)]).toEqual([75, 85.7143]);
	expect(overall(output)).toEqual([69.9849, 61.3219, 78.4944]);
});

test('S-8 - a small centre does not pull down the trust of a sum', () => {
	const { data, faults } = readFile(instrument, s8);
	expect(faults).toEqual([]);
	expect(['part_total', 'staff_total', 'act_done', 'ptn_types'].map((field) => data.trust.get(field))).toEqual([3, 3, 3, 1]);
});

test('S-9 - a draft may have gaps, a submitted return may not', () => {
	const output = scored(s1({ mode: 'draft', without: ['lsat_asked'] }));
	expect(output.indicators['SU-5.2']!.status).toBe('missing');
	expect([four(output.axes.A5!.score), output.axes.A5!.scoredWeight]).toEqual([66.2434, 75]);
	expect(output.overall).toEqual({ score: null, reason: 'incomplete' });
	expect(messages(s1({ mode: 'submit', without: ['lsat_asked'] }))).toEqual(['lsat_asked: a value is required.']);
});

test('S-10 - both ends of the scale', () => {
	// prettier-ignore
	const output = scored(s1({ fields: {
		out_emp: 378, f_emp: 170, m_emp: 205, emp_contract_known: 300, emp_permanent: 300, energy_kwh: 360000, vul_completed: 255, act_planned: 5, act_done: 0,
	} }));
	const of = (code: string) => output.indicators[code]!;
	expect([four(of('SU-1.4').value), ...band(of('SU-1.4'))]).toEqual([99.4737, 100, 96.7894, 100]);
	expect([of('SU-1.5').value, of('SU-1.5').coverage!.toFixed(6), ...band(of('SU-1.5'))]).toEqual([100, '0.555556', 100, 96.8838, 100]);
	expect(output.warnings).toContainEqual({ code: 'W_PERFECT', indicator: 'SU-1.5' });
	expect(output.warnings).toContainEqual({ code: 'W_COVERAGE', indicator: 'SU-1.6' });
	expect([of('SU-3.2').value, of('SU-3.2').score]).toEqual([1, 100]);
	expect([of('SU-3.3').value, ...band(of('SU-3.3'))]).toEqual([0, 100, 95.448, 100]);
	expect([of('SU-5.4').value, of('SU-5.4').score]).toEqual([50, 100]);
	expect([of('SU-5.5').value, ...band(of('SU-5.5'))]).toEqual([0, 0, 0, 3]);
	expect(four((output.overall as { score: number }).score)).toBe(74.4122);
});

test('S-11 - bands follow the shown score', () => {
	expect([24.949, 24.95, 49.94, 49.95, 74.95].map((score) => bandOf(instrument, score))).toEqual([
		'starting',
		'building',
		'building',
		'solid',
		'strong',
	]);
	expect([shown(24.95), shown(62.25), shown(-62.25), shown(0.885, 2)]).toEqual([25, 62.3, -62.3, 0.89]);
});
