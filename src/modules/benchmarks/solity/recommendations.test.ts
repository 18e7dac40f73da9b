import { expect, test } from 'vitest';
import { currentEdition } from '../instruments.ts';
import { bandGains } from './band-gains.ts';
import { adviceFor, highlights, sharingFor } from './recommendations.ts';
import { readFile } from './score-file.ts';
import { scoreReturn } from './scoring.ts';
import { s1, s3, s4, trust3But, type ReturnFile } from './vectors.fixture.ts';

const { instrument } = currentEdition('solity');

function advice(file: ReturnFile) {
	const { data } = readFile(instrument, file as never);
	const result = scoreReturn(instrument, data);
	return { list: adviceFor(instrument, data, result), sharing: sharingFor(instrument, result), result, data };
}

test('the order is axis weight × indicator weight × distance to 75, at most one text an indicator', () => {
	const { list } = advice(s1());
	expect(list.slice(0, 4).map(({ recommendation }) => recommendation.code)).toEqual(['SU-4.4-b', 'SU-3.4-a', 'SU-1.3-b', 'SU-1.5-b']);
	expect(list[0]!.priority).toBeCloseTo(20 * 20 * (75 - 53.125), 9);
	expect(new Set(list.map(({ indicator }) => indicator)).size).toBe(list.length);
	expect(list.map(({ priority }) => priority)).toEqual(list.map(({ priority }) => priority).toSorted((a, b) => b - a));
});

test('below 50 the first text, below 75 the second, from 75 none', () => {
	const codes = new Map(advice(s1()).list.map(({ indicator, recommendation }) => [indicator, recommendation.code]));
	expect(codes.get('SU-3.4')).toBe('SU-3.4-a');
	expect(codes.get('SU-2.3')).toBe('SU-2.3-b');
	expect(codes.has('SU-2.2')).toBe(false);
});

test('trust 1 puts T1 with the weak fields first, coverage under one half T2', () => {
	const { list } = advice(s1({ trust: trust3But({ prog_reviewed: 1 }) }));
	const of = (code: string) => list.find(({ indicator }) => indicator === code)!;
	expect(of('SU-4.4').raiseTrust).toMatchObject({ recommendation: { code: 'T1' }, fields: ['prog_reviewed'] });
	expect(of('SU-3.4').raiseTrust).toBeNull();
	expect(of('SU-1.4').raiseAnswers).toBeNull();
	const few = advice(s1({ fields: { out_leavers: 900, part_total: 2000 } })).list.find(({ indicator }) => indicator === 'SU-1.4')!;
	expect(few.raiseAnswers).toMatchObject({ recommendation: { code: 'T2' }, coverage: 420 / 900 });
});

test('nothing is advised for small bases, no data and what does not apply', () => {
	const indicators = advice(s3).list.map(({ indicator }) => indicator);
	for (const code of ['SU-1.3', 'SU-3.4', 'SU-3.5', 'SU-5.5']) expect(indicators).not.toContain(code);
});

test('an axis from 75 is asked to share', () => {
	expect(advice(s1()).sharing.map(({ code }) => code)).toEqual(['A4-share']);
	expect(advice(s4).sharing.map(({ code }) => code)).toEqual(['A4-share']);
});

test('the three strongest and weakest indicators; ties go to weight, then order', () => {
	expect(highlights(instrument, advice(s1()).result)).toEqual({
		strongest: ['SU-1.1', 'SU-4.3', 'SU-4.5'],
		weakest: ['SU-3.4', 'SU-2.3', 'SU-4.4'],
	});
	expect(highlights(instrument, advice(s1()).result, { count: 1, within: 'A1' })).toEqual({ strongest: ['SU-1.1'], weakest: ['SU-1.3'] });
	const { data } = readFile(instrument, s1({ fields: { out_emp: 378, f_emp: 170, m_emp: 205, energy_kwh: 360000 } }) as never);
	expect(highlights(instrument, scoreReturn(instrument, data)).strongest).toEqual(['SU-1.4', 'SU-3.3', 'SU-5.4']);
});

test('what would narrow the overall band most: one field one level up', () => {
	const { data } = advice(s1({ trust: trust3But({ prog_reviewed: 1, vpl_candidates: 1, out_emp: 1, out_known: 1 }) }));
	const gains = bandGains(instrument, data);
	// SU-1.4 hangs on two fields at level 1, so out_emp alone narrows nothing; out_known alone narrows SU-3.3.
	expect(gains.map(({ field, from, to }) => `${field} ${from} → ${to}`)).toEqual([
		'prog_reviewed 1 → 2',
		'vpl_candidates 1 → 2',
		'out_known 1 → 2',
		'ptn_types 3 → 4',
	]);
	expect(gains.map(({ points }) => points)).toEqual(gains.map(({ points }) => points).toSorted((a, b) => b - a));
	expect(bandGains(instrument, readFile(instrument, s1({ mode: 'draft', without: ['act_done'] }) as never).data)).toEqual([]);
});
