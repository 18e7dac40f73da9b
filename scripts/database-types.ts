/** Generates src/platform/database/schema.gen.ts from the migrations, on a throw-away server. Run by `npm run db:types`. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, openPool } from '../src/platform/database/connect.ts';
import { startEmbedded } from '../src/platform/database/embedded.ts';
import { migrate } from '../src/platform/database/migrate.ts';
import { fromRoot } from '../src/platform/paths.ts';

const folder = await mkdtemp(join(tmpdir(), 'venhans-types-'));
const server = await startEmbedded(folder);
try {
	const db = openDatabase(openPool(server.url, 1));
	await migrate(db);
	await db.destroy();
	const made = spawnSync(
		process.execPath,
		[
			fromRoot('node_modules', 'kysely-codegen', 'dist', 'cli', 'bin.js'),
			'--dialect',
			'postgres',
			'--date-parser',
			'string',
			'--url',
			server.url,
			'--out-file',
			fromRoot('src', 'platform', 'database', 'schema.gen.ts'),
			'--include-pattern',
			'{platform,auth,network,benchmarks,centres,visits,webinars,library,support}.*',
			'--exclude-pattern',
			'*.kysely_*',
			'--default-schema',
			'none',
			'--type-only-imports',
		],
		{ stdio: 'inherit' },
	);
	process.exitCode = made.status ?? 1;
} finally {
	await server.stop();
	await rm(folder, { recursive: true, force: true });
}
