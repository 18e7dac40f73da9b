import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { App } from './context.ts';
import { AppError } from './errors.ts';

/** How much of what is allowed to one key; counted in the database, so that it holds across nodes. */
export const limits = {
	signInAccount: { points: 5, seconds: 15 * 60 },
	signInAddress: { points: 30, seconds: 15 * 60 },
	mailTo: { points: 3, seconds: 15 * 60 },
	mailFromAddress: { points: 30, seconds: 15 * 60 },
	joinCode: { points: 20, seconds: 15 * 60 },
	secondFactor: { points: 5, seconds: 15 * 60 },
	api: { points: 600, seconds: 60 },
} as const;

export type LimitName = keyof typeof limits;
export type LimitState = { limit: number; remaining: number; resetSeconds: number };

const limiters = new WeakMap<object, Map<LimitName, RateLimiterPostgres>>();

function limiter(app: Pick<App, 'pool'>, name: LimitName): RateLimiterPostgres {
	let made = limiters.get(app.pool);
	if (!made) limiters.set(app.pool, (made = new Map()));
	let found = made.get(name);
	if (!found) {
		const { points, seconds } = limits[name];
		found = new RateLimiterPostgres({
			storeClient: app.pool,
			storeType: 'pool',
			schemaName: 'platform',
			tableName: 'rate_limit',
			tableCreated: true,
			// Old counts are removed by the purge job; a timer here would keep tests and commands alive.
			clearExpiredByTimeout: false,
			keyPrefix: name,
			points,
			duration: seconds,
		});
		made.set(name, found);
	}
	return found;
}

/**
 * Counts one use by `key`.
 * @throws AppError too_many_requests, with the seconds to wait
 */
export async function useLimit(app: Pick<App, 'pool'>, name: LimitName, key: string): Promise<LimitState> {
	const { points } = limits[name];
	try {
		const used = await limiter(app, name).consume(key);
		return { limit: points, remaining: used.remainingPoints, resetSeconds: Math.ceil(used.msBeforeNext / 1000) };
	} catch (error) {
		if (!(error instanceof RateLimiterRes)) throw error;
		const retryAfter = Math.ceil(error.msBeforeNext / 1000);
		throw new AppError('too_many_requests', { message: `Too many attempts; try again in ${retryAfter} seconds`, retryAfter });
	}
}

/** Takes one use back, where only failures should count. */
export async function giveBackLimit(app: Pick<App, 'pool'>, name: LimitName, key: string): Promise<void> {
	await limiter(app, name).reward(key);
}

/** Forgets what was counted, e.g. after a right password. */
export async function resetLimit(app: Pick<App, 'pool'>, name: LimitName, key: string): Promise<void> {
	await limiter(app, name).delete(key);
}
