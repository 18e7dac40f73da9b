import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { s1, s7 } from '../../src/modules/benchmarks/solity/vectors.fixture.ts';
import { fromRoot } from '../../src/platform/paths.ts';

function score(input: unknown) {
	const { status, stdout, stderr } = spawnSync(process.execPath, [fromRoot('bin', 'venhans.ts'), 'score', 'solity', '-'], {
		input: typeof input === 'string' ? input : JSON.stringify(input),
		encoding: 'utf8',
	});
	return { status, stdout, stderr };
}

test('S-1 comes out of one file, unrounded, as one JSON object', () => {
	const { status, stdout, stderr } = score(s1());
	expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
	const result = JSON.parse(stdout);
	expect(Object.keys(result)).toEqual(['overall', 'axes', 'indicators', 'warnings', 'errors']);
	expect(Object.keys(result.overall)).toEqual(['score', 'low', 'high', 'band', 'axes']);
	expect(Object.keys(result.axes.A1)).toEqual(['status', 'score', 'low', 'high', 'scoredWeight', 'supported']);
	expect(Object.keys(result.indicators['SU-1.1'])).toEqual(['value', 'base', 'coverage', 'status', 'score', 'low', 'high', 'trust']);
	expect(result.indicators['SU-1.1'].value).toBe((100 * 1240) / 1300);
	expect(result.indicators['SU-4.5']).toMatchObject({ base: null, coverage: null, value: 75 });
	expect(result.errors).toEqual([]);
});

test('centres of one file are summed to the provider', () => {
	const { status, stdout } = score(s7);
	expect(status).toBe(0);
	expect(JSON.parse(stdout).indicators['SU-1.1'].value).toBe((100 * 1200) / 1300);
});

test('last year in the same file gives warnings and changes no score', () => {
	const { stdout } = score(s1({ previous: s1({ fields: { out_emp: 150, emp_contract_known: 140 }, na: { 'SU-5.4': 'NO_METER' } }) }));
	const { warnings, overall } = JSON.parse(stdout);
	expect(overall).toEqual(JSON.parse(score(s1()).stdout).overall);
	expect(warnings).toContainEqual({ code: 'W_YOY', indicator: null, field: 'out_emp' });
	expect(warnings).toContainEqual({ code: 'W_YOY_VALUE', indicator: 'SU-1.4' });
	expect(warnings).toContainEqual({ code: 'W_NA_CHANGED', indicator: 'SU-5.4' });
});

test('a rejected file: every message exactly, one a line, exit code 2, nothing on stdout', () => {
	const { status, stdout, stderr } = score(s1({ fields: { emp_permanent: 250, prog_total: 0 }, without: ['lsat_asked'] }));
	expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
	expect(stderr).toBe(
		[
			'prog_total: must be between 1 and 20000 (you entered 0).',
			'lsat_asked: a value is required.',
			'C06: emp_permanent (250) must not be greater than emp_contract_known (240).\n',
		].join('\n'),
	);
});

test('a message about a centre says which one', () => {
	const [north, south] = s7.centres;
	const { status, stderr } = score({ ...s7, centres: [north, { ...south, fields: { ...south!.fields, area_m2: 0 } }] });
	expect(status).toBe(2);
	expect(stderr).toBe('south: area_m2: must be between 1 and 10000000 (you entered 0).\n');
});

test.each([
	['an edition that does not exist', { ...s1(), edition: 'SU-9.9' }, 'venhans score: There is no edition SU-9.9 of solity'],
	['no edition', { fields: {} }, 'venhans score: "edition" is null; it names the edition, for example "SU-1.0"'],
	['a key that does not belong there', { ...s1(), feilds: {} }, 'feilds: this field is not part of edition SU-1.0.'],
	['a mode that does not exist', s1({ mode: 'final' }), 'mode: only these codes are allowed: submit, draft.'],
	['settings that are no object', { ...s1(), settings: 7 }, 'settings: enter an object of names and values.'],
	['broken JSON', '{"edition":', 'venhans score: - is not valid JSON: Unexpected end of JSON input'],
])('%s is told in one line', (_, input, message) => {
	const { status, stdout, stderr } = score(input);
	expect({ status, stdout, stderr }).toEqual({ status: 2, stdout: '', stderr: `${message}\n` });
});
