import { sql } from 'kysely';
import type { App } from './context.ts';

let parts: { jobs: () => boolean } = { jobs: () => false };

/** Tells this module how to ask the running parts of the process. */
export function reportReady(asked: typeof parts): void {
	parts = asked;
}

export type Readiness = { ready: boolean; database: 'ok' | string; jobs: 'ok' | 'starting' };

/** Whether this node can serve: the database answers, jobs run. */
export async function readiness(app: Pick<App, 'db'>): Promise<Readiness> {
	const database = await sql`select 1 from platform.setting limit 1`.execute(app.db).then(
		() => 'ok' as const,
		(error: Error) => error.message,
	);
	const jobs = parts.jobs() ? ('ok' as const) : ('starting' as const);
	return { ready: database === 'ok' && jobs === 'ok', database, jobs };
}
