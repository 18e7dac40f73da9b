import type { Cookies } from '@sveltejs/kit';

type Event = { cookies: Cookies; url: { protocol: string } };

const secure = ({ url }: Event) => url.protocol === 'https:';
const name = (event: Event) => (secure(event) ? '__Host-participation' : 'participation');
/** A group check takes weeks, not months; the mailed link brings somebody back later too. */
const seconds = 120 * 86_400;

/** The secret that makes a place in a group check this device's. */
export const readSecret = (event: Event): string | undefined => event.cookies.get(name(event));

/** Keeps the place on this device; an earlier one is forgotten here, its answers stay. */
export function keepParticipation(event: Event, secret: string): void {
	event.cookies.set(name(event), secret, { path: '/', httpOnly: true, sameSite: 'lax', secure: secure(event), maxAge: seconds });
}

/** Forgets the place on this device. */
export function dropParticipation(event: Event): void {
	event.cookies.delete(name(event), { path: '/', secure: secure(event) });
}
