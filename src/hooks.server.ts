import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit/hooks';
import { positionsOf } from '#modules/network/index.ts';
import { readSession } from '#platform/auth/index.ts';
import { sessionCookie } from '#platform/auth/cookie.ts';
import { useApp, type Ctx } from '#platform/context.ts';
import { AppError } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import { observeRequest } from '#platform/metrics.ts';
import { nothingAsked } from '#platform/once.ts';
import { assemble, numberedTexts, type Assembled } from '#platform/pages/index.ts';

export const init: ServerInit = () => void useApp();

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);
/** What a form of another site can send without asking first; no type at all counts too. */
const formTypes = /^(application\/(x-www-form-urlencoded|x-sveltekit-formdata)|multipart\/form-data|text\/plain) *(;|$)/i;
/** A page or its data; a stream lives on and must look again each time. */
const isReading = ({ request, params }: { request: Request; params: Partial<Record<string, string>> }) =>
	request.method === 'GET' && !!params.locale && !request.headers.get('accept')?.includes('text/event-stream');
const isApi = ({ url }: { url: URL }) => url.pathname.startsWith('/api/');

export const handle: Handle = async (input) => {
	const done = useApp().requests.begin();
	try {
		return await answer(input);
	} finally {
		done();
	}
};

async function answer({ event, resolve }: Parameters<Handle>[0]): Promise<Response> {
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
		...(isReading(event) && { asked: nothingAsked(app.db) }),
		...(!event.isDataRequest && { texts: numberedTexts(app.texts), ...(isReading(event) && { page: {} }) }),
	};
	event.locals.ctx = ctx;
	await recogniseViewer(event, ctx);

	if (crossSite(event, ctx)) {
		if (!isApi(event)) return new Response('Cross-site request', { status: 403 });
		// The cookie does not count; the API answers as it answers a guest.
		ctx.actor = { kind: 'guest' };
	}

	let page: Assembled | undefined;
	const framework = await resolve(event, {
		// The framework would hash and encode what we hand back; we do that ourselves, and cheaper.
		transformPageChunk: ({ html }) => {
			page = assemble(html, ctx.page, (start) => start.replace('%venhans.lang%', locale).replace('%venhans.theme%', event.locals.theme));
			return '';
		},
		preload: ({ type, path }) =>
			type === 'js' || type === 'css' || (type === 'font' && /latin-opsz|latin-wght/.test(path) && !/ext/.test(path)),
	}).finally(() => ctx.page?.over?.());
	const response = page ? sendPage(page, framework) : framework;
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
		route: event.locals.pattern ? `/api/v1${event.locals.pattern}` : event.route.id,
		status: response.status,
		milliseconds: performance.now() - started,
		requestId: ctx.requestId,
	});
	return response;
}

/** A page as we put it together, with what the framework says about it. */
function sendPage({ bytes, tag }: Assembled, { status, headers: said }: Response): Response {
	// Only a stream has none.
	if (!said.has('etag')) throw new Error('A page is sent whole: await what its load returns');
	const headers = new Headers(said);
	headers.delete('content-length');
	// A nonce is different every time: a page with one is never the page a browser has.
	if (headers.get('content-security-policy')?.includes("'nonce-")) headers.delete('etag');
	else headers.set('etag', `"${tag()}"`);
	return new Response(bytes, { status, headers });
}

/**
 * Whether another site may have sent this with the cookie of ours. Forms have to come from our own pages; scripts of our
 * pages and programs may leave the origin out, but not have another one. In the API, a change by cookie needs our origin;
 * programs with a token have nothing to forge.
 */
function crossSite({ request, url }: Parameters<Handle>[0]['event'], { actor }: Ctx): boolean {
	if (safeMethods.has(request.method)) return false;
	const from = request.headers.get('origin');
	if (from === url.origin) return false;
	if (isApi({ url })) return actor.kind !== 'guest';
	const type = request.headers.get('content-type');
	return from !== null || !type || formTypes.test(type);
}

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
	event.locals.viewer = {
		name: session.name,
		organisation: acting?.organisation,
		outbox: ctx.config.demo || session.administrator,
		plan: positions.some(({ kind }) => kind === 'provider'),
	};
}

export const handleError: HandleServerError = ({ kind, error, event }) => {
	const { requestId: id, log } = event.locals.ctx ?? { requestId: newId(), log: useApp().log };
	if (kind !== 'unknown') return { id };
	// Whatever a room refuses (not found, forbidden, …) keeps its code, so that the error page can say what to do.
	if (error instanceof AppError) return { status: error.status, message: error.message, code: error.code, id };
	log.error({ err: error, requestId: id, route: event.route.id }, 'a request failed');
	return { id };
};
