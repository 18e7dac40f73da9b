import { loadConfig } from '../../src/platform/config.ts';
import { checkServer, openDatabase, openPool } from '../../src/platform/database/connect.ts';
import { startEmbedded } from '../../src/platform/database/embedded.ts';
import { migrate } from '../../src/platform/database/migrate.ts';
import { fromRoot } from '../../src/platform/paths.ts';
import { ensureBuilt } from '../build.ts';

type Served = { port: number; stop: () => Promise<void> };

/** `venhans start`: everything from sources on disk to an address in the browser. */
export async function run(): Promise<void> {
	const config = loadConfig(process.env);
	await ensureBuilt();
	const embedded = config.databaseUrl ? undefined : await startEmbedded(config.dataDirectory);
	try {
		const databaseUrl = config.databaseUrl ?? embedded!.url;
		const db = openDatabase(openPool(databaseUrl, 2));
		try {
			await checkServer(db, databaseUrl);
			await migrate(db);
		} finally {
			await db.destroy();
		}
		const { serve } = (await import(fromRoot('build', 'server', 'venhans.js'))) as {
			serve: (config: object) => Promise<Served>;
		};
		const served = await serve({ ...config, databaseUrl, secret: config.secret ?? '' });
		process.stdout.write(`\nVENHANS is running at ${config.publicUrl ?? `http://localhost:${served.port}`}\n\n`);
		await new Promise<void>((stop, died) => {
			process.once('SIGTERM', () => stop());
			process.once('SIGINT', () => stop());
			void embedded?.died.then((message) => died(new Error(message)));
		});
		await served.stop();
	} finally {
		await embedded?.stop();
	}
}
