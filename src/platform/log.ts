import { pino, type Logger } from 'pino';

export type { Logger };

/**
 * Structured log on stdout. Personal data never goes in: paths are logged without their query, people by id.
 */
export function createLog(level: string): Logger {
	return pino({ level, base: null, redact: { paths: ['email', '*.email', 'password', '*.password', 'token', '*.token'], censor: '…' } });
}
