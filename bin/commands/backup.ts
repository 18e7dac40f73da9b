import { makeBackup } from '../../src/platform/backup/index.ts';
import { loadConfig } from '../../src/platform/config.ts';
import { sizeText } from '../../src/platform/disk.ts';
import { openInstallation } from '../../src/platform/installation.ts';
import { readArguments } from '../arguments.ts';

/** `venhans backup DIR|FILE`: a consistent copy of everything, also while the platform runs. */
export async function run(args: string[]): Promise<void> {
	const [target] = readArguments('venhans backup DIR|FILE', args, {}).words;
	const interrupt = new AbortController();
	for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupt.abort());
	const installation = await openInstallation(loadConfig(process.env));
	try {
		const begun = Date.now();
		const {
			bytes,
			files,
			database,
			secret,
			target: made,
		} = await makeBackup(installation, target!, {
			signal: interrupt.signal,
		});
		const parts = [database && 'the database', `${files} ${files === 1 ? 'file' : 'files'}`, secret && 'the secret'].filter(Boolean);
		process.stdout.write(`${made}: ${parts.join(', ')}; ${sizeText(bytes)} in ${((Date.now() - begun) / 1000).toFixed(1)} s.\n`);
		if (!database)
			process.stdout.write(
				'The database at DATABASE_URL is not in it. Back it up with pg_dump, just before this command; see docs/running/backup.md.\n',
			);
		if (!secret) process.stdout.write('The secret is set by VENHANS_SECRET and not in it. Keep it in a safe place of its own.\n');
	} finally {
		await installation.close();
	}
}
