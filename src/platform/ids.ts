import { randomBytes, randomFillSync } from 'node:crypto';

/** Asking the system for a few bytes costs as much as for many. */
const pool = Buffer.alloc(4096);
let used = pool.length;

let lastMillisecond = 0;
let sequence = 0;
const buffer = Buffer.alloc(16);

/**
 * A UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, a 12-bit counter that keeps ids of one process in order
 * within a millisecond, 62 random bits.
 */
export function newId(now: number = Date.now()): string {
	if (now > lastMillisecond) {
		lastMillisecond = now;
		sequence = random(1)[0]!;
	} else if (++sequence > 0xfff) {
		lastMillisecond++;
		sequence = 0;
	}
	random(8).copy(buffer, 8);
	let rest = lastMillisecond;
	for (let i = 5; i >= 0; i--) {
		buffer[i] = rest % 256;
		rest = Math.floor(rest / 256);
	}
	buffer[6] = 0x70 | (sequence >> 8);
	buffer[7] = sequence & 0xff;
	buffer[8] = 0x80 | (buffer[8]! & 0x3f);
	const hex = buffer.toString('hex');
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function random(bytes: number): Buffer {
	if (used + bytes > pool.length) {
		randomFillSync(pool);
		used = 0;
	}
	return pool.subarray(used, (used += bytes));
}

/** True for any text that has the shape of a UUID. */
export function isId(value: unknown): value is string {
	return typeof value === 'string' && /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(value);
}

/** A secret of `bytes` random bytes as unpadded base64url, for links and tokens. */
export function newSecret(bytes = 32): string {
	return randomBytes(bytes).toString('base64url');
}
