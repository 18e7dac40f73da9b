import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { environment, loadConfig } from './config.ts';
import { fromRoot } from './paths.ts';

/** The table of docs/running/configuration.md, as the code says it. */
function table(): string {
	const rows = Object.entries(environment).map(([name, schema]) => {
		const { default: standard, description } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
		return `| \`${name}\` | ${standard === undefined ? '' : `\`${String(standard)}\``} | ${description} |`;
	});
	return ['| Variable | When absent | Meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

/** A Markdown table without the spaces that only align it. */
const unaligned = (text: string) => text.replace(/ *\| */g, '|').replace(/-{3,}/g, '---');

test('docs/running/configuration.md has the table of exactly the variables the code reads', () => {
	const page = readFileSync(fromRoot('docs', 'running', 'configuration.md'), 'utf8');
	expect(unaligned(page)).toContain(unaligned(table()));
});

test('no source reads a variable that is not in the table', () => {
	const sources = globSync(['src/**/*.{ts,svelte}', 'bin/**/*.{ts,mjs}'], { cwd: fromRoot() }).filter((file) => !file.endsWith('.test.ts'));
	const own = ['PROTOCOL_HEADER', 'HOST_HEADER', 'ADDRESS_HEADER', 'BODY_SIZE_LIMIT'];
	const read = sources.flatMap((file) =>
		[...readFileSync(fromRoot(file), 'utf8').matchAll(/process\.env\.(\w+)/g)].map((match) => match[1]!),
	);
	expect(read.filter((name) => !(name in environment) && !own.includes(name))).toEqual([]);
});

test('an empty variable counts as absent', () => {
	expect(loadConfig({ PORT: '', DATABASE_URL: '' })).toMatchObject({ port: 3000, databaseUrl: undefined });
});

test('a demo leaves the mail server alone: its people are invented', () => {
	const SMTP_URL = 'smtp://mail.example';
	expect(loadConfig({ SMTP_URL })).toMatchObject({ smtpUrl: undefined, smtpUnused: true });
	expect(loadConfig({ SMTP_URL, VENHANS_DEMO: 'off' })).toMatchObject({ smtpUrl: SMTP_URL, smtpUnused: false });
	expect(loadConfig({})).toMatchObject({ smtpUrl: undefined, smtpUnused: false });
});

test.each([
	['PORT', 'lots'],
	['PORT', '70000'],
	['VENHANS_URL', 'venhans.example'],
	['VENHANS_DEMO', 'yes'],
	['VENHANS_SECRET', 'short'],
	['DATABASE_URL', 'mysql://localhost/venhans'],
	['SMTP_URL', 'mail.example'],
	['OIDC_ISSUER', 'https://login.example'],
	['LOG_LEVEL', 'loud'],
	['METRICS_TOKEN', 'short'],
	['PAGE_MEMORY_MB', '-1'],
	['TRUST_PROXY', '1'],
])('%s=%s is refused by the name of the variable', (name, value) => {
	expect(() => loadConfig({ [name]: value })).toThrow(
		expect.objectContaining({ name: 'SetupError', message: expect.stringMatching(new RegExp(`^${name}: `)) }),
	);
});
