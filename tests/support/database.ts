import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { TestProject } from 'vitest/node';
import { openDatabase, openPool } from '#platform/database/connect.ts';
import { startEmbedded } from '#platform/database/embedded.ts';
import { migrate } from '#platform/database/migrate.ts';

declare module 'vitest' {
	export interface ProvidedContext {
		/** Connection string of a server that lives as long as the test run; its database `template_venhans` is migrated. */
		databaseServer: string;
	}
}

/** Vitest global set-up: one real PostgreSQL for the whole run, with a migrated template to copy from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const folder = await mkdtemp(join(tmpdir(), 'venhans-test-'));
	const server = await startEmbedded(folder);
	const close = async () => {
		await server.stop();
		await rm(folder, { recursive: true, force: true });
	};
	try {
		const admin = openDatabase(openPool(server.url, 1));
		await sql`create database template_venhans`.execute(admin);
		await admin.destroy();
		const template = openDatabase(openPool(databaseUrl(server.url, 'template_venhans'), 1));
		await migrate(template);
		await template.destroy();
	} catch (error) {
		await close();
		throw error;
	}
	project.provide('databaseServer', server.url);
	return close;
}

/** The same server, another database. */
export function databaseUrl(server: string, name: string): string {
	const url = new URL(server);
	url.pathname = `/${name}`;
	return url.href;
}
