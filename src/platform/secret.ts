import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './errors.ts';

/**
 * The platform's secret: VENHANS_SECRET, or one made at the first start and kept in the data folder, readable by its
 * owner only.
 */
export function readSecret(configured: string | undefined, dataDirectory: string): string {
	if (configured) return configured;
	const file = join(dataDirectory, 'secret');
	if (existsSync(file)) {
		const secret = readFileSync(file, 'utf8').trim();
		if (secret.length < 32)
			throw new SetupError(`${file} is damaged. Restore it from a backup, or delete it: everybody then signs in again.`);
		return secret;
	}
	mkdirSync(dataDirectory, { recursive: true });
	const secret = randomBytes(48).toString('base64url');
	writeFileSync(file, secret + '\n', { mode: 0o600, flag: 'wx' });
	chmodSync(file, 0o600);
	return secret;
}
