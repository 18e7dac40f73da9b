import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Clock ticks of /proc a second, the same on every Linux there is. */
const ticks = 100;

/** Milliseconds a process has computed so far; unlike times, it hardly depends on what else the machine does. */
export function computed(pid: number): number | undefined {
	try {
		const [, fields] = /\) (.*)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))!;
		const [user, system] = fields!.split(' ').slice(11, 13).map(Number) as [number, number];
		return ((user + system) / ticks) * 1000;
	} catch {
		return undefined;
	}
}

/** Megabytes a process holds in memory. */
export function memory(pid: number): number {
	return Math.round(Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024);
}
