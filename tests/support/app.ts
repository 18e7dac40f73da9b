import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, inject } from 'vitest';
import { loadConfig } from '#platform/config.ts';
import { closeApp, createApp, systemContext, type Actor, type App, type Ctx } from '#platform/context.ts';
import { openDatabase, openPool } from '#platform/database/connect.ts';
import { databaseUrl } from './database.ts';

export type TestApp = App & {
	/** A request context of somebody; a guest when nobody is named. */
	as(actor?: Actor, locale?: string): Ctx;
};

/**
 * Gives the tests of one file an app of their own on a fresh, migrated database, and removes both afterwards.
 * Read the returned object inside the tests only.
 */
export function useTestApp(environment: NodeJS.ProcessEnv = {}): TestApp {
	const app = {} as TestApp;
	const name = `test_${randomBytes(6).toString('hex')}`;
	beforeAll(async () => {
		await onServer((admin) => sql`create database ${sql.id(name)} template template_venhans`.execute(admin));
		const config = loadConfig({ LOG_LEVEL: 'silent', VENHANS_DATA: `/tmp/${name}`, ...environment });
		Object.assign(
			app,
			await createApp({
				...config,
				databaseUrl: databaseUrl(inject('databaseServer'), name),
				secret: 'a secret only for the tests, long enough',
			}),
		);
		app.as = (actor = { kind: 'guest' }, locale = 'en') => ({
			...systemContext(app, 'test', locale),
			actor,
			requestId: 'test',
			address: '127.0.0.1',
		});
	});
	afterAll(async () => {
		await closeApp(app);
		await rm(app.config.dataDirectory, { recursive: true, force: true });
		await onServer((admin) => sql`drop database ${sql.id(name)} with (force)`.execute(admin));
	});
	return app;
}

async function onServer(work: (admin: ReturnType<typeof openDatabase>) => Promise<unknown>): Promise<void> {
	const admin = openDatabase(openPool(inject('databaseServer'), 1));
	try {
		await work(admin);
	} finally {
		await admin.destroy();
	}
}
