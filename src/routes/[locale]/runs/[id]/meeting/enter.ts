import { redirect, type Cookies } from '@sveltejs/kit';
import { AppError } from '#platform/errors.ts';
import { readSecret } from '../../../participate/session.ts';

type Event = { locals: App.Locals; params: { id: string }; url: URL; cookies: Cookies };

/**
 * Opens what a group may see: for participants by the secret on their device, for others by their role. Guests without
 * either are led to sign in; whoever comes too early goes where they wait.
 */
export async function enterMeeting<T>(event: Event, open: (secret: string | undefined) => Promise<T>): Promise<T> {
	const { ctx } = event.locals;
	const secret = readSecret(event);
	try {
		return await open(secret);
	} catch (error) {
		if (!(error instanceof AppError)) throw error;
		const page = event.url.pathname + event.url.search;
		if (error.code === 'not_signed_in') redirect(303, `/${ctx.locale}/sign-in?back=${encodeURIComponent(page)}`);
		if (error.code === 'conflict')
			redirect(303, event.locals.session ? `/${ctx.locale}/runs/${event.params.id}` : `/${ctx.locale}/participate`);
		throw error;
	}
}
