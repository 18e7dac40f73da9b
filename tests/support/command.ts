import { spawn, type ChildProcess } from 'node:child_process';
import { fromRoot, rootDirectory } from '#platform/paths.ts';

export type Ended = { status: number | null; stdout: string; stderr: string };
export type Running = { process: ChildProcess; ended: Promise<Ended>; output: () => string };

/** Variables of the shell the tests run in that would change what a command does. */
const foreign = ['PORT', 'HOST', 'DATABASE_URL', 'SMTP_URL', 'VENHANS_URL', 'VENHANS_DATA', 'VENHANS_DEMO', 'VENHANS_SECRET'];

/**
 * Starts the `venhans` command as a process of its own.
 * @param program that of another copy of the project
 */
export function spawnVenhans(args: readonly string[], env: NodeJS.ProcessEnv = {}, program = fromRoot('bin', 'venhans.ts')): Running {
	const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.includes(name)));
	const child = spawn(process.execPath, [program, ...args], {
		cwd: rootDirectory,
		stdio: ['ignore', 'pipe', 'pipe'],
		env: { ...inherited, LOG_LEVEL: 'silent', ...env },
	});
	const text = { stdout: '', stderr: '' };
	for (const name of ['stdout', 'stderr'] as const) child[name]!.setEncoding('utf8').on('data', (chunk: string) => (text[name] += chunk));
	const ended = new Promise<Ended>((done) => child.once('close', (status) => done({ status, ...text })));
	return { process: child, ended, output: () => text.stdout };
}

/** Runs the `venhans` command to its end. */
export function runVenhans(args: readonly string[], env: NodeJS.ProcessEnv = {}, program?: string): Promise<Ended> {
	return spawnVenhans(args, env, program).ended;
}
