/**
 * `npm test`: everything that must hold, in the order of what fails fastest. Goes on after a failure, so that one run
 * shows all of them, and ends with the line "N passed, N failed".
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { fromRoot, rootDirectory } from '../src/platform/paths.ts';
import { findChromium, installChromium } from './chromium.ts';

type Counted = { passed: number; failed: number; /** What failed, by file and sentence. */ failures: string[] };
type Outcome = Counted & { name: string; seconds: number };

const node = process.execPath;
const tool = (name: string) => fromRoot('node_modules', '.bin', name);
const reports = fromRoot('test-results');

function run(command: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
	return new Promise((done) => {
		const child = spawn(command, args, { cwd: rootDirectory, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } });
		child.once('error', () => done(127));
		child.once('close', (code) => done(code ?? 1));
	});
}

/** A step that passes or fails as a whole. */
async function check(name: string, command: string, args: string[]): Promise<Outcome> {
	const started = Date.now();
	process.stdout.write(`\n── ${name}\n`);
	const code = await run(command, args);
	return { name, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, failures: [], seconds: (Date.now() - started) / 1000 };
}

/** A step whose runner writes a JSON report we can count from; a runner that dies before reporting counts as one failure. */
async function suite(name: string, command: string, args: string[], report: string, count: (report: never) => Counted): Promise<Outcome> {
	const started = Date.now();
	process.stdout.write(`\n── ${name}\n`);
	const code = await run(command, args, { PLAYWRIGHT_JSON_OUTPUT_NAME: report });
	let counted: Counted = { passed: 0, failed: 0, failures: [] };
	if (existsSync(report)) counted = count(JSON.parse(readFileSync(report, 'utf8')) as never);
	if (code !== 0 && counted.failed === 0) counted.failed = 1;
	return { name, ...counted, seconds: (Date.now() - started) / 1000 };
}

type VitestTest = { fullName: string; status: string; failureMessages?: string[] };
type VitestReport = {
	numPassedTests: number;
	numFailedTests: number;
	testResults: { name: string; status: string; message?: string; assertionResults: VitestTest[] }[];
};

/** A file that failed outside its tests (a hook, an import) is named with what it says. */
function countVitest(report: VitestReport): Counted {
	const failures = report.testResults.flatMap((file) => {
		const failed = file.assertionResults.filter((test) => test.status === 'failed');
		const path = relative(rootDirectory, file.name);
		if (!failed.length) return file.status === 'failed' ? [`${path}: ${file.message ?? ''}`] : [];
		return failed.map((test) => `${path}: ${test.fullName}\n${(test.failureMessages ?? []).join('\n')}`);
	});
	return { passed: report.numPassedTests, failed: report.numFailedTests, failures };
}

type PlaywrightSuite = {
	suites?: PlaywrightSuite[];
	specs?: { file: string; title: string; tests: { status: string; results: { error?: { message?: string } }[] }[] }[];
};
type PlaywrightReport = { stats: { expected: number; unexpected: number; flaky: number }; suites: PlaywrightSuite[] };

function countPlaywright(report: PlaywrightReport): Counted {
	const specs = (suite: PlaywrightSuite): NonNullable<PlaywrightSuite['specs']> => [
		...(suite.specs ?? []),
		...(suite.suites ?? []).flatMap(specs),
	];
	const failures = report.suites
		.flatMap(specs)
		.flatMap((spec) =>
			spec.tests
				.filter((test) => test.status === 'unexpected' || test.status === 'flaky')
				.map((test) => `${spec.file}: ${spec.title}\n${test.results.map((result) => result.error?.message ?? '').join('\n')}`),
		);
	return { passed: report.stats.expected, failed: report.stats.unexpected + report.stats.flaky, failures };
}

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const outcomes: Outcome[] = [];
const only = process.argv[2];
const wanted = (name: string) => !only || only === name;

if (wanted('static')) {
	outcomes.push(await check('prepare', tool('svelte-kit'), ['sync']));
	outcomes.push(await check('message keys', node, [fromRoot('scripts', 'messages.ts')]));
	outcomes.push(await check('format', tool('prettier'), ['--check', '--log-level', 'warn', '.']));
	outcomes.push(await check('types', tool('svelte-check'), ['--tsconfig', './tsconfig.json', '--fail-on-warnings', '--output', 'human']));
	outcomes.push(await check('lint', tool('eslint'), ['.', '--max-warnings', '0']));
	outcomes.push(await check('walls of the house', tool('depcruise'), ['src', 'bin', '--config', '.dependency-cruiser.cjs']));
	outcomes.push(await check('texts', node, [fromRoot('scripts', 'check-messages.ts')]));
	outcomes.push(await check('build', tool('vite'), ['build', '--logLevel', 'warn']));
}
if (wanted('unit')) {
	const report = fromRoot('test-results', 'unit.json');
	outcomes.push(
		await suite(
			'unit and API tests',
			tool('vitest'),
			['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
			report,
			countVitest,
		),
	);
}
if (wanted('faults')) {
	const report = fromRoot('test-results', 'faults.json');
	outcomes.push(
		await suite(
			'what goes wrong',
			tool('vitest'),
			['run', '--config', 'vitest.faults.config.ts', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
			report,
			countVitest,
		),
	);
}
if (wanted('journeys')) {
	if (!findChromium()) installChromium();
	const report = fromRoot('test-results', 'journeys.json');
	outcomes.push(await suite('journeys in a browser', tool('playwright'), ['test', '--reporter=list,json'], report, countPlaywright));
}

// Said again at the end: a log that is cut keeps its last lines.
for (const failure of outcomes.flatMap((outcome) => outcome.failures)) process.stdout.write(`\n✗ ${failure.trim()}\n`);
process.stdout.write('\n');
for (const { name, passed, failed, seconds } of outcomes)
	process.stdout.write(
		`${failed ? '✗' : '✓'} ${name.padEnd(24)} ${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed ${seconds.toFixed(1).padStart(7)} s\n`,
	);
const sum = (key: 'passed' | 'failed') => outcomes.reduce((total, outcome) => total + outcome[key], 0);
process.stdout.write(`\n${sum('passed')} passed, ${sum('failed')} failed\n`);
process.exitCode = sum('failed') ? 1 : 0;
