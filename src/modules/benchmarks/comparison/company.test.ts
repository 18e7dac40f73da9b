import { expect, test } from 'vitest';
import { companyQuery, readCompany } from './company.ts';
import { defaultWeights } from './similar.ts';

const read = (query: string) => readCompany(new URLSearchParams(query));
const similar = { count: 15, weights: defaultWeights };

test.each([
	['', null],
	['with=', { choices: [] }],
	['with=sizeClass:200-999&with=countryGroup:north', { choices: [{ filter: 'sizeClass', value: '200-999' }, { filter: 'countryGroup', value: 'north' }] }],
	['similar=15', { similar }],
	['similar=%2020&size=0&fields=3', { similar: { count: 20, weights: { ...defaultWeights, size: 0, fields: 3 } } }],
	['similar=15&size=', { similar }],
])('an address “%s” names its group', (query, company) => expect(read(query)).toEqual(company)); // prettier-ignore

test.each([
	['with=country:PT&with=country:DE', 'filters'],
	['with=erasmusStatus:accredited', 'filters'],
	['with=sizeClass:250-999', 'filters'],
	['similar=', 'similar'],
	['similar=7', 'similar'],
	['similar=51', 'similar'],
	['similar=15.5', 'similar'],
	['similar=many', 'similar'],
	['similar=15&size=4', 'similar'],
	['similar=15&jobseekers=-1', 'similar'],
])('“%s” is not understood: %s', (query, fault) => expect(read(query)).toBe(fault));

test('a group comes back from its own address; weights that are usual are not in it', () => {
	for (const company of [
		{ choices: [] },
		{ choices: [{ filter: 'mainField', value: '071' }] },
		{ similar },
		{ similar: { count: 8, weights: { ...defaultWeights, unemployment: 0 } } },
	] as const)
		expect(read(companyQuery(company))).toEqual(company);
	expect(companyQuery({ similar })).toBe('similar=15');
});
