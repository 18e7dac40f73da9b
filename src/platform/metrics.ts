import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { sql } from 'kysely';
import { lastBackupSetting } from './backup/last.ts';
import type { App } from './context.ts';

const registry = new Registry();
collectDefaultMetrics({ register: registry });

const requests = new Counter({
	name: 'venhans_http_requests_total',
	help: 'Requests by method, route and status',
	labelNames: ['method', 'route', 'status'],
	registers: [registry],
});
const durations = new Histogram({
	name: 'venhans_http_request_seconds',
	help: 'Time to answer by route',
	labelNames: ['route'],
	buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
	registers: [registry],
});
const waitingEvents = new Gauge({ name: 'venhans_events_waiting', help: 'Events written but not delivered', registers: [registry] });
const waitingMails = new Gauge({ name: 'venhans_mails_waiting', help: 'Mails by state', labelNames: ['state'], registers: [registry] });
const lastBackup = new Gauge({
	name: 'venhans_last_backup_timestamp_seconds',
	help: 'When the newest backup was made; 0 when there is none',
	registers: [registry],
});
const connections = new Gauge({
	name: 'venhans_database_connections',
	help: 'Connections of the pool by state',
	labelNames: ['state'],
	registers: [registry],
});

const parts = new Gauge({ name: 'venhans_remembered_parts', help: 'Parts of pages in memory', registers: [registry] });
const partBytes = new Gauge({ name: 'venhans_remembered_bytes', help: 'Size of the parts of pages in memory', registers: [registry] });
const partsAsked = new Counter({
	name: 'venhans_remembered_asked_total',
	help: 'Parts of pages by where they came from: memory (found) or put together (made)',
	labelNames: ['from'],
	registers: [registry],
});

/** Counts one answered request and writes its line in the log: the route's pattern, never the address or its query. */
export function observeRequest(
	app: Pick<App, 'log'>,
	{
		method,
		route,
		status,
		milliseconds,
		requestId,
	}: { method: string; route: string | null; status: number; milliseconds: number; requestId: string },
): void {
	const name = route ?? 'none';
	requests.inc({ method, route: name, status });
	durations.observe({ route: name }, milliseconds / 1000);
	app.log.info({ method, route: name, status, ms: Math.round(milliseconds * 10) / 10, requestId }, 'request');
}

/** All figures in the text format of Prometheus. */
export async function metricsText(app: Pick<App, 'db' | 'pool' | 'parts'>): Promise<string> {
	const { rows: events } = await sql<{ n: number }>`select count(*) as n from platform.outbox_event where delivered_at is null`.execute(
		app.db,
	);
	waitingEvents.set(Number(events[0]!.n));
	const { rows: mails } = await sql<{
		state: string;
		n: number;
	}>`select state, count(*) as n from platform.mail where state != 'sent' group by state`.execute(app.db);
	for (const state of ['waiting', 'failed']) waitingMails.set({ state }, Number(mails.find((row) => row.state === state)?.n ?? 0));
	const { rows: backups } = await sql<{
		at: number;
	}>`select extract(epoch from changed_at)::float8 as at from platform.setting where key = ${lastBackupSetting}`.execute(app.db);
	lastBackup.set(backups[0]?.at ?? 0);
	connections.set({ state: 'all' }, app.pool.totalCount);
	connections.set({ state: 'idle' }, app.pool.idleCount);
	connections.set({ state: 'waiting' }, app.pool.waitingCount);
	parts.set(app.parts.size.parts);
	partBytes.set(app.parts.size.bytes);
	partsAsked.reset();
	for (const [from, times] of Object.entries(app.parts.asked)) partsAsked.inc({ from }, times);
	return registry.metrics();
}

export const metricsType = registry.contentType;
