/**
 * `npm test`: everything that must hold, in the order of what fails fastest. Goes on after a failure, so that one run
 * shows all of them, and ends with the line "N passed, N failed".
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fromRoot, rootDirectory } from '../src/platform/paths.ts';
import { findChromium, installChromium } from './chromium.ts';

type Outcome = { name: string; passed: number; failed: number; seconds: number };

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
	return { name, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, seconds: (Date.now() - started) / 1000 };
}

/** A step whose runner writes a JSON report we can count from; a runner that dies before reporting counts as one failure. */
async function suite(
	name: string,
	command: string,
	args: string[],
	report: string,
	count: (report: never) => { passed: number; failed: number },
): Promise<Outcome> {
	const started = Date.now();
	process.stdout.write(`\n── ${name}\n`);
	const code = await run(command, args, { PLAYWRIGHT_JSON_OUTPUT_NAME: report });
	let counted = { passed: 0, failed: 0 };
	if (existsSync(report)) counted = count(JSON.parse(readFileSync(report, 'utf8')) as never);
	if (code !== 0 && counted.failed === 0) counted.failed = 1;
	return { name, ...counted, seconds: (Date.now() - started) / 1000 };
}

const countVitest = (json: { numPassedTests: number; numFailedTests: number }) => ({
	passed: json.numPassedTests,
	failed: json.numFailedTests,
});

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
	outcomes.push(
		await suite(
			'journeys in a browser',
			tool('playwright'),
			['test', '--reporter=list,json'],
			report,
			(json: { stats: { expected: number; unexpected: number; flaky: number } }) => ({
				passed: json.stats.expected,
				failed: json.stats.unexpected + json.stats.flaky,
			}),
		),
	);
}

process.stdout.write('\n');
for (const { name, passed, failed, seconds } of outcomes)
	process.stdout.write(
		`${failed ? '✗' : '✓'} ${name.padEnd(24)} ${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed ${seconds.toFixed(1).padStart(7)} s\n`,
	);
const sum = (key: 'passed' | 'failed') => outcomes.reduce((total, outcome) => total + outcome[key], 0);
process.stdout.write(`\n${sum('passed')} passed, ${sum('failed')} failed\n`);
process.exitCode = sum('failed') ? 1 : 0;
