import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { refuseHalfRestored } from './backup/restore.ts';
import type { Config } from './config.ts';
import { closeApp, createApp, type App } from './context.ts';
import { holderOf, lockDataDirectory } from './data-lock.ts';
import { clusterDirectoryOf, runningEmbeddedUrl, startEmbedded } from './database/embedded.ts';
import { migrate, migrationState } from './database/migrate.ts';
import { SetupError } from './errors.ts';
import { readSecret } from './secret.ts';

/** An installation as a command on the same machine finds it: running or not. */
export type Installation = {
	config: Config;
	app: App;
	/** Process that serves it; undefined when it is stopped. */
	servedBy: number | undefined;
	/** Folder of the embedded PostgreSQL; undefined with DATABASE_URL. */
	clusterDirectory: string | undefined;
	close(): Promise<void>;
};

/**
 * Opens an installation for one command. The embedded server of a running one is shared; that of a stopped one is
 * started for as long as the command needs it, and the data folder is held meanwhile.
 * @throws SetupError when nothing was ever started there, or the database does not answer
 */
export async function openInstallation(config: Config): Promise<Installation> {
	refuseHalfRestored(config.dataDirectory);
	const servedBy = holderOf(config.dataDirectory);
	const open = async (databaseUrl: string, end: () => Promise<void>): Promise<Installation> => {
		try {
			// A command reads and prints; only the server logs.
			const secret = readSecret(config.secret, config.dataDirectory);
			const app = await createApp({ ...config, logLevel: 'silent', databaseUrl, secret });
			return {
				config,
				// Nobody listens here: events wait in the outbox for the server, which has the handlers.
				app: { ...app, bus: { ...app.bus, nudge: () => {}, deliver: async () => 0 } },
				servedBy,
				clusterDirectory: config.databaseUrl ? undefined : clusterDirectoryOf(config.dataDirectory),
				async close() {
					await closeApp(app);
					await end();
				},
			};
		} catch (error) {
			await end();
			throw error;
		}
	};
	if (config.databaseUrl) return open(config.databaseUrl, async () => {});
	if (servedBy !== undefined) {
		const url = await runningEmbeddedUrl(config.dataDirectory);
		if (!url) throw new SetupError(`VENHANS (process ${servedBy}) is starting at this moment. Try again when it answers.`);
		return open(url, async () => {});
	}
	if (!existsSync(join(clusterDirectoryOf(config.dataDirectory), 'PG_VERSION')))
		throw new SetupError(
			`There is no VENHANS in ${config.dataDirectory} yet. Start it once with "npm start", or set VENHANS_DATA to the folder it uses.`,
		);
	const unlock = lockDataDirectory(config.dataDirectory);
	const server = await startEmbedded(config.dataDirectory).catch((error) => {
		unlock();
		throw error;
	});
	return open(server.url, async () => {
		await server.stop();
		unlock();
	});
}

/**
 * Makes sure that a command that writes meets the tables it knows: a stopped installation is brought up to date, a
 * running one must be so already.
 * @throws SetupError when the running server is of another version
 */
export async function requireCurrent({ app, servedBy }: Installation): Promise<void> {
	const { waiting, unknown } = await migrationState(app.db);
	if (unknown.length) throw new SetupError('The database was changed by a newer VENHANS. Update the program first.');
	if (waiting.length === 0) return;
	if (servedBy !== undefined)
		throw new SetupError('The program was updated while the server runs. Start the server again, then repeat this.');
	await migrate(app.db);
}
