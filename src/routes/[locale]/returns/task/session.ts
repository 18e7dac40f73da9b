import type { Cookies } from '@sveltejs/kit';

type Event = { cookies: Cookies; url: { protocol: string } };

const secure = ({ url }: Event) => url.protocol === 'https:';
const name = (event: Event) => (secure(event) ? '__Host-task' : 'task');
/** As long as the link of a task is good for. */
const seconds = 21 * 86_400;

/** The secret of the task that is open on this device. */
export const readTaskSecret = (event: Event): string | undefined => event.cookies.get(name(event));

export function keepTaskSecret(event: Event, secret: string): void {
	event.cookies.set(name(event), secret, { path: '/', httpOnly: true, sameSite: 'lax', secure: secure(event), maxAge: seconds });
}
