import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit/hooks';
import { useApp } from '#platform/context.ts';
import { AppError } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';

export const init: ServerInit = () => void useApp();

export const handle: Handle = async ({ event, resolve }) => {
	const app = useApp();
	const wanted = event.params.locale;
	const locale = wanted && app.texts.has(wanted) ? wanted : app.texts.negotiate(event.request.headers.get('accept-language'));
	const theme = event.cookies.get('theme');
	event.locals.theme = theme === 'light' || theme === 'dark' ? theme : 'auto';
	event.locals.ctx = {
		...app,
		actor: { kind: 'guest' },
		locale,
		t: app.texts.translator(locale),
		origin: event.url.origin,
		requestId: newId(),
		address: event.getClientAddress(),
	};
	const response = await resolve(event, {
		transformPageChunk: ({ html }) => html.replace('%venhans.lang%', locale).replace('%venhans.theme%', event.locals.theme),
	});
	response.headers.set('x-content-type-options', 'nosniff');
	response.headers.set('referrer-policy', 'same-origin');
	response.headers.set('x-request-id', event.locals.ctx.requestId);
	return response;
};

export const handleError: HandleServerError = ({ kind, error, event }) => {
	const { requestId: id, log } = event.locals.ctx ?? { requestId: newId(), log: useApp().log };
	if (kind !== 'unknown') return { id };
	// Whatever a room refuses (not found, forbidden, …) keeps its code, so that the error page can say what to do.
	if (error instanceof AppError) return { status: error.status, message: error.message, code: error.code, id };
	log.error({ err: error, requestId: id, route: event.route.id }, 'a request failed');
	return { id };
};
