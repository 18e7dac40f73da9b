import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './errors.ts';

/**
 * Takes the data folder for this process. A lock left by a process that is gone (kill -9, power cut) is taken over; a
 * pid that meanwhile belongs to another program is told apart by the time its process began.
 * @returns gives the folder back
 * @throws SetupError when another VENHANS has it, or the folder can not be written
 */
export function lockDataDirectory(dataDirectory: string): () => void {
	const file = join(dataDirectory, 'venhans.pid');
	const own = `${process.pid} ${startOf(process.pid)}\n`;
	for (let attempt = 0; attempt < 2; attempt++) {
		try {
			mkdirSync(dataDirectory, { recursive: true });
			const handle = openSync(file, 'wx', 0o644);
			writeSync(handle, own);
			closeSync(handle);
			return () => {
				if (existsSync(file) && readFileSync(file, 'utf8') === own) rmSync(file);
			};
		} catch (error) {
			const { code } = error as NodeJS.ErrnoException;
			if (code === 'ENOSPC') throw new SetupError(`The disk of ${dataDirectory} is full. Free some space and start again.`);
			if (code !== 'EEXIST')
				throw new SetupError(
					`The data folder ${dataDirectory} can not be written (${code}). Give this user the right to, or set VENHANS_DATA to another folder.`,
				);
			const [pid = '', start = ''] = readFileSync(file, 'utf8').trim().split(' ');
			if (pid && startOf(Number(pid)) === start)
				throw new SetupError(
					`The data folder ${dataDirectory} is in use by another VENHANS (process ${pid}). Stop that one, or set VENHANS_DATA to another folder.`,
				);
			rmSync(file, { force: true });
		}
	}
	throw new SetupError(`The data folder ${dataDirectory} is being taken by another VENHANS at this moment. Start again.`);
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
