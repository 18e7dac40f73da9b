import type { Cookies } from '@sveltejs/kit';

type Event = { cookies: Cookies; url: { protocol: string } };

const secure = ({ url }: Event) => url.protocol === 'https:';
/** The prefix makes browsers refuse the cookie from a subdomain or without encryption; it needs https. */
const named = (event: Event, name: string) => (secure(event) ? `__Host-${name}` : name);

function setCookie(event: Event, name: string, value: string, maxAge: number): void {
	event.cookies.set(named(event, name), value, { path: '/', httpOnly: true, sameSite: 'lax', secure: secure(event), maxAge });
}

const month = 30 * 86_400;

/** The session's secret. */
export const sessionCookie = {
	read: (event: Event) => event.cookies.get(named(event, 'session')),
	keep: (event: Event, token: string) => setCookie(event, 'session', token, month),
	drop: (event: Event) => event.cookies.delete(named(event, 'session'), { path: '/', secure: secure(event) }),
};

/** Ties a mailed link or an outside sign-in to the browser that asked for it. */
export const browserCookie = {
	read: (event: Event) => event.cookies.get(named(event, 'sign-in')),
	keep: (event: Event, secret: string) => setCookie(event, 'sign-in', secret, 15 * 60),
	drop: (event: Event) => event.cookies.delete(named(event, 'sign-in'), { path: '/', secure: secure(event) }),
};
