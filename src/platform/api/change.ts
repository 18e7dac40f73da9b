import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Ctx } from '../context.ts';
import { AppError } from '../errors.ts';
import { inTransaction } from '../events.ts';
import { personOf } from '../policy.ts';

/** What a route answers, ready to be sent and to be kept. */
export type Reply = { status: number; headers: Record<string, string>; body: unknown };

/** A key as clients may choose it; a UUID is best. */
export const keyPattern = /^[\x21-\x7e]{1,255}$/;

/**
 * Carries out a request that changes something: all of it in one transaction, or nothing of it. With an idempotency key
 * the answer is kept in the same transaction, so that whatever breaks on the way, the request happens once: sending it
 * again gets the kept answer. A request that was refused changed nothing, keeps nothing and frees its key.
 * @param fingerprint what makes two requests the same: method, address and body
 * @throws AppError idempotency_mismatch for a key that was used for another request, conflict while the first is running
 */
export async function change(
	ctx: Ctx,
	{ key, fingerprint }: { key: string | undefined; fingerprint: string },
	work: (ctx: Ctx) => Promise<Reply>,
): Promise<Reply> {
	return gateOf(ctx)(() =>
		inTransaction(ctx, async (tx) => {
			const inside: Ctx = { ...ctx, db: tx };
			if (key === undefined) return work(inside);
			const owner = ownerOf(ctx);
			const lock = await sql<{ free: boolean }>`
				select pg_try_advisory_xact_lock(hashtextextended(${`${owner} ${key}`}, 0)) as free`.execute(tx);
			if (!lock.rows[0]!.free)
				throw new AppError('conflict', { message: 'The first request with this idempotency key is still running', retryAfter: 1 });
			const kept = await tx
				.selectFrom('platform.idempotency_key')
				.select(['fingerprint', 'status', 'response'])
				.where('owner', '=', owner)
				.where('key', '=', key)
				.executeTakeFirst();
			if (kept && kept.fingerprint !== fingerprint)
				throw new AppError('idempotency_mismatch', {
					message: 'This idempotency key was used for a request with another address or body',
					field: 'idempotency-key',
					help: 'Use a new key for a new request, and the same one only to send the same request again.',
				});
			if (kept) {
				const { headers, body } = open(ctx, kept.response as Sealed);
				return { status: kept.status!, headers: { ...headers, 'idempotency-replayed': 'true' }, body };
			}
			const reply = await work(inside);
			await tx
				.insertInto('platform.idempotency_key')
				.values({
					owner,
					key,
					fingerprint,
					status: reply.status,
					response: JSON.stringify(seal(ctx, { headers: reply.headers, body: reply.body ?? null })),
					created_at: ctx.now(),
				})
				.execute();
			return reply;
		}),
	);
}

/** Keys of one caller say nothing about those of another. Guests have nothing but their address. */
function ownerOf(ctx: Ctx): string {
	const person = personOf(ctx.actor);
	return person ? `person:${person}` : `guest:${ctx.address ?? 'unknown'}`;
}

/** SHA-256 of what a request is; the order of keys in its JSON does not matter. */
export function fingerprintOf(method: string, address: string, body: unknown): string {
	return createHash('sha256')
		.update(`${method} ${address}\n${JSON.stringify(body, sorted) ?? ''}`)
		.digest('hex');
}

const sorted = (_: string, value: unknown) =>
	typeof value === 'object' && value !== null && !Array.isArray(value)
		? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
		: value;

type Kept = Pick<Reply, 'headers' | 'body'>;
type Sealed = { nonce: string; tag: string; text: string };

/** Kept answers can hold secrets that are stored nowhere else: a copy of the database must not give them away. */
const sealingKey = ({ config }: Pick<Ctx, 'config'>) => createHash('sha256').update(`kept answers ${config.secret}`).digest();

function seal(ctx: Ctx, kept: Kept): Sealed {
	const nonce = randomBytes(12);
	const cipher = createCipheriv('aes-256-gcm', sealingKey(ctx), nonce);
	const text = Buffer.concat([cipher.update(JSON.stringify(kept)), cipher.final()]);
	return { nonce: nonce.toString('base64'), tag: cipher.getAuthTag().toString('base64'), text: text.toString('base64') };
}

/** @throws AppError conflict when the platform's secret was changed since */
function open(ctx: Ctx, { nonce, tag, text }: Sealed): Kept {
	try {
		const cipher = createDecipheriv('aes-256-gcm', sealingKey(ctx), Buffer.from(nonce, 'base64')).setAuthTag(Buffer.from(tag, 'base64'));
		return JSON.parse(Buffer.concat([cipher.update(Buffer.from(text, 'base64')), cipher.final()]).toString()) as Kept;
	} catch {
		throw new AppError('conflict', 'This request was carried out already, and its answer can not be read any more');
	}
}

type Gate = <T>(work: () => Promise<T>) => Promise<T>;
const gates = new WeakMap<object, Gate>();

/**
 * A change holds one connection and may need a second one for a moment (limits are counted outside of it, so that a
 * rollback does not forget them). At most half of the pool is held at a time, so that there is always a second one.
 */
function gateOf({ pool }: Pick<Ctx, 'pool'>): Gate {
	let gate = gates.get(pool);
	if (!gate) gates.set(pool, (gate = makeGate(Math.max(1, Math.floor((pool.options.max ?? 10) / 2)))));
	return gate;
}

function makeGate(places: number): Gate {
	const waiting: (() => void)[] = [];
	let free = places;
	return async (work) => {
		if (free > 0) free--;
		else await new Promise<void>((enter) => waiting.push(enter));
		try {
			return await work();
		} finally {
			const next = waiting.shift();
			if (next) next();
			else free++;
		}
	};
}
