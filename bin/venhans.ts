#!/usr/bin/env node
import { SetupError } from '../src/platform/errors.ts';

/** Command name → file that carries it out. Loaded only when asked for, so that `score` needs neither database nor server. */
const commands: Record<string, { file: string; says: string }> = {
	score: { file: './commands/score.ts', says: 'score one run from a file: score go-international FILE' },
	start: { file: './commands/start.ts', says: 'build when needed, start the database, serve' },
};

const [name = 'help', ...args] = process.argv.slice(2);
const command = commands[name];
if (!command) {
	const lines = Object.entries(commands).map(([key, { says }]) => `  ${key.padEnd(10)} ${says}`);
	const text = `venhans <command>\n\n${lines.join('\n')}\n`;
	if (name === 'help' || name === '--help') process.stdout.write(text);
	else {
		process.stderr.write(`There is no command "${name}".\n\n${text}`);
		process.exitCode = 2;
	}
} else {
	try {
		const { run } = (await import(command.file)) as { run: (args: string[]) => Promise<number | void> };
		process.exitCode = (await run(args)) ?? 0;
	} catch (error) {
		if (!(error instanceof SetupError)) throw error;
		process.stderr.write(`venhans: ${error.message}\n`);
		process.exitCode = 2;
	}
}
