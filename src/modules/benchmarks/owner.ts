import { createHash } from 'node:crypto';
import { newSecret } from '#platform/ids.ts';

/** The secret in a guest's cookie that makes a run theirs; the database keeps only its hash. */
export function newOwnerToken(): string {
	return newSecret(24);
}

/** SHA-256 of a token, as it is stored. */
export function hashToken(token: string): Buffer {
	return createHash('sha256').update(token).digest();
}
