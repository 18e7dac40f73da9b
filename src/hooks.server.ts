import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit/hooks';
import { positionsOf } from '#modules/network/index.ts';
import { readSession } from '#platform/auth/index.ts';
import { sessionCookie } from '#platform/auth/cookie.ts';
import { useApp, type Ctx } from '#platform/context.ts';
import { AppError } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import { observeRequest } from '#platform/metrics.ts';

export const init: ServerInit = () => void useApp();

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

export const handle: Handle = async ({ event, resolve }) => {
	const started = performance.now();
	const app = useApp();
	const wanted = event.params.locale;
	const locale = wanted && app.texts.has(wanted) ? wanted : app.texts.negotiate(event.request.headers.get('accept-language'));
	const theme = event.cookies.get('theme');
	event.locals.theme = theme === 'light' || theme === 'dark' ? theme : 'auto';
	const ctx: Ctx = {
		...app,
		actor: { kind: 'guest' },
		locale,
		t: app.texts.translator(locale),
		origin: event.url.origin,
		requestId: newId(),
		address: event.getClientAddress(),
	};
	event.locals.ctx = ctx;
	await recogniseViewer(event, ctx);

	// Forms are checked by the framework; this is for scripts that send JSON with the cookie of a page.
	if (!safeMethods.has(event.request.method) && !event.request.headers.has('authorization')) {
		const from = event.request.headers.get('origin');
		if (from !== null && from !== event.url.origin) return new Response('Cross-site request', { status: 403 });
	}

	const response = await resolve(event, {
		transformPageChunk: ({ html }) => html.replace('%venhans.lang%', locale).replace('%venhans.theme%', event.locals.theme),
		preload: ({ type, path }) =>
			type === 'js' || type === 'css' || (type === 'font' && /latin-opsz|latin-wght/.test(path) && !/ext/.test(path)),
	});
	const { headers } = response;
	headers.set('x-content-type-options', 'nosniff');
	headers.set('referrer-policy', 'same-origin');
	headers.set('x-frame-options', 'DENY');
	headers.set('cross-origin-opener-policy', 'same-origin');
	headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=(), browsing-topics=()');
	headers.set('x-request-id', ctx.requestId);
	if (event.url.protocol === 'https:') headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains');
	if (!headers.has('cache-control')) headers.set('cache-control', 'private, no-cache');
	observeRequest(app, {
		method: event.request.method,
		route: event.route.id,
		status: response.status,
		milliseconds: performance.now() - started,
		requestId: ctx.requestId,
	});
	return response;
};

async function recogniseViewer(event: Parameters<Handle>[0]['event'], ctx: Ctx): Promise<void> {
	const token = sessionCookie.read(event);
	if (!token) return;
	const session = await readSession(ctx, token);
	if (!session) return;
	ctx.actor = {
		kind: 'person',
		personId: session.personId,
		sessionId: session.id,
		actingFor: session.actingFor ?? undefined,
		administrator: session.administrator,
	};
	// Only pages show who is signed in; an API call need not ask where they work.
	if (!event.params.locale) return;
	const positions = await positionsOf(ctx, session.personId);
	const acting = positions.find(({ organisationId }) => organisationId === session.actingFor) ?? positions[0];
	if (acting) ctx.actor.actingFor = acting.organisationId;
	event.locals.session = session;
	event.locals.viewer = { name: session.name, organisation: acting?.organisation, outbox: ctx.config.demo || session.administrator };
}

export const handleError: HandleServerError = ({ kind, error, event }) => {
	const { requestId: id, log } = event.locals.ctx ?? { requestId: newId(), log: useApp().log };
	if (kind !== 'unknown') return { id };
	// Whatever a room refuses (not found, forbidden, …) keeps its code, so that the error page can say what to do.
	if (error instanceof AppError) return { status: error.status, message: error.message, code: error.code, id };
	log.error({ err: error, requestId: id, route: event.route.id }, 'a request failed');
	return { id };
};
