import { argon2, createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);

/** OWASP's first recommendation for argon2id: 19 MiB, 2 passes, 1 lane. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 };

/** SHA-256, as tokens of high entropy are stored. */
export function digest(token: string): Buffer {
	return createHash('sha256').update(token).digest();
}

/** A password as it is stored: `argon2id$memory$passes$salt$hash`, so that the cost can rise later. */
export async function hashPassword(password: string): Promise<string> {
	const salt = randomBytes(16);
	const hash = await derive('argon2id', { message: password.normalize('NFC'), nonce: salt, tagLength: 32, ...cost });
	return ['argon2id', cost.memory, cost.passes, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/** A hash nobody has the password of: checked for unknown accounts, so that they take as long as known ones. */
const decoy = hashPassword(randomBytes(32).toString('hex'));

/** Compares in constant time; without a stored hash it does the same work and says no. */
export async function verifyPassword(password: string, stored: string | null | undefined): Promise<boolean> {
	const [, memory, passes, salt, hash] = (stored ?? (await decoy)).split('$');
	const expected = Buffer.from(hash!, 'base64url');
	const found = await derive('argon2id', {
		message: password.normalize('NFC'),
		nonce: Buffer.from(salt!, 'base64url'),
		tagLength: expected.length,
		memory: Number(memory),
		passes: Number(passes),
		parallelism: cost.parallelism,
	});
	return timingSafeEqual(found, expected) && stored != null;
}
