import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sql } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import { SetupError } from '../errors.ts';
import { fromRoot } from '../paths.ts';
import type { Database } from './connect.ts';

/**
 * Brings the database to the newest state: every file in src/platform/migrations and src/modules/<room>/migrations,
 * in the order of their names (which begin with date and time), each once, all in one transaction.
 * @returns the names applied now
 * @throws SetupError naming the migration that failed
 */
export async function migrate(db: Database): Promise<string[]> {
	const { error, results = [] } = await migratorOf(db).migrateToLatest();
	if (error) {
		const failed = results.find((result) => result.status === 'Error');
		const reason = error instanceof Error ? error.message : String(error);
		throw new SetupError(
			`The database could not be brought up to date${failed ? ` (${failed.migrationName})` : ''}: ${reason}. Nothing was changed.`,
		);
	}
	return results.map((result) => result.migrationName);
}

/** How many migrations were applied, which wait, and which the database knows but this program does not. */
export async function migrationState(db: Database): Promise<{ applied: number; waiting: string[]; unknown: string[] }> {
	const known = Object.keys(await loadMigrations()).sort();
	const { rows: exists } = await sql<{ yes: boolean }>`select to_regclass('platform.kysely_migration') is not null as yes`.execute(db);
	const { rows } = exists[0]!.yes
		? await sql<{ name: string }>`select name from platform.kysely_migration order by name`.execute(db)
		: { rows: [] };
	const done = new Set(rows.map(({ name }) => name));
	return {
		applied: done.size,
		waiting: known.filter((name) => !done.has(name)),
		unknown: [...done].filter((name) => !known.includes(name)),
	};
}

const migratorOf = (db: Database) =>
	new Migrator({
		db,
		provider: { getMigrations: loadMigrations },
		migrationTableSchema: 'platform',
		allowUnorderedMigrations: true,
	});

async function loadMigrations(): Promise<Record<string, Migration>> {
	const files = globSync(['src/platform/migrations/*.ts', 'src/modules/*/migrations/*.ts'], { cwd: fromRoot() })
		.filter((file) => !file.endsWith('.test.ts'))
		.map((file) => fromRoot(file));
	const loaded = await Promise.all(
		files.map(async (file) => [basename(file, '.ts'), (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Migration] as const),
	);
	return Object.fromEntries(loaded);
}
