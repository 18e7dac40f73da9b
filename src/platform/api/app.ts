import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { methodNotAllowed } from 'hono/method-not-allowed';
import type { Ctx } from '../context.ts';
import { AppError } from '../errors.ts';
import { dispositionOf } from '../files/index.ts';
import { personOf } from '../policy.ts';
import { limits, useLimit } from '../rate-limit.ts';
import { actorOf, requireAccess } from './access.ts';
import { change, fingerprintOf, keyPattern, type Reply } from './change.ts';
import { megabytes } from '../megabytes.ts';
import { describeApi, describeRoute, type Description } from './document.ts';
import { largestBody, readInput } from './input.ts';
import { describeProblem, problemType } from './problem.ts';
import type { Document } from './reference.ts';
import { reads, type ApiRoute, type FileContent } from './route.ts';

/** What a request brings along: its context, and room for the pattern of the route that answered, for the figures. */
export type ApiEnvironment = { ctx: Ctx; pattern?: string };
type Env = { Bindings: ApiEnvironment; Variables: { ctx: Ctx } };

export type Api = {
	/** Answers a request whose path begins with the base. */
	fetch(request: Request, environment: ApiEnvironment): Promise<Response>;
	/** The OpenAPI 3.1 document. */
	document: Document;
};

/**
 * The API made of its routes. It knows the language, the limits, the errors, the pages and the keys; a route knows
 * its subject.
 * @param base where it is mounted, e.g. `/api/v1`
 */
export function createApi(base: string, routes: readonly ApiRoute[], description: Description): Api {
	const app = new OpenAPIHono<Env>({ getPath: (request) => new URL(request.url).pathname.slice(base.length) || '/' });

	app.onError((error, c) => refuse(c, error));
	// Returned, not thrown: what is not found here may be another method's.
	app.notFound((c) =>
		refuse(
			c,
			new AppError('not_found', {
				message: `There is no ${c.req.path.slice(0, 200)} in this API`,
				help: `${base}/openapi.json describes what there is.`,
			}),
		),
	);
	app.use(enter);
	app.use(
		methodNotAllowed({
			app,
			onMethodNotAllowed(c, methods) {
				const allow = [...methods, 'OPTIONS'].join(', ');
				if (c.req.method === 'OPTIONS') return c.body(null, 204, { allow });
				c.header('allow', allow);
				throw new AppError('method_not_allowed', `${c.req.method} is not possible here; allowed are ${allow}`);
			},
		}),
	);

	for (const route of routes) {
		app.openAPIRegistry.registerPath(describeRoute(route));
		app.on(route.method, route.path.replaceAll(/\{(.+?)\}/g, ':$1'), limitOf(route), (c) => answer(c, route));
	}
	const document = describeApi(app, base, description, routes) as unknown as Document;
	app.get('/', (c) => c.json({ title: description.title, version: description.version, document: `${base}/openapi.json` }));
	app.get('/openapi.json', (c) => c.json(document, 200, { 'cache-control': 'public, max-age=300' }));
	return {
		document,
		fetch: async (request, environment) => app.fetch(request, environment),
	};
}

function refuse(c: Context<Env>, error: unknown): Response {
	const { problem, headers } = describeProblem(c.get('ctx') ?? c.env.ctx, error, c.req.header('authorization') !== undefined);
	return c.body(JSON.stringify(problem), problem.status as 500, { ...headers, 'content-type': problemType });
}

const smallBody = bodyLimit({
	maxSize: largestBody,
	onError() {
		throw new AppError('too_large', `A body has at most ${largestBody / 1000} kB`);
	},
});

/** How much a route reads; a file is refused before the first byte where its length says enough. */
function limitOf({ upload }: ApiRoute): typeof smallBody {
	if (!upload) return smallBody;
	return bodyLimit({
		maxSize: upload.most,
		onError() {
			throw new AppError('too_large', { message: `A file has at most ${megabytes(upload.most)} MB here`, field: 'file' });
		},
	});
}

/** Who asks, in which language, and whether they may still ask. */
async function enter(c: Context<Env>, next: () => Promise<void>): Promise<void> {
	const { ctx } = c.env;
	const asked = c.req.query('locale');
	const locale = asked && ctx.texts.has(asked) ? asked : ctx.locale;
	let actor = ctx.actor;
	let fault: unknown;
	try {
		actor = await actorOf(ctx, c.req.header('authorization'));
	} catch (error) {
		fault = error;
		actor = { kind: 'guest' };
	}
	const seen: Ctx = { ...ctx, actor, locale, t: ctx.texts.translator(locale) };
	c.set('ctx', seen);
	await count(c, seen);
	if (fault) throw fault;
	await next();
}

/** Counts the request and says in the headers how many are left. */
async function count(c: Context<Env>, ctx: Ctx): Promise<void> {
	const said = (remaining: number, seconds: number) => {
		c.header('ratelimit-limit', String(limits.api.points));
		c.header('ratelimit-remaining', String(remaining));
		c.header('ratelimit-reset', String(seconds));
	};
	try {
		const person = personOf(ctx.actor);
		const state = await useLimit(ctx, 'api', person ? `person:${person}` : `address:${ctx.address ?? 'unknown'}`);
		said(state.remaining, state.resetSeconds);
	} catch (error) {
		if (error instanceof AppError) said(0, error.details.retryAfter ?? limits.api.seconds);
		throw error;
	}
}

async function answer(c: Context<Env>, route: ApiRoute): Promise<Response> {
	const ctx = c.get('ctx');
	c.env.pattern = route.path;
	requireAccess(ctx, route.access);
	const asked = c.req.query('locale');
	if (route.localised && asked !== undefined && !ctx.texts.has(asked))
		throw new AppError('invalid_input', { message: `"${asked.slice(0, 20)}" is not a language of this platform`, field: 'locale' });
	const input = await readInput(c, ctx, route);
	if (route.deprecated) {
		const { since, ends } = route.deprecated;
		c.header('deprecation', `@${Date.parse(since) / 1000}`);
		c.header('sunset', new Date(ends).toUTCString());
	}
	if (route.localised) {
		c.header('content-language', ctx.locale);
		c.header('vary', 'accept-language');
	}
	if ('file' in route.answer) return file(c, route.answer.file, (await route.handle(ctx, input)) as FileContent);
	if (reads(route)) return send(c, await replyOf(ctx, route, input));
	const key = c.req.header('idempotency-key');
	if (key !== undefined && !keyPattern.test(key))
		throw new AppError('invalid_input', { message: 'A key has 1 to 255 visible ASCII characters', field: 'idempotency-key' });
	const { pathname, search } = new URL(c.req.url);
	return send(
		c,
		await change(ctx, { key, fingerprint: fingerprintOf(route.method, pathname + search, input.file?.sha256 ?? input.body) }, (inside) =>
			replyOf(inside, route, input),
		),
	);
}

async function replyOf(ctx: Ctx, route: ApiRoute, input: Parameters<ApiRoute['handle']>[1]): Promise<Reply> {
	const body = await route.handle(ctx, input);
	if (!('schema' in route.answer)) return { status: 204, headers: {}, body: undefined };
	const { status = 200, location } = route.answer;
	return { status, headers: location ? { location: location(body as never) } : {}, body };
}

function send(c: Context<Env>, { status, headers, body }: Reply): Response {
	for (const [name, value] of Object.entries(headers)) c.header(name, name === 'location' ? basePath(c) + value : value);
	if (status === 204) return c.body(null, 204);
	const next = (body as { next?: unknown } | null)?.next;
	if (typeof next === 'string') c.header('link', `<${nextAddress(c, next)}>; rel="next"`);
	return c.json(body as object, status as 200);
}

const basePath = (c: Context<Env>) => {
	const { pathname } = new URL(c.req.url);
	return pathname.slice(0, pathname.length - c.req.path.length);
};

/** The address of this list with the cursor of its next page. */
function nextAddress(c: Context<Env>, cursor: string): string {
	const url = new URL(c.req.url);
	url.searchParams.set('cursor', cursor);
	return c.get('ctx').origin + url.pathname + url.search;
}

function file(c: Context<Env>, type: string, { bytes, name }: FileContent): Response {
	return c.body(Uint8Array.from(bytes), 200, {
		'content-type': type,
		'content-disposition': dispositionOf(name),
		'cache-control': 'private, no-store',
	});
}
