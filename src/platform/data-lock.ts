import { constants, copyFileSync, existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './errors.ts';

const lockFile = (dataDirectory: string) => join(dataDirectory, 'venhans.pid');

/**
 * Takes the data folder for this process. A lock left by a process that is gone (kill -9, power cut) is taken over; a
 * pid that meanwhile belongs to another program is told apart by the time its process began.
 * @returns gives the folder back
 * @throws SetupError when another VENHANS has it, or the folder can not be written
 */
export function lockDataDirectory(dataDirectory: string): () => void {
	const file = lockFile(dataDirectory);
	const own = `${process.pid} ${startOf(process.pid)}\n`;
	const draft = `${file}.${process.pid}`;
	const old = `${draft}.old`;
	try {
		mkdirSync(dataDirectory, { recursive: true });
		writeFileSync(draft, own);
		for (let attempt = 0; attempt < 3; attempt++) {
			if (appear(draft, file))
				return () => {
					if (contentOf(file) === own) rmSync(file);
				};
			const found = contentOf(file);
			if (found === undefined) continue;
			if (isAlive(found)) throw inUse(dataDirectory, found);
			// Moved away, not deleted: of several who find the same old lock, one gets it; whoever gets a newer one gives it back.
			renameSync(file, old);
			if (contentOf(old) !== found) {
				appear(old, file);
				throw inUse(dataDirectory, contentOf(file) ?? '');
			}
		}
	} catch (error) {
		if (error instanceof SetupError) throw error;
		const { code } = error as NodeJS.ErrnoException;
		if (code === 'ENOSPC') throw new SetupError(`The disk of ${dataDirectory} is full. Free some space and start again.`);
		if (code !== 'ENOENT')
			throw new SetupError(
				`The data folder ${dataDirectory} can not be written (${code}). Give this user the right to, or set VENHANS_DATA to another folder.`,
			);
	} finally {
		for (const path of [draft, old]) if (existsSync(path)) rmSync(path);
	}
	throw new SetupError(`The data folder ${dataDirectory} is being taken by another VENHANS at this moment. Start again.`);
}

/** The process that has a data folder, or undefined when nobody has. */
export function holderOf(dataDirectory: string): number | undefined {
	const content = contentOf(lockFile(dataDirectory));
	return content !== undefined && isAlive(content) ? pidIn(content) : undefined;
}

/** Gives a whole file a second name, unless that exists already. */
function appear(from: string, to: string): boolean {
	try {
		linkSync(from, to);
		return true;
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code === 'EEXIST') return false;
		if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error;
	}
	// A file system without hard links.
	try {
		copyFileSync(from, to, constants.COPYFILE_EXCL);
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
		throw error;
	}
}

function contentOf(file: string): string | undefined {
	try {
		return readFileSync(file, 'utf8');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
		throw error;
	}
}

const pidIn = (content: string) => Number(content.trim().split(' ')[0]);

function isAlive(content: string): boolean {
	const [pid = '', start = ''] = content.trim().split(' ');
	return pid !== '' && startOf(Number(pid)) === start;
}

function inUse(dataDirectory: string, content: string): SetupError {
	return new SetupError(
		`The data folder ${dataDirectory} is in use by another VENHANS (process ${pidIn(content)}). Stop that one, or set VENHANS_DATA to another folder.`,
	);
}

/** When a process began, as the system tells it; "gone" when there is none. */
function startOf(pid: number): string {
	try {
		// After the name in brackets, which may hold spaces, the start time is the 20th field.
		return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')[19]!;
	} catch {
		try {
			process.kill(pid, 0);
			return existsSync('/proc/self') ? 'gone' : 'alive';
		} catch {
			return 'gone';
		}
	}
}
