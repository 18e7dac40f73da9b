import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Time-based one-time passwords as every authenticator app makes them: RFC 6238 with SHA-1, 30 seconds, 6 digits. */
const stepSeconds = 30;
const digits = 6;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A new secret of 160 bits in base32, the form apps take. */
export function newTotpSecret(): string {
	return [...randomBytes(32)].map((byte) => alphabet[byte & 31]).join('');
}

/** The address an app reads from the QR code. */
export function totpAddress(secret: string, account: string): string {
	const query = new URLSearchParams({ secret, issuer: 'VENHANS', algorithm: 'SHA1', digits: String(digits), period: String(stepSeconds) });
	return `otpauth://totp/VENHANS:${encodeURIComponent(account)}?${query}`;
}

/** The code of one time step. */
export function totpCode(secret: string, step: number): string {
	const counter = Buffer.alloc(8);
	counter.writeBigUInt64BE(BigInt(step));
	const mac = createHmac('sha1', decode(secret)).update(counter).digest();
	const offset = mac[mac.length - 1]! & 15;
	return String((mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits).padStart(digits, '0');
}

/**
 * The time step a code belongs to: now, the one before or the one after (clocks differ), and later than `lastStep`,
 * so that a code works once. Undefined for a wrong code.
 */
export function verifyTotp(secret: string, code: string, now: Date, lastStep = 0): number | undefined {
	const given = Buffer.from(code.replace(/\s/g, ''));
	const current = Math.floor(now.getTime() / 1000 / stepSeconds);
	return [current, current - 1, current + 1].find((step) => {
		const expected = Buffer.from(totpCode(secret, step));
		return step > lastStep && given.length === expected.length && timingSafeEqual(given, expected);
	});
}

function decode(secret: string): Buffer {
	const bits = [...secret].map((sign) => alphabet.indexOf(sign).toString(2).padStart(5, '0')).join('');
	return Buffer.from(bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2)));
}
