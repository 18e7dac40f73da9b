import { redirect } from '@sveltejs/kit';
import { begin } from '#platform/auth/index.ts';
import { sessionCookie } from '#platform/auth/cookie.ts';
import { inTransaction } from '#platform/events.ts';

type Invited = Parameters<typeof sessionCookie.keep>[0] & { locals: App.Locals; request: Request };

/** Signs in whoever accepted a mailed invitation and leads on; with a second factor, by way of its code. */
export async function enterInvited(event: Invited, personId: string, path: string): Promise<never> {
	const { ctx } = event.locals;
	const signedIn = await inTransaction(ctx, (tx) => begin(ctx, tx, personId, event.request.headers.get('user-agent'), 'invitation'));
	sessionCookie.keep(event, signedIn.token);
	redirect(303, `/${ctx.locale}${signedIn.waits ? '/sign-in/code' : path}`);
}
