import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync } from 'node:fs';
import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer, request, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromRoot } from '#platform/paths.ts';
import { demoId } from '#modules/network/demo/seed.ts';
import { runVenhans, spawnVenhans, type Ended } from '../support/command.ts';
import { signInOverHttp } from '../support/full-check.ts';
import { freePort, newFolder, startProduct, type Product } from '../support/product.ts';

let place: string;
beforeAll(async () => void (place = await newFolder()));
afterAll(() => rm(place, { recursive: true, force: true }));

/** A start that must fail: told in one line, with exit code 2 and nothing that looks like success. */
async function failing(env: NodeJS.ProcessEnv, program?: string): Promise<string> {
	const port = String(await freePort());
	const { status, stdout, stderr } = await runVenhans(['start'], { PORT: port, ...env }, program);
	expect(stderr).toMatch(/^venhans: [^\n]+\n$/);
	expect({ status, running: stdout.includes('is running') }).toEqual({ status: 2, running: false });
	return stderr;
}

describe('beside one that runs', () => {
	let product: Product;
	beforeAll(async () => void (product = await startProduct(join(place, 'running'))));
	afterAll(() => product.stop());

	test('a second start on the same data folder names the process that has it, and harms nothing', async () => {
		const said = await failing({ VENHANS_DATA: product.data });
		expect(said).toContain(`is in use by another VENHANS (process ${product.running.process.pid})`);
		expect((await fetch(`${product.url}/readyz`)).status).toBe(200);
	});

	test('a taken port is named, with another one to try', async () => {
		const said = await failing({ VENHANS_DATA: join(place, 'taken'), PORT: String(product.port) });
		expect(said).toContain(`Port ${product.port} is taken`);
		expect(said).toContain(`PORT=${product.port + 1}`);
		// The folder is free again.
		expect(existsSync(join(place, 'taken', 'venhans.pid'))).toBe(false);
		expect(existsSync(join(place, 'taken', 'postgres', 'postmaster.pid'))).toBe(false);
	});
});

test('a variable that is wrong is named, before anything is made', async () => {
	expect(await failing({ VENHANS_DATA: join(place, 'unused'), VENHANS_DEMO: 'yes' })).toContain('VENHANS_DEMO: ');
	expect(existsSync(join(place, 'unused'))).toBe(false);
});

test('a database that does not answer is named without its password', async () => {
	const address = `127.0.0.1:${await freePort()}/venhans`;
	const said = await failing({ VENHANS_DATA: join(place, 'elsewhere'), DATABASE_URL: `postgres://venhans:topsecret@${address}` });
	expect(said).toContain(`DATABASE_URL (postgres://…@${address}) does not answer`);
	expect(said).not.toContain('topsecret');
});

test('a database address where something else answers is told', async () => {
	const other = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1');
	await new Promise((listening) => other.once('listening', listening));
	const { port } = other.address() as { port: number };
	const said = await failing({ VENHANS_DATA: join(place, 'elsewhere'), DATABASE_URL: `postgres://venhans@127.0.0.1:${port}/venhans` });
	expect(said).toContain('DATABASE_URL');
	other.close();
});

describe('with a data folder', () => {
	const made = (...parts: string[]) => join(place, 'made', ...parts);
	beforeAll(async () => {
		const product = await startProduct(made());
		expect(await product.stop()).toMatchObject({ status: 0, stderr: '' });
	});

	test('a damaged secret is told, with what deleting it costs', async () => {
		const kept = await readFile(made('secret'));
		await writeFile(made('secret'), kept.subarray(0, 20));
		expect(await failing({ VENHANS_DATA: made() })).toContain(`${made('secret')} is damaged`);
		await writeFile(made('secret'), kept);
	});

	test('data of another PostgreSQL are not touched', async () => {
		await writeFile(made('postgres', 'PG_VERSION'), '17\n');
		expect(await failing({ VENHANS_DATA: made() })).toContain('was made by PostgreSQL 17');
		await writeFile(made('postgres', 'PG_VERSION'), '18\n');
	});

	test('a database folder that lost its control file is told in one line', async () => {
		const control = made('postgres', 'global', 'pg_control');
		const kept = await readFile(control);
		await rm(control);
		expect(await failing({ VENHANS_DATA: made() })).toContain('could not start');
		await writeFile(control, kept);
	});

	test('after all that it starts and has its data', async () => {
		const product = await startProduct(made());
		expect((await fetch(`${product.url}/en/demo`)).status).toBe(200);
		expect(await product.stop()).toMatchObject({ status: 0, stderr: '' });
	});

	test('a data folder that is a file is told', async () => {
		await writeFile(join(place, 'a-file'), '');
		expect(await failing({ VENHANS_DATA: join(place, 'a-file') })).toContain('can not be written');
	});

	test.skipIf(process.getuid?.() === 0)('a data folder without the right to write is told', async () => {
		await mkdir(join(place, 'read-only'));
		chmodSync(join(place, 'read-only'), 0o500);
		expect(await failing({ VENHANS_DATA: join(place, 'read-only') })).toContain('can not be written (EACCES)');
	});
});

/** A small disk of its own, where this machine lets us have one. */
function mountSmall(folder: string, megabytes: number): boolean {
	return (
		process.platform === 'linux' &&
		process.getuid?.() === 0 &&
		spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]).status === 0
	);
}
const unmount = (folder: string) => spawnSync('umount', [folder]);
const canMount = await (async () => {
	const folder = await newFolder();
	const can = mountSmall(folder, 1);
	if (can) unmount(folder);
	await rm(folder, { recursive: true });
	return can;
})();

describe.skipIf(!canMount)('on a full disk', () => {
	test.each([
		['for the database', 8],
		['for anything', 1],
	])('a first start without room %s says so', async (_, megabytes) => {
		const disk = join(place, 'small');
		await mkdir(disk, { recursive: true });
		mountSmall(disk, megabytes);
		try {
			if (megabytes === 1) fill(disk);
			expect(await failing({ VENHANS_DATA: join(disk, 'data') })).toMatch(/disk .*is full/);
		} finally {
			unmount(disk);
		}
	});

	test('a later start says so, loses nothing, and works when there is room again', async () => {
		const disk = join(place, 'small');
		await mkdir(disk, { recursive: true });
		mountSmall(disk, 250);
		try {
			const product = await startProduct(join(disk, 'data'));
			await product.stop();
			fill(disk);
			expect(await failing({ VENHANS_DATA: join(disk, 'data') })).toMatch(/disk .*is full/);
			await rm(join(disk, 'filler'));
			const again = await startProduct(join(disk, 'data'));
			expect((await fetch(`${again.url}/en/demo`)).status).toBe(200);
			expect(await again.stop()).toMatchObject({ status: 0 });
		} finally {
			unmount(disk);
		}
	});
});

/** Takes what is left on a disk, to the last byte. */
function fill(disk: string): void {
	for (const size of ['1M', '4k', '1'])
		spawnSync('dd', ['if=/dev/zero', `of=${disk}/filler`, `bs=${size}`, 'oflag=append', 'conv=notrunc']);
}

describe('with an instrument that is faulty', () => {
	let copy: string;
	const instrument = () => join(copy, 'instruments', 'go-international', '1.0', 'instrument.json');
	beforeAll(async () => {
		copy = join(place, 'project');
		await mkdir(copy);
		for (const part of ['bin', 'src', 'build', 'messages', 'instruments', 'static', 'package.json', 'vite.config.ts'])
			await cp(fromRoot(part), join(copy, part), { recursive: true, preserveTimestamps: true });
		await symlink(fromRoot('node_modules'), join(copy, 'node_modules'));
	});

	test.each<[string, (text: string) => string, RegExp]>([
		['is no JSON', (text) => text.slice(0, 500), /instrument\.json can not be read: /],
		[
			'names a section that does not exist',
			(text) => text.replace('"section": "ENV"', '"section": "ENVY"'),
			/instrument\.json: item ENV-1/,
		],
		['was changed although it is frozen', (text) => text.replace('"headline": true', '"headline": false'), /instrument\.json: /],
		['is empty', () => '', /instrument\.json can not be read: /],
	])('one that %s stops the start, naming the file', async (_, change, message) => {
		const whole = await readFile(instrument(), 'utf8');
		expect(change(whole)).not.toBe(whole);
		await writeFile(instrument(), change(whole));
		expect(await failing({ VENHANS_DATA: join(place, 'with-fault') }, join(copy, 'bin', 'venhans.ts'))).toMatch(message);
		await writeFile(instrument(), whole);
	});

	test('a missing file of texts stops the start, naming the file', async () => {
		await rm(join(copy, 'instruments', 'go-international', '1.0', 'texts', 'en.json'));
		expect(await failing({ VENHANS_DATA: join(place, 'with-fault') }, join(copy, 'bin', 'venhans.ts'))).toContain(
			'texts/en.json is missing',
		);
	});
});

/** Sends a request but for its body; resolves, when the server has begun with it, to what sends the rest and reads the answer. */
async function beginAnswer(url: string, value: string): Promise<() => Promise<{ status?: number; body: unknown }>> {
	const body = JSON.stringify({ item: 'ENV-1', value, sequence: 1 });
	const sent = request(`${url}/en/benchmarks/go-international/quick/answers`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), expect: '100-continue' },
	});
	sent.flushHeaders();
	await once(sent, 'continue');
	return async () => {
		sent.end(body);
		const [response] = (await once(sent, 'response')) as [IncomingMessage];
		const text = Buffer.concat(await Array.fromAsync(response as AsyncIterable<Buffer>)).toString();
		return { status: response.statusCode, body: JSON.parse(text) };
	};
}

describe('an end', () => {
	test('by SIGTERM answers the requests that are under way, refuses new ones and exits with 0', async () => {
		const product = await startProduct(join(place, 'ends'));
		const under = await Promise.all(['1', '2', '3'].map((value) => beginAnswer(product.url, value)));
		const ended = product.stop();
		while (await fetch(`${product.url}/healthz`).catch(() => undefined)) await new Promise((wait) => setTimeout(wait, 5));
		for (const finish of under) expect(await finish()).toMatchObject({ status: 200, body: { at: expect.any(String) } });
		expect(await ended).toMatchObject({ status: 0, stderr: '' });
		expect(existsSync(join(product.data, 'venhans.pid'))).toBe(false);
		expect(existsSync(join(product.data, 'postgres', 'postmaster.pid'))).toBe(false);
	});

	test('by SIGTERM lets a request come to its end whose reader has gone meanwhile', async () => {
		const product = await startProduct(join(place, 'left'), { env: { LOG_LEVEL: 'error' } });
		const { cookie } = await signInOverHttp(product.url, demoId('person', 'ana-ferreira'));
		const gone = new AbortController();
		const asking = Array.from({ length: 50 }, async () => {
			while (await fetch(`${product.url}/en/home`, { headers: { cookie }, signal: gone.signal }).catch(() => undefined));
		});
		await new Promise((pause) => setTimeout(pause, 1_500));
		const ended = product.stop();
		gone.abort();
		await Promise.all(asking);
		expect(await ended).toMatchObject({ status: 0, stderr: '', stdout: expect.not.stringContaining('a request failed') });
	});

	test('by SIGKILL, at every stage of the first start and later, leaves a folder that starts', async () => {
		const data = join(place, 'killed');
		const stages: ((output: string) => boolean)[] = [
			() => existsSync(data),
			() => readdirSync(data).some((name) => name.startsWith('postgres.new-')),
			() => existsSync(join(data, 'postgres', 'PG_VERSION')),
			() => existsSync(join(data, 'postgres', 'postmaster.pid')),
			(output) => output.includes('is running'),
		];
		for (const reached of stages) {
			const port = String(await freePort());
			const start = spawnVenhans(['start'], { PORT: port, VENHANS_DATA: data });
			let over: Ended | undefined;
			void start.ended.then((ended) => (over = ended));
			while (!reached(start.output()) && !over) await new Promise((wait) => setTimeout(wait, 1));
			expect(over).toBeUndefined();
			start.process.kill('SIGKILL');
			await start.ended;
		}
		const product = await startProduct(data);
		expect((await fetch(`${product.url}/en/demo`)).status).toBe(200);
		expect(await product.stop()).toMatchObject({ status: 0, stderr: '' });
	});
});
