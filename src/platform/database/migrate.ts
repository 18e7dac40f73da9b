import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
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
	const migrator = new Migrator({
		db,
		provider: { getMigrations: loadMigrations },
		migrationTableSchema: 'platform',
		allowUnorderedMigrations: true,
	});
	const { error, results = [] } = await migrator.migrateToLatest();
	if (error) {
		const failed = results.find((result) => result.status === 'Error');
		const reason = error instanceof Error ? error.message : String(error);
		throw new SetupError(
			`The database could not be brought up to date${failed ? ` (${failed.migrationName})` : ''}: ${reason}. Nothing was changed.`,
		);
	}
	return results.map((result) => result.migrationName);
}

async function loadMigrations(): Promise<Record<string, Migration>> {
	const files = globSync(['src/platform/migrations/*.ts', 'src/modules/*/migrations/*.ts'], { cwd: fromRoot() })
		.filter((file) => !file.endsWith('.test.ts'))
		.map((file) => fromRoot(file));
	const loaded = await Promise.all(
		files.map(async (file) => [basename(file, '.ts'), (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Migration] as const),
	);
	return Object.fromEntries(loaded);
}
