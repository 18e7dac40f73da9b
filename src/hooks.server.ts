import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit/hooks';
import { useApp } from '#platform/context.ts';
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

export const handleError: HandleServerError = ({ error, event, status }) => {
	const { requestId: id, log } = event.locals.ctx ?? { requestId: newId(), log: useApp().log };
	if (status >= 500) log.error({ err: error, requestId: id, route: event.route.id }, 'a request failed');
	return { message: status === 404 ? 'Not found' : 'Internal error', id };
};
