import type { RequestEvent } from '@sveltejs/kit';
import { daysToClaim } from '#modules/benchmarks/index.ts';

const name = 'quick-check';

/** The secret that makes a quick check this visitor's; there is one from the first answer on. */
export function readToken({ cookies }: Pick<RequestEvent, 'cookies'>): string | undefined {
	return cookies.get(name);
}

/** Keeps the secret on the device as long as the run waits to be claimed. */
export function keepToken({ cookies, url }: Pick<RequestEvent, 'cookies' | 'url'>, token: string): void {
	cookies.set(name, token, {
		path: '/',
		httpOnly: true,
		sameSite: 'lax',
		secure: url.protocol === 'https:',
		maxAge: daysToClaim * 24 * 60 * 60,
	});
}

/** Forgets the run on this device. */
export function dropToken({ cookies, url }: Pick<RequestEvent, 'cookies' | 'url'>): void {
	cookies.delete(name, { path: '/', secure: url.protocol === 'https:' });
}
