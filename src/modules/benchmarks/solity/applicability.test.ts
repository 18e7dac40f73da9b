import { expect, test } from 'vitest';
import { currentEdition, textsOf } from '../instruments.ts';
import { describe as inWords } from './fault.ts';
import { readFile } from './score-file.ts';
import { s1, s4, s7 } from './vectors.fixture.ts';

const edition = currentEdition('solity');

const messages = (file: object) =>
	inWords(readFile(edition.instrument, file as Record<string, unknown>).faults, textsOf(edition, 'en')).map(({ message }) => message);

test('LINKED is a reason only while the indicator it hangs on does not apply', () => {
	expect(messages(s4)).toEqual([]);
	const without = ['emp_contract_known', 'emp_permanent'];
	expect(messages(s1({ na: { 'SU-1.5': 'LINKED' }, without }))).toEqual(['SU-1.5: choose one of the allowed reasons: NO_ONE_IN_WORK.']);
	expect(messages(s1({ na: { 'SU-1.5': 'NO_ONE_IN_WORK' }, without }))).toEqual([]);
});

test('a linked indicator may keep a reason of its own', () => {
	expect(messages({ ...s4, na: { ...s4.na, 'SU-3.3': 'ONE_SEX' } })).toEqual([]);
});

test('an indicator nobody knows is never not applicable, and an empty choice is none', () => {
	expect(messages(s1({ na: { 'SU-9.9': 'NO_METER' } }))).toEqual(["SU-9.9: 'not applicable' is not allowed here."]);
	expect(messages(s1({ na: { 'SU-5.4': null as never } }))).toEqual([]);
	expect(messages(s1({ na: { 'SU-5.4': '' }, without: ['energy_kwh', 'area_m2'] }))).toEqual([
		'SU-5.4: choose one of the allowed reasons: NO_METER.',
	]);
});

test('HELD_BY_PROVIDER exists only for centres', () => {
	const held = { na: { 'SU-4.5': 'HELD_BY_PROVIDER' }, without: ['ptn_types'] };
	expect(messages(s1({ ...held, level: 'centre' }))).toEqual([]);
	expect(messages(s1({ ...held, level: 'provider' }))).toEqual(["SU-4.5: 'not applicable' is not allowed here."]);
});

test('data of an indicator that does not apply must be empty, a field others use may stay', () => {
	expect(messages(s1({ na: { 'SU-2.3': 'NO_LEGAL_ROUTE' } }))).toEqual([
		"vpl_candidates: leave this empty, because every indicator that uses it is 'not applicable'.",
	]);
	const parts = { fields: { 'vpl_candidates@sex=F': 3 }, without: ['vpl_candidates'] };
	expect(messages(s1({ ...parts, na: { 'SU-2.3': 'NO_LEGAL_ROUTE' } }))).toEqual([
		"vpl_candidates@sex=F: leave this empty, because every indicator that uses it is 'not applicable'.",
	]);
});

test('a provider that is not applicable in every centre takes the reason of the largest one', () => {
	const [north, south] = s7.centres;
	const without = (fields: Record<string, unknown>) =>
		Object.fromEntries(Object.entries(fields).filter(([field]) => !field.startsWith('preq_')));
	const centres = [
		{ ...north!, na: { 'SU-1.3': 'NO_PREQUAL' }, fields: without(north!.fields) },
		{ ...south!, na: { 'SU-1.3': 'NO_PREQUAL' }, fields: without(south!.fields) },
	];
	const both = readFile(edition.instrument, { edition: 'SU-1.0', centres });
	expect(both.faults).toEqual([]);
	expect(both.data.notApplicable.get('SU-1.3')).toBe('NO_PREQUAL');
	const one = readFile(edition.instrument, { edition: 'SU-1.0', centres: [centres[0], south] });
	expect(one.data.notApplicable.has('SU-1.3')).toBe(false);
	expect(one.data.values.get('preq_leavers')).toBe(45);
});
