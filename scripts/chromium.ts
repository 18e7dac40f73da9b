import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const places = [
	process.env.CHROMIUM,
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Path of the Chromium the journeys run in (the environment variable CHROMIUM wins), or undefined. */
export function findChromium(): string | undefined {
	return places.find((path): path is string => !!path && existsSync(path));
}

/** Installs Debian's Chromium where apt is at hand; says what to do where it is not. */
export function installChromium(): void {
	process.stdout.write('Chromium is missing; installing it with apt …\n');
	const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
	for (const step of [
		['apt-get', 'update', '-qq'],
		['apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium'],
	]) {
		const [command, ...args] = [...sudo, ...step] as [string, ...string[]];
		const { status, error } = spawnSync(command, args, {
			stdio: ['ignore', 'ignore', 'inherit'],
			env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
		});
		if (status !== 0 || error) {
			process.stderr.write('Chromium could not be installed. Install Chromium or Chrome and set CHROMIUM to its path.\n');
			return;
		}
	}
}
