import { describe, expect, test } from 'vitest';
import { currentEdition } from '../../instruments.ts';
import { yearOf } from '../../solity/report/report.fixture.ts';
import { s1, s4, trust3But } from '../../solity/vectors.fixture.ts';
import { changesOf, columnsOf, filtersOf, participantClasses, profileOf, scoredAxes, valuesOf, wholeColumn } from './solity.ts';

const { instrument } = currentEdition('solity');
const resultOf = (...given: Parameters<typeof s1>) => yearOf(2025, s1(...given)).result;
const whole = resultOf();
const withoutAxis = yearOf(2025, s4).result;

describe('the values of a return', () => {
	test('are its overall score, its axes and its sound indicators, each in a column of the edition', () => {
		const values = valuesOf(instrument, whole);
		expect(values.overall).toBe(whole.overall.score);
		for (const { code } of instrument.axes) expect(values[code]).toBe(whole.axes[code]!.score);
		expect(values['SU-1.4']).toBe(whole.indicators['SU-1.4']!.score);
		expect(columnsOf(instrument)).toEqual(expect.arrayContaining(Object.keys(values)));
		expect(new Set(columnsOf(instrument)).size).toBe(columnsOf(instrument).length);
	});

	test('from four axes stand in a column of their own', () => {
		expect(scoredAxes(withoutAxis)).toBe(4);
		expect(wholeColumn(instrument, withoutAxis)).toBe('overall-4');
		expect(valuesOf(instrument, withoutAxis)).toMatchObject({ 'overall-4': withoutAxis.overall.score });
		expect(valuesOf(instrument, withoutAxis)).not.toHaveProperty('overall');
		expect(valuesOf(instrument, withoutAxis)).not.toHaveProperty('A1');
	});

	test('hold no indicator that was only estimated, or made from too few', () => {
		expect(valuesOf(instrument, resultOf({ trust: trust3But({ vpl_candidates: 1 }) }))).not.toHaveProperty('SU-2.3');
		const few = valuesOf(instrument, resultOf({ fields: { adj_requests: 8, adj_met: 7 } }));
		expect(few).not.toHaveProperty('SU-3.5');
	});
});

test('changes are told of what has a score in both years, whole of the same kind only', () => {
	const before = resultOf({ fields: { staff_cpd: 20 } });
	const changes = changesOf(instrument, before, whole);
	expect(changes['A5@change']).toBeCloseTo(whole.axes.A5!.score! - before.axes.A5!.score!, 10);
	expect(changes['A1@change']).toBe(0);
	const [lost] = [changesOf(instrument, whole, withoutAxis)];
	expect(lost).not.toHaveProperty('A1@change');
	expect(lost).not.toHaveProperty('overall@change');
	expect(lost['A2@change']).toBe(0);
});

describe('what a return is grouped by', () => {
	const traits = {
		country: 'PT',
		countryGroup: 'south',
		providerType: 'adult-centre',
		placeKind: 'island',
		sectors: ['0715', '1013'],
	} as const;
	const groupsOf = (result: typeof whole) =>
		filtersOf(profileOf({ result, settings: {} }, { ...traits, sectors: [...traits.sectors] }), { ...traits, sectors: [] });

	test('is what the network knows, the participants, and the field named first', () => {
		expect(groupsOf(whole)).toEqual({
			country: ['PT'],
			countryGroup: ['south'],
			providerType: ['adult-centre'],
			sizeClass: ['1000-4999'],
			placeKind: ['island'],
			mainField: ['071'],
		});
	});

	test.each([
		[0, 'under-200'],
		[199, 'under-200'],
		[200, '200-999'],
		[999, '200-999'],
		[1000, '1000-4999'],
		[4999, '1000-4999'],
		[5000, '5000-or-more'],
	])('%i participants are %s', (size, name) => {
		const profile = { size, jobseekers: null, vulnerable: null, unemployment: null, providerType: null, placeKind: null, fields: [] };
		expect(filtersOf(profile, { ...traits, country: null, countryGroup: null, sectors: [] })).toEqual({
			country: [],
			countryGroup: [],
			providerType: [],
			sizeClass: [name],
			placeKind: [],
			mainField: [],
		});
		expect(participantClasses).toContain(name);
	});

	test('shares are seen against all participants', () => {
		const profile = profileOf({ result: whole, settings: { ctx_unemployment: 6.4 } }, { ...traits, sectors: ['0715'] });
		expect(profile).toMatchObject({ size: 1240, jobseekers: 820 / 1240, vulnerable: 0.35, unemployment: 6.4, fields: ['0715'] });
	});
});
