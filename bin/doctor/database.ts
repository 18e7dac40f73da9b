import { sql } from 'kysely';
import { lastBackupSetting } from '../../src/platform/backup/index.ts';
import { sizeText } from '../../src/platform/disk.ts';
import { migrationState } from '../../src/platform/database/migrate.ts';
import { missingBytes } from '../../src/platform/files/index.ts';
import type { Installation } from '../../src/platform/installation.ts';
import { ok, problem, span, warning, type Finding } from './finding.ts';

const hour = 3_600_000;
const day = 24 * hour;

export async function checkDatabase({ app: { db }, clusterDirectory }: Installation): Promise<Finding> {
	const { rows } = await sql<{ version: string; bytes: number }>`
		select current_setting('server_version') as version, pg_database_size(current_database()) as bytes`.execute(db);
	const { version, bytes } = rows[0]!;
	return ok('database', `PostgreSQL ${version}, ${clusterDirectory ? 'embedded' : 'at DATABASE_URL'}, ${sizeText(bytes)}`);
}

export async function checkMigrations({ app: { db } }: Installation): Promise<Finding> {
	const { applied, waiting, unknown } = await migrationState(db);
	if (unknown.length)
		return problem(
			'migrations',
			`the database was changed by a newer VENHANS (${unknown[0]})`,
			'Update the program: an older one must not run on it.',
		);
	return waiting.length
		? warning('migrations', `${waiting.length} wait, the first is ${waiting[0]}`, 'Start the platform again: it applies them.')
		: ok('migrations', `all ${applied} applied`);
}

export async function checkJobs({ app: { db }, servedBy }: Installation): Promise<Finding> {
	const { rows: exists } = await sql<{ yes: boolean }>`select to_regclass('pgboss.job') is not null as yes`.execute(db);
	if (!exists[0]!.yes) return warning('jobs', 'none ever ran', 'Start the platform: they run with it.');
	const { rows: failed } = await sql<{ name: string; n: number }>`
		select name, count(*)::int as n from pgboss.job where state = 'failed' and completed_on > now() - interval '1 day'
		group by name order by n desc limit 1`.execute(db);
	if (failed[0])
		return warning(
			'jobs',
			`${failed[0].name} failed ${failed[0].n} times within a day`,
			'The log of the server says why; it is tried again at its next time.',
		);
	const { rows: last } = await sql<{ at: Date | null }>`select max(completed_on) as at from pgboss.job where state = 'completed'`.execute(
		db,
	);
	const age = last[0]!.at ? Date.now() - last[0]!.at.getTime() : Infinity;
	if (servedBy !== undefined && age > 10 * 60_000)
		return warning(
			'jobs',
			age === Infinity ? 'none has run yet' : `the last ran ${span(age)} ago`,
			'They run every minute. If this stays so, start the platform again.',
		);
	return ok('jobs', age === Infinity ? 'none has run yet' : `the last ran ${span(age)} ago`);
}

export async function checkMails({ app: { db }, config }: Installation): Promise<Finding> {
	const { rows } = await sql<{ waiting: number; failed: number; demo: number; oldest: Date | null }>`
		select count(*) filter (where state = 'waiting')::int as waiting, count(*) filter (where state = 'failed')::int as failed,
			count(*) filter (where state = 'demo')::int as demo,
			min(created_at) filter (where state = 'waiting') as oldest
		from platform.mail where state in ('waiting', 'failed', 'demo')`.execute(db);
	const { waiting, failed, demo, oldest } = rows[0]!;
	const says = `${waiting} waiting, ${failed} failed`;
	if (!config.smtpUrl) {
		const todo = 'Set SMTP_URL; until then administrators read them on the outbox page.';
		return config.demo
			? ok(
					'mails',
					`${waiting + demo} in the outbox page; ${config.smtpUnused ? 'demo mode leaves SMTP_URL alone' : 'SMTP_URL is not set'}`,
				)
			: warning('mails', 'SMTP_URL is not set, so none is sent', todo);
	}
	if (failed > 0) return warning('mails', says, 'The outbox page shows them; the mail server’s words are in the log.');
	return oldest && Date.now() - oldest.getTime() > hour
		? warning('mails', `${says}, the oldest for ${span(Date.now() - oldest.getTime())}`, 'Look whether the mail server takes mails.')
		: ok('mails', says);
}

export async function checkEvents({ app: { db } }: Installation): Promise<Finding> {
	const { rows } = await sql<{ waiting: number; given_up: number; name: string | null }>`
		select count(*)::int as waiting, count(*) filter (where attempts >= 10)::int as given_up, min(name) filter (where attempts >= 10) as name
		from platform.outbox_event where delivered_at is null`.execute(db);
	const { waiting, given_up: givenUp, name } = rows[0]!;
	return givenUp > 0
		? problem(
				'events',
				`${givenUp} could not be delivered, e.g. ${name}`,
				'The log of the server says why. Report it: this is a fault of the program.',
			)
		: ok('events', `${waiting} waiting`);
}

export async function checkFiles({ app }: Installation): Promise<Finding> {
	const { rows } = await sql<{ files: number; bytes: number }>`
		select count(*)::int as files, coalesce(sum(size), 0)::bigint as bytes from platform.file`.execute(app.db);
	const missing = await missingBytes(app);
	return missing.length
		? problem('files', `the bytes of ${missing.length} are missing, e.g. ${missing[0]}`, 'Restore the folder "files" from a backup.')
		: ok('files', `${rows[0]!.files}, ${sizeText(Number(rows[0]!.bytes))}`);
}

export async function checkBackup({ app: { db }, config }: Installation): Promise<Finding> {
	const row = await db.selectFrom('platform.setting').select('value').where('key', '=', lastBackupSetting).executeTakeFirst();
	const todo = 'Make one: npm run venhans -- backup /backups/venhans-$(date +%F).tar.gz';
	if (!row) return config.demo ? ok('backup', 'never; this is a demo') : warning('backup', 'there never was one', todo);
	const age = Date.now() - Date.parse((row.value as { at: string }).at);
	return age > 2 * day ? warning('backup', `the last is ${span(age)} old`, todo) : ok('backup', `the last is ${span(age)} old`);
}
