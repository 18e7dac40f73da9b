import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import { SetupError } from './errors.ts';
import { rootDirectory } from './paths.ts';

const onOff = (standard: 'on' | 'off') =>
	z
		.enum(['on', 'off'])
		.default(standard)
		.transform((value) => value === 'on');

/** Every environment variable the platform reads. docs/running/configuration.md is checked against this list. */
export const environment = {
	PORT: z.coerce.number().int().min(0).max(65535).default(3000).describe('Port of the web server'),
	HOST: z.string().min(1).default('127.0.0.1').describe('Address the web server listens on; 0.0.0.0 for all'),
	VENHANS_URL: z
		.url({ protocol: /^https?$/ })
		.optional()
		.describe('Public address of the platform, e.g. https://venhans.example; needed behind a proxy'),
	VENHANS_DATA: z.string().min(1).default('./data').describe('Folder of the embedded database and the files'),
	VENHANS_DEMO: onOff('on').describe('Load the fictional demo data at the first start'),
	VENHANS_DEV: onOff('off').describe('Show the page of all base components at /en/dev/components, for those who build the platform'),
	VENHANS_SECRET: z
		.string()
		.min(32, 'needs at least 32 characters')
		.optional()
		.describe(
			'Key that seals answers kept for repeated API calls and links that switch mails off; made and kept in the data folder when absent',
		),
	DATABASE_URL: z
		.string()
		.regex(/^postgres(ql)?:\/\//, 'must begin with postgres:// or postgresql://')
		.optional()
		.describe('Any PostgreSQL from 15 on; absent: the embedded server'),
	SMTP_URL: z
		.string()
		.regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://')
		.optional()
		.describe('Mail server; absent, or in demo mode: mails land in the outbox page'),
	MAIL_FROM: z.string().min(3).default('VENHANS <no-reply@venhans.invalid>').describe('Sender of mails'),
	OIDC_ISSUER: z.url().optional().describe('Address of an OpenID Connect provider'),
	OIDC_CLIENT_ID: z.string().optional().describe('Client id at that provider'),
	OIDC_CLIENT_SECRET: z.string().optional().describe('Client secret at that provider'),
	OIDC_NAME: z.string().default('OpenID Connect').describe('Name on the sign-in button'),
	LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info').describe('Detail of the log'),
	METRICS_TOKEN: z.string().min(16).optional().describe('Bearer token for /metrics; absent: loopback only'),
	PAGE_MEMORY_MB: z.coerce
		.number()
		.int()
		.min(0)
		.max(4096)
		.default(32)
		.describe('Megabytes of memory for parts of pages that take long to put together; 0 for none'),
	TRUST_PROXY: onOff('off').describe('Take the client address from X-Forwarded-For (only behind your own proxy)'),
} as const;

const schema = z.object(environment).superRefine((value, check) => {
	const oidc = [value.OIDC_ISSUER, value.OIDC_CLIENT_ID, value.OIDC_CLIENT_SECRET];
	if (oidc.some(Boolean) && !oidc.every(Boolean))
		check.addIssue({
			code: 'custom',
			path: ['OIDC_ISSUER'],
			message: 'OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET belong together; set all three or none',
		});
});

export type Config = ReturnType<typeof loadConfig>;

/**
 * Reads and checks the environment.
 * @throws SetupError naming the first variable that is wrong, what it was and what is allowed
 */
export function loadConfig(env: NodeJS.ProcessEnv) {
	// An empty variable means "not set": that is how compose files and service units express absence.
	const given = Object.fromEntries(Object.keys(environment).map((name) => [name, env[name] || undefined]));
	const parsed = schema.safeParse(given);
	if (!parsed.success) {
		const issue = parsed.error.issues[0]!;
		const name = String(issue.path[0]);
		throw new SetupError(`${name}: ${issue.message}. It is read from the environment; see docs/running/configuration.md.`);
	}
	const value = parsed.data;
	const dataDirectory = isAbsolute(value.VENHANS_DATA) ? value.VENHANS_DATA : resolve(rootDirectory, value.VENHANS_DATA);
	return {
		port: value.PORT,
		host: value.HOST,
		/** Fixed public origin, or undefined: then taken from each request's Host header. */
		publicUrl: value.VENHANS_URL?.replace(/\/+$/, ''),
		dataDirectory,
		demo: value.VENHANS_DEMO,
		dev: value.VENHANS_DEV,
		secret: value.VENHANS_SECRET,
		databaseUrl: value.DATABASE_URL,
		/** Nothing is sent to invented people: in demo mode every mail stays in the outbox page. */
		smtpUrl: value.VENHANS_DEMO ? undefined : value.SMTP_URL,
		/** A mail server is set, and demo mode leaves it alone. */
		smtpUnused: value.VENHANS_DEMO && value.SMTP_URL !== undefined,
		mailFrom: value.MAIL_FROM,
		oidc: value.OIDC_ISSUER
			? { issuer: value.OIDC_ISSUER, clientId: value.OIDC_CLIENT_ID!, clientSecret: value.OIDC_CLIENT_SECRET!, name: value.OIDC_NAME }
			: undefined,
		logLevel: value.LOG_LEVEL,
		metricsToken: value.METRICS_TOKEN,
		pageMemory: value.PAGE_MEMORY_MB * 1024 * 1024,
		trustProxy: value.TRUST_PROXY,
	};
}
