#!/usr/bin/env node
import { isSetupError, SetupError } from '../src/platform/errors.ts';

/** Command name → file that carries it out. Loaded only when asked for, so that `score` needs neither database nor server. */
const commands: Record<string, { file: string; usage: string; says: string }> = {
	start: { file: './commands/start.ts', usage: 'start', says: 'build when needed, start the database, serve' },
	backup: {
		file: './commands/backup.ts',
		usage: 'backup DIR|FILE',
		says: 'database, files and secret into a new folder or a .tar.gz, also while it runs',
	},
	restore: { file: './commands/restore.ts', usage: 'restore SOURCE', says: 'a backup into an empty data folder' },
	doctor: {
		file: './commands/doctor.ts',
		usage: 'doctor [--json]',
		says: 'look at everything and say what to do; exit code 1 when there is a problem',
	},
	admin: {
		file: './commands/admin.ts',
		usage: 'admin EMAIL [--remove-second-factor]',
		says: 'make an account administrator and print a link that signs it in once',
	},
	seed: { file: './commands/seed.ts', usage: 'seed', says: 'the fictional demo data into an empty platform' },
	score: { file: './commands/score.ts', usage: 'score INSTRUMENT FILE', says: 'score one run from a file, without a database' },
};

const [name = 'help', ...args] = process.argv.slice(2);
if (['help', '--help', '-h'].includes(name)) process.stdout.write(help());
else {
	process.exitCode = await carryOut(name, args).catch((error) => {
		if (!isSetupError(error)) throw error;
		process.stderr.write(`venhans: ${error.message.replace(/\s+/g, ' ')}\n`);
		return 2;
	});
}

async function carryOut(name: string, args: string[]): Promise<number> {
	const command = commands[name];
	if (!command) throw new SetupError(`There is no command "${name}". "venhans help" lists them all.`);
	if (args.includes('--help') || args.includes('-h')) {
		process.stdout.write(`venhans ${command.usage}\n  ${command.says}\n`);
		return 0;
	}
	const { run } = (await import(command.file)) as { run: (args: string[]) => Promise<number | void> };
	return (await run(args)) ?? 0;
}

function help(): string {
	const width = Math.max(...Object.values(commands).map(({ usage }) => usage.length));
	const lines = Object.values(commands).map(({ usage, says }) => `  ${usage.padEnd(width)}  ${says}`);
	return [
		'venhans <command>',
		'',
		...lines,
		`  ${'help'.padEnd(width)}  this list`,
		'',
		'With npm: npm run venhans -- backup /backups/today',
		'Settings come from the environment: docs/running/configuration.md',
		'',
	].join('\n');
}
