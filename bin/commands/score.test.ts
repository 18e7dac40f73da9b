import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { answersFrom, testA, testB, testG } from '../../src/modules/benchmarks/go-international/vectors.fixture.ts';
import { fromRoot } from '../../src/platform/paths.ts';

function score(input: unknown, instrument = 'go-international') {
	const { status, stdout, stderr } = spawnSync(process.execPath, [fromRoot('bin', 'venhans.ts'), 'score', instrument, '-'], {
		input: typeof input === 'string' ? input : JSON.stringify(input),
		encoding: 'utf8',
	});
	return { status, stdout, stderr };
}

const answers = Object.fromEntries(answersFrom(testA));
const file = { edition: 'GI-1.0', answers, evidence: Object.fromEntries(testB), importance: Object.fromEntries(testG) };

test('Tests A, B, G and H come out of one file, unrounded, as one JSON object', () => {
	const { status, stdout, stderr } = score(file);
	expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
	const result = JSON.parse(stdout);
	expect(result.maturity).toBe(42073 / 18480);
	expect(result).toMatchObject({ band: 'developing', provisional: false, cap: false });
	expect(result.sections.ENV).toEqual({ maturity: 13 / 6, index: ((13 / 6 - 1) / 3) * 100, band: 'developing', coverage: 1 });
	expect(result.evidenceView.maturity).toBeCloseTo(2.195152, 6);
	expect(result.priorities.slice(0, 3)).toEqual([
		{ item: 'PLAN-3', priority: 12 },
		{ item: 'HOME-1', priority: 12 },
		{ item: 'IMP-3', priority: 8 },
	]);
	expect(result.readiness.quality).toEqual({ mean: 2.75, verdict: 'solid-base', todo: ['MOB-2', 'MOB-7', 'STAFF-4'] });
});

test('a section without a result says why', () => {
	const { stdout } = score({ ...file, evidence: {}, answers: { ...answers, 'HOME-1': 'DK' } });
	const result = JSON.parse(stdout);
	expect(result.sections.HOME).toEqual({ maturity: null, index: null, band: null, coverage: 0.6, reason: 'not-enough-answers' });
	expect(result).toMatchObject({ provisional: true, evidenceView: null });
});

test.each([
	['a level that does not exist', { ...file, answers: { ...answers, 'ENV-1': 5 } }, /ENV-1 is 5; allowed are 1, 2, 3, 4, "DK"/],
	['NA where everybody can answer', { ...file, answers: { ...answers, 'ENV-1': 'NA' } }, /ENV-1 is "NA"; allowed/],
	['a level as text', { ...file, answers: { 'ENV-1': '2' } }, /ENV-1 is "2"/],
	['an item that does not exist', { ...file, answers: { 'ENV-9': 2 } }, /ENV-9 is not an item of GI-1.0/],
	[
		'an evidence word that does not exist',
		{ ...file, evidence: { 'DIR-1': 'yes' } },
		/DIR-1 is "yes"; allowed are "documented", "partial", "none"/,
	],
	['an importance out of range', { ...file, importance: { ENV: 4 } }, /ENV is 4; allowed are 1, 2, 3/],
	['a section that does not exist', { ...file, importance: { XYZ: 1 } }, /XYZ is not a section/],
	['a target below the level', { ...file, targets: { 'DIR-1': 2 } }, /DIR-1 is 2, below its level 3/],
	['an edition that does not exist', { ...file, edition: 'GI-9.9' }, /no edition GI-9.9/],
	['no edition', { answers }, /"edition" is null/],
	['no answers', { edition: 'GI-1.0' }, /"answers" is missing/],
	['a key that does not belong there', { ...file, answer: {} }, /"answer" is not part/],
	['broken JSON', '{"edition":', /not valid JSON/],
	['a list', '[]', /no JSON object/],
])('%s: one line that says what is allowed, exit code 2, nothing on stdout', (_, input, message) => {
	const { status, stdout, stderr } = score(input);
	expect(status).toBe(2);
	expect(stdout).toBe('');
	expect(stderr).toMatch(message);
	expect(stderr.trimEnd().split('\n')).toHaveLength(1);
});

test('evidence on an item below level 3 is allowed and changes nothing', () => {
	const { status, stdout } = score({ ...file, evidence: { ...file.evidence, 'ENV-1': 'none' } });
	expect(status).toBe(0);
	expect(JSON.parse(stdout).evidenceView.sections.ENV.maturity).toBe(13 / 6);
});

test('a file that is not there and an instrument that is not known are told in one line', () => {
	const missing = spawnSync(process.execPath, [fromRoot('bin', 'venhans.ts'), 'score', 'go-international', '/nowhere.json'], {
		encoding: 'utf8',
	});
	expect(missing).toMatchObject({ status: 2, stdout: '' });
	expect(missing.stderr).toMatch(/no such file/);
	expect(score(file, 'go-national').stderr).toMatch(/"go-national" is not an instrument/);
});
