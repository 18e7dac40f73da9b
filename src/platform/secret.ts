import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './errors.ts';

/**
 * The platform's secret, which seals what the database must not give away by itself (answers kept for repeated API
 * calls) and links that nobody can make up (those that switch mails off): VENHANS_SECRET, or one made at the first
 * start and kept in the data folder, readable by its owner only.
 */
export function readSecret(configured: string | undefined, dataDirectory: string): string {
	if (configured) return configured;
	const file = join(dataDirectory, 'secret');
	if (existsSync(file)) {
		const secret = readKept(file);
		if (!/^[\x21-\x7e]{32,}$/.test(secret))
			throw new SetupError(
				`${file} is damaged. Restore it from a backup, or delete it: a new one is made, API calls repeated from the last day can not be given their first answer, and links in sent mails that switch mails off end.`,
			);
		return secret;
	}
	const secret = randomBytes(48).toString('base64url');
	try {
		mkdirSync(dataDirectory, { recursive: true });
		// Under its name only when whole: a power cut must not leave half a secret.
		writeFileSync(`${file}.new`, secret + '\n', { mode: 0o600, flush: true });
		renameSync(`${file}.new`, file);
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		throw new SetupError(
			code === 'ENOSPC'
				? `The disk of ${dataDirectory} is full. Free some space and start again.`
				: `The secret can not be written to ${file} (${code}). Give this user the right to, or set VENHANS_SECRET.`,
		);
	}
	return secret;
}

function readKept(file: string): string {
	try {
		return readFileSync(file, 'utf8').trim();
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		throw new SetupError(`${file} can not be read (${code}). Run this as the user that runs VENHANS, or set VENHANS_SECRET.`);
	}
}
