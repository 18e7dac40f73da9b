import {
	PostgresDialect,
	PostgresDriver,
	type CompiledQuery,
	type DatabaseConnection,
	type Driver,
	type QueryCompiler,
	type QueryResult,
	type TransactionSettings,
} from 'kysely';
import type pg from 'pg';
import { Lines, onlyReads } from './lines.ts';

/**
 * PostgreSQL behind Kysely: a query that only reads goes over a line it shares with others, everything else over a
 * connection of the pool that is its own for as long as it takes. `connection()` pins nothing: use a transaction.
 */
export class SharingDialect extends PostgresDialect {
	#pool: pg.Pool;

	constructor(pool: pg.Pool) {
		super({ pool });
		this.#pool = pool;
	}

	override createDriver(): Driver {
		return new SharingDriver(this.#pool);
	}
}

type Pooled = Parameters<PostgresDriver['releaseConnection']>[0];

class SharingDriver implements Driver {
	#pooled: PostgresDriver;
	#lines: Lines;

	constructor(pool: pg.Pool) {
		this.#pooled = new PostgresDriver({ pool });
		this.#lines = new Lines(pool.options);
	}

	init(): Promise<void> {
		return this.#pooled.init();
	}

	async acquireConnection(): Promise<DatabaseConnection> {
		return new SharingConnection(this.#lines, this.#pooled);
	}

	async beginTransaction(connection: SharingConnection, settings: TransactionSettings): Promise<void> {
		await this.#pooled.beginTransaction(await connection.own(), settings);
	}

	async commitTransaction(connection: SharingConnection): Promise<void> {
		await this.#pooled.commitTransaction(await connection.own());
	}

	async rollbackTransaction(connection: SharingConnection): Promise<void> {
		await this.#pooled.rollbackTransaction(await connection.own());
	}

	async savepoint(connection: SharingConnection, name: string, compile: QueryCompiler['compileQuery']): Promise<void> {
		await this.#pooled.savepoint(await connection.own(), name, compile);
	}

	async rollbackToSavepoint(connection: SharingConnection, name: string, compile: QueryCompiler['compileQuery']): Promise<void> {
		await this.#pooled.rollbackToSavepoint(await connection.own(), name, compile);
	}

	async releaseSavepoint(connection: SharingConnection, name: string, compile: QueryCompiler['compileQuery']): Promise<void> {
		await this.#pooled.releaseSavepoint(await connection.own(), name, compile);
	}

	async releaseConnection(connection: SharingConnection): Promise<void> {
		await connection.release();
	}

	async destroy(): Promise<void> {
		await this.#lines.end();
		await this.#pooled.destroy();
	}
}

/** What one query or one transaction works on; it takes a connection of the pool as soon as it needs one. */
class SharingConnection implements DatabaseConnection {
	#lines: Lines;
	#pooled: PostgresDriver;
	#own: Promise<Pooled> | undefined;

	constructor(lines: Lines, pooled: PostgresDriver) {
		this.#lines = lines;
		this.#pooled = pooled;
	}

	own(): Promise<Pooled> {
		return (this.#own ??= this.#pooled.acquireConnection() as Promise<Pooled>);
	}

	async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
		const shared = !this.#own && onlyReads(query.sql) ? await this.#lines.read<Row>(query) : undefined;
		return shared ?? (await this.own()).executeQuery<Row>(query);
	}

	async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
		throw new Error('Streaming a query is not supported; read page by page');
	}

	async release(): Promise<void> {
		const own = await this.#own?.catch(() => undefined);
		if (own) await this.#pooled.releaseConnection(own);
	}
}
