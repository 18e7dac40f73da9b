import { PgBoss } from 'pg-boss';
import type { App } from './context.ts';

/** Something a room does later and again and again. It can run twice and must not mind. */
export type Job = {
	/** `<room>.<what>` */
	name: string;
	/** Cron expression in UTC; five fields. */
	cron: string;
	/** @returns counts for the log */
	run: (app: App) => Promise<Record<string, number>>;
};

export type Jobs = { running: () => boolean; stop: () => Promise<void> };

/**
 * Runs every job at its times, once in the whole network of nodes, in the same database. A job that fails is tried
 * again three times.
 */
export async function startJobs(app: App, jobs: readonly Job[]): Promise<Jobs> {
	const boss = new PgBoss({ connectionString: app.config.databaseUrl, schema: 'pgboss', max: 3, application_name: 'venhans jobs' });
	boss.on('error', (error: unknown) => app.log.error({ err: error }, 'the job queue has a fault'));
	await boss.start();
	for (const { name, cron, run } of jobs) {
		await boss.createQueue(name, { retryLimit: 3, retryDelay: 30, retryBackoff: true });
		await boss.schedule(name, cron, null, { tz: 'UTC' });
		await boss.work(name, { pollingIntervalSeconds: 5 }, async () => {
			const counts = await run(app);
			if (Object.values(counts).some((count) => count > 0)) app.log.info({ job: name, ...counts }, 'a job ran');
		});
	}
	let running = true;
	return {
		running: () => running,
		async stop() {
			running = false;
			await boss.stop({ graceful: true, timeout: 10_000 });
		},
	};
}
