import { restoreBackup } from '../../src/platform/backup/index.ts';
import { loadConfig } from '../../src/platform/config.ts';
import { SetupError } from '../../src/platform/errors.ts';
import { readArguments } from '../arguments.ts';

/** `venhans restore SOURCE`: puts a backup into the empty data folder VENHANS_DATA. */
export async function run(args: string[]): Promise<void> {
	const [source] = readArguments('venhans restore SOURCE', args, {}).words;
	const { dataDirectory, databaseUrl, secret: configured } = loadConfig(process.env);
	const { postgres, secret, madeAt } = await restoreBackup(source!, dataDirectory, (found) => {
		if (found.postgres !== null && databaseUrl)
			throw new SetupError('The backup holds an embedded database, and DATABASE_URL is set. Unset DATABASE_URL, then restore.');
	});
	process.stdout.write(`Restored the backup of ${madeAt} into ${dataDirectory}. Start it with "npm start".\n`);
	if (postgres === null)
		process.stdout.write(
			'It holds no database, because that is at DATABASE_URL: restore it there with pg_restore; see docs/running/backup.md.\n',
		);
	if (!secret && !configured) process.stdout.write('Its secret was set by VENHANS_SECRET. Set the same one before the start.\n');
}
