import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPool } from '#platform/database/connect.ts';
import { runningEmbeddedUrl, startEmbedded } from '#platform/database/embedded.ts';
import { newId } from '#platform/ids.ts';
import { runVenhans } from '../support/command.ts';
import { freePort, newFolder, startProduct, type Product } from '../support/product.ts';

let place: string;
beforeAll(async () => void (place = await newFolder()));
afterAll(() => rm(place, { recursive: true, force: true }));

type Findings = { healthy: boolean; findings: { check: string; state: string; says: string; todo?: string }[] };

async function doctor(env: NodeJS.ProcessEnv) {
	const { status, stdout, stderr } = await runVenhans(['doctor', '--json'], env);
	expect(stderr).toBe('');
	const report = JSON.parse(stdout) as Findings;
	for (const { state, todo } of report.findings) expect(state === 'ok' || todo!.length > 10).toBe(true);
	return { status, healthy: report.healthy, of: (check: string) => report.findings.find((finding) => finding.check === check) };
}

describe('of a platform that runs', () => {
	let product: Product;
	let env: NodeJS.ProcessEnv;
	beforeAll(async () => {
		product = await startProduct(join(place, 'data'), { env: { VENHANS_DEMO: 'off' } });
		env = { VENHANS_DATA: product.data, VENHANS_DEMO: 'off', PORT: String(product.port) };
	});
	afterAll(() => product.stop());

	async function onDatabase(text: string, values: unknown[] = []) {
		const pool = openPool((await runningEmbeddedUrl(product.data))!, 1);
		try {
			return (await pool.query(text, values)).rows;
		} finally {
			await pool.end();
		}
	}

	test('doctor finds it healthy, line by line', async () => {
		const report = await doctor(env);
		expect(report).toMatchObject({ status: 0, healthy: true });
		for (const check of [
			'node',
			'configuration',
			'instruments',
			'printing',
			'disk',
			'secret',
			'server',
			'address',
			'database',
			'migrations',
		])
			expect(report.of(check), check).toMatchObject({ state: 'ok' });
		expect(report.of('backup')).toMatchObject({ state: 'warning', says: 'there never was one' });
		const { status, stdout } = await runVenhans(['doctor'], env);
		expect(status).toBe(0);
		expect(stdout).toMatch(/^ok {7}node {14}Node 26/m);
		expect(stdout).toMatch(/^warning {2}backup .* → Make one: /m);
	});

	test('doctor knows the newest backup', async () => {
		expect(await runVenhans(['backup', join(place, 'backup.tar.gz')], env)).toMatchObject({ status: 0 });
		expect((await doctor(env)).of('backup')).toMatchObject({ state: 'ok', says: 'the last is 0 minutes old' });
	});

	test('metrics are for this machine, not for what a proxy on it passes on', async () => {
		const own = await fetch(`${product.url}/metrics`);
		expect(own.status).toBe(200);
		expect(await own.text()).toMatch(/^venhans_last_backup_timestamp_seconds 1\d{9}/m);
		expect((await fetch(`${product.url}/metrics`, { headers: { 'x-forwarded-for': '192.0.2.1' } })).status).toBe(404);
	});

	test('doctor finds what is broken and says what to do', async () => {
		await onDatabase(
			`insert into platform.file (id, room, name, media_type, size, sha256) values ($1, 'benchmarks', 'a.pdf', 'application/pdf', 1, repeat('0', 64))`,
			[newId()],
		);
		await onDatabase(`insert into platform.outbox_event (id, name, payload, attempts) values ($1, 'network.role.given', '{}', 10)`, [
			newId(),
		]);
		const nobody = String(await freePort());
		const broken = { ...env, PORT: nobody, VENHANS_URL: `http://127.0.0.1:${nobody}`, SMTP_URL: `smtp://127.0.0.1:${nobody}` };
		const report = await doctor(broken);
		expect(report).toMatchObject({ status: 1, healthy: false });
		for (const check of ['files', 'events', 'address', 'public address', 'mail server'])
			expect(report.of(check), check).toMatchObject({ state: 'problem' });
		await onDatabase(`delete from platform.file`);
		await onDatabase(`delete from platform.outbox_event where attempts = 10`);
	});

	test('doctor names a variable that is wrong', async () => {
		const report = await doctor({ ...env, LOG_LEVEL: 'loud' });
		expect(report.status).toBe(1);
		expect(report.of('configuration')).toMatchObject({ state: 'problem', says: expect.stringContaining('LOG_LEVEL') });
	});

	test('admin prints a link that signs in as administrator', async () => {
		const { status, stdout, stderr } = await runVenhans(['admin', 'olga@venhans.example'], { ...env, VENHANS_URL: product.url });
		expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
		const link = /^http\S+$/m.exec(stdout)![0];
		const page = await fetch(link);
		expect(await page.text()).toContain('olga@venhans.example');
		const { searchParams } = new URL(link);
		const entered = await fetch(link, {
			method: 'POST',
			redirect: 'manual',
			headers: { origin: product.url, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
			body: `token=${searchParams.get('token')}`,
		});
		expect(entered.status).toBe(303);
		const [row] = await onDatabase(`select administrator from auth.account where email = 'olga@venhans.example'`);
		expect(row).toEqual({ administrator: true });
	});

	test('seed loads the demo once, and never among organisations of one’s own', async () => {
		expect((await runVenhans(['seed'], env)).stdout).toContain('are loaded');
		expect((await runVenhans(['seed'], env)).stdout).toContain('were loaded before');
		await onDatabase(`update network.organisation set fictional = false where kind = 'network'`);
		const { status, stderr } = await runVenhans(['seed'], env);
		expect(status).toBe(2);
		expect(stderr).toMatch(/^venhans: This platform has organisations of its own[^\n]*\n$/);
	});
});

test('doctor looks at a stopped platform, too, and leaves it stopped', async () => {
	const report = await doctor({ VENHANS_DATA: join(place, 'data'), VENHANS_DEMO: 'off' });
	expect(report).toMatchObject({ status: 0, healthy: true });
	expect(report.of('server')).toMatchObject({ state: 'warning', says: 'is stopped' });
	expect(report.of('database')).toMatchObject({ state: 'ok' });
	expect(await runningEmbeddedUrl(join(place, 'data'))).toBeUndefined();
});

test('a command leaves events to the server, which has their handlers', async () => {
	const data = join(place, 'data');
	const bytes = join(data, 'files', 'benchmarks', 'ab', 'dropped');
	await mkdir(dirname(bytes), { recursive: true });
	await writeFile(bytes, 'x');
	const server = await startEmbedded(data);
	const pool = openPool(server.url, 1);
	await pool.query(`insert into platform.outbox_event (id, name, payload) values ($1, 'platform.file.dropped', $2)`, [
		newId(),
		{ key: 'benchmarks/ab/dropped' },
	]);
	await pool.end();
	await server.stop();
	expect(await runVenhans(['admin', 'events@venhans.example'], { VENHANS_DATA: data })).toMatchObject({ status: 0 });
	expect(existsSync(bytes)).toBe(true);
	const product = await startProduct(data, { env: { VENHANS_DEMO: 'off' } });
	while (existsSync(bytes)) await new Promise((wait) => setTimeout(wait, 50));
	await product.stop();
});

test('doctor tells that nothing was ever started', async () => {
	const report = await doctor({ VENHANS_DATA: join(place, 'nowhere') });
	expect(report.status).toBe(1);
	expect(report.of('data folder')).toMatchObject({ state: 'problem', says: expect.stringContaining('does not exist') });
});

test.each([
	[['admin', 'nobody@'], 'is no mail address'],
	[['start', '--port', '80'], "Unknown option '--port'"],
	[['dance'], 'There is no command "dance"'],
])('venhans %j says in one line what is wrong', async (args, message) => {
	const { status, stdout, stderr } = await runVenhans(args, { VENHANS_DATA: join(place, 'data') });
	expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
	expect(stderr).toMatch(/^venhans: [^\n]+\n$/);
	expect(stderr).toContain(message);
});

test('help lists every command; --help tells one', async () => {
	const { status, stdout } = await runVenhans(['help']);
	expect(status).toBe(0);
	for (const command of ['start', 'backup', 'restore', 'doctor', 'admin', 'seed', 'score', 'help'])
		expect(stdout).toMatch(new RegExp(`^  ${command}`, 'm'));
	expect(await runVenhans(['backup', '--help'])).toMatchObject({ status: 0, stdout: expect.stringContaining('venhans backup DIR|FILE') });
});
