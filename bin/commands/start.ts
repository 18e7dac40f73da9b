import { refuseHalfRestored } from '../../src/platform/backup/restore.ts';
import { loadConfig, type Config } from '../../src/platform/config.ts';
import { lockDataDirectory } from '../../src/platform/data-lock.ts';
import { checkServer, openDatabase, openPool } from '../../src/platform/database/connect.ts';
import { startEmbedded } from '../../src/platform/database/embedded.ts';
import { migrate } from '../../src/platform/database/migrate.ts';
import { SetupError } from '../../src/platform/errors.ts';
import { fromRoot } from '../../src/platform/paths.ts';
import { readSecret } from '../../src/platform/secret.ts';
import type { Served } from '../../src/server.ts';
import { readArguments } from '../arguments.ts';
import { ensureBuilt } from '../build.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

/** `venhans start`: everything from sources on disk to an address in the browser. */
export async function run(args: string[]): Promise<void> {
	readArguments('venhans start', args, {});
	const config = loadConfig(process.env);
	const stopAsked = new Promise<void>((stop) => {
		process.once('SIGTERM', () => stop());
		process.once('SIGINT', () => stop());
	});
	let asked = false;
	void stopAsked.then(() => (asked = true));

	await ensureBuilt();
	const unlock = lockDataDirectory(config.dataDirectory);
	let embedded: Awaited<ReturnType<typeof startEmbedded>> | undefined;
	try {
		refuseHalfRestored(config.dataDirectory);
		const secret = readSecret(config.secret, config.dataDirectory);
		embedded = config.databaseUrl ? undefined : await startEmbedded(config.dataDirectory);
		const databaseUrl = config.databaseUrl ?? embedded!.url;
		await prepare(databaseUrl);
		if (asked) return;
		const { serve } = (await import(fromRoot('build', 'server', 'venhans.js'))) as { serve: (config: object) => Promise<Served> };
		const served = await serve({ ...config, databaseUrl, secret });
		welcome(config.publicUrl ?? `http://localhost:${served.port}`, served, config);
		const died = embedded?.died.then((message) => {
			throw new SetupError(message);
		});
		try {
			await Promise.race([stopAsked, ...(died ? [died] : [])]);
		} finally {
			await served.stop().catch(() => {});
		}
	} finally {
		await embedded?.stop();
		unlock();
	}
}

/** Brings the database to the newest state before anything is served. */
async function prepare(databaseUrl: string): Promise<void> {
	const db = openDatabase(openPool(databaseUrl, 2));
	try {
		await checkServer(db, databaseUrl);
		await migrate(db);
	} finally {
		await db.destroy();
	}
}

function welcome(
	address: string,
	{ demoLoaded, administratorLink }: Served,
	{ demo, smtpUnused }: Pick<Config, 'demo' | 'smtpUnused'>,
): void {
	say(`\nVENHANS is running at ${address}\n`);
	if (demoLoaded) say('Fictional demo data was loaded.');
	if (demo) say(`Sign in as any invented person: ${address}/en/demo`);
	else if (administratorLink) say(`Nobody runs this platform yet. Open this link once to become its administrator:\n${administratorLink}`);
	else say(`Sign in: ${address}/en/sign-in`);
	if (smtpUnused) say(`SMTP_URL is left alone: no mail leaves a demo. They stand at ${address}/en/outbox; VENHANS_DEMO=off sends mails.`);
	say('Stop with Ctrl+C.\n');
}
