import { expect, test } from 'vitest';
import { currentEdition, textsOf } from '../instruments.ts';
import { sameCentres } from './centres.ts';
import { describe as inWords } from './fault.ts';
import { readFile, scoreFile } from './score-file.ts';
import { s1Fields, s7 } from './vectors.fixture.ts';

const edition = currentEdition('solity');
const { instrument } = edition;
type CentreFile = { id: string; trust: number; fields: Record<string, unknown>; na?: Record<string, string> };
const [north, south] = s7.centres as unknown as [CentreFile, CentreFile];

function read(file: object) {
	const { data, faults } = readFile(instrument, { edition: 'SU-1.0', ...file });
	const words = inWords(faults, textsOf(edition, 'en'));
	return { data, messages: words.map(({ message }, i) => (faults[i]!.centre ? `${faults[i]!.centre}: ${message}` : message)) };
}

const without = (fields: Record<string, unknown>, ...names: string[]) =>
	Object.fromEntries(Object.entries(fields).filter(([field]) => !names.includes(field)));

test('data held by the provider are left out by the centres, which say so', () => {
	const central = ['ssat_answered', 'ssat_positive', 'ptn_types'];
	const centres = [north, south].map((centre) => ({ ...centre, fields: without(centre.fields, ...central) }));
	const fields = { ssat_answered: 84, ssat_positive: 58, ptn_types: ['pes', 'unions'] };
	const { data, messages } = read({ centres, provider: { fields, trust: 3 } });
	expect(messages).toEqual([]);
	expect(data.values.get('ssat_positive')).toBe(58);
	expect(data.values.get('ptn_types')).toEqual(['pes', 'unions']);
	expect(data.notApplicable.size).toBe(0);
	expect(read({ centres }).messages).toContain('north: ptn_types: a value is required.');
});

test('what the provider types is joined with what its centres typed', () => {
	const { data } = read({ centres: [north, south], provider: { fields: { ptn_types: ['unions'], energy_kwh: 64000 }, trust: 1 } });
	expect(data.values.get('energy_kwh')).toBe(1_000_000);
	expect(data.trust.get('energy_kwh')).toBe(1);
	expect(data.values.get('ptn_types')).toContain('unions');
});

test('a centre that says HELD_BY_PROVIDER leaves the provider without a value until it gives one', () => {
	const held = { ...north, na: { 'SU-4.5': 'HELD_BY_PROVIDER' }, fields: without(north.fields, 'ptn_types') };
	expect(read({ centres: [held, south] }).messages).toEqual(['ptn_types: a value is required.']);
	expect(read({ centres: [held, south], provider: { fields: { ptn_types: ['pes'] }, trust: 4 } }).messages).toEqual([]);
});

test('a draft with a gap in one centre has the same gap in the sum', () => {
	const centres = [north, { ...south, fields: without(south.fields, 'lsat_asked') }];
	const scored = scoreFile(instrument, { edition: 'SU-1.0', mode: 'draft', centres });
	expect('output' in scored && scored.output.indicators['SU-5.2']!.status).toBe('missing');
	expect('output' in scored && scored.output.overall).toEqual({ score: null, reason: 'incomplete' });
});

test('limits hold for the sum, so small centres do not matter', () => {
	const tiny = Array.from({ length: 10 }, (_, i) => ({
		id: `c${i}`,
		trust: 3,
		fields: Object.fromEntries(
			Object.entries(s1Fields).map(([field, value]) => [field, typeof value === 'number' ? Math.max(1, Math.floor(value / 100)) : value]),
		),
	}));
	const fields = {
		...tiny[0]!.fields,
		act_planned: 1,
		act_done: 1,
		adj_requests: 1,
		adj_met: 1,
		emp_leavers: 1,
		emp_leavers_known: 1,
		emp_improved: 0,
	};
	const one = scoreFile(instrument, { edition: 'SU-1.0', fields, trust: 3 });
	const ten = scoreFile(instrument, { edition: 'SU-1.0', centres: tiny.map((centre) => ({ ...centre, fields })) });
	expect('output' in one && one.output.indicators['SU-3.5']!.status).toBe('small');
	expect('output' in ten && ten.output.indicators['SU-3.5']!.status).toBe('scored_low_n');
});

test('trust of a sum is the lowest of all where nobody gives 5 % of it', () => {
	const many = Array.from({ length: 25 }, (_, i) => ({ id: `c${i}`, trust: i === 7 ? 2 : 4, fields: s1Fields }));
	expect(read({ centres: many }).data.trust.get('part_total')).toBe(2);
});

test('parts of a breakdown are summed only where every centre gives them', () => {
	const split = (centre: CentreFile) => {
		const men = Number(centre.fields.out_emp) - 100;
		return {
			...centre,
			fields: { ...centre.fields, 'out_emp@sex=F': 100, 'out_emp@sex=M': men, 'part_total@sex=F': centre.fields.part_total },
		};
	};
	const both = read({ centres: [split(north), split(south)], provider: { dup_persons: 40 } });
	expect(both.messages).toEqual([]);
	expect(both.data.values.get('out_emp@sex=F')).toBe(200);
	// Nobody knows which of them were counted twice.
	expect(both.data.values.has('part_total@sex=F')).toBe(false);
	expect(read({ centres: [split(north), south] }).data.values.has('out_emp@sex=F')).toBe(false);
});

test('what cannot be joined is named', () => {
	const basis = (centre: CentreFile, cohort_basis: string) => ({ ...centre, settings: { cohort_basis } });
	expect(read({ centres: [basis(north, 'Y'), basis(south, 'Y-1')] }).messages).toEqual([
		'cohort_basis: must be the same in all centres of a provider and year.',
	]);
	expect(read({ centres: [north, south], provider: { dup_persons: 1240 } }).messages).toEqual([
		'dup_persons: must be between 0 and 1239 (you entered 1240).',
	]);
	expect(read({ centres: [north, { ...south, id: 'north' }] }).messages).toEqual(['centres[1].id: north stands there twice.']);
	expect(read({ centres: 'north' }).messages[0]).toBe('centres: enter a list.');
	expect(read({ centres: [7, { fields: {} }] }).messages.slice(0, 2)).toEqual([
		'centres[0]: enter an object of names and values.',
		'centres[1].id: enter a text.',
	]);
	expect(read({ centres: [] }).messages).toHaveLength(60);
});

test('persons taken off the sum can break a rule of the provider, which is told', () => {
	expect(read({ centres: [north, south], provider: { dup_persons: 60 } }).messages).toEqual([
		'C32: part_addr_known (1200) must not be greater than part_total (1180).',
	]);
});

test('the same centres of several years are those in all of them', () => {
	const data = read({ centres: [north] }).data;
	const year = (...ids: string[]) => ids.map((id) => ({ id, data }));
	expect(sameCentres([year('a', 'b', 'c'), year('b', 'c', 'd'), year('c', 'b')])).toEqual(['b', 'c']);
	expect(sameCentres([])).toEqual([]);
});
