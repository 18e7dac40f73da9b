import type { OpenAPIHono, RouteConfig } from '@hono/zod-openapi';
import { z } from '@hono/zod-openapi';
import { errorCodes, type ErrorCode } from '../errors.ts';
import { scopes } from '../auth/tokens.ts';
import { megabytes } from '../megabytes.ts';
import { fileType } from './input.ts';
import { problemSchema, problemType, titles } from './problem.ts';
import { reads, type ApiRoute } from './route.ts';

/** What the document says about the API as a whole. */
export type Description = { title: string; version: string; description: string; tags: { name: string; description: string }[] };

const localeQuery = z.string().optional().meta({ description: 'Language of the texts; absent: the header Accept-Language', example: 'de' });
const keyHeader = z.string().min(1).max(255).optional().meta({
	description: 'Makes the request safe to repeat for 24 hours: a UUID you made for it',
	example: '0b6d5c1e-5f0a-4f0e-9d55-2a1c8f1f7a10',
});

const header = (description: string, example: string) => ({ description, schema: { type: 'string' as const }, example });
const limitHeaders = {
	'RateLimit-Limit': header('Requests allowed in a minute', '600'),
	'RateLimit-Remaining': header('How many are left', '598'),
	'RateLimit-Reset': header('Seconds until all are back', '42'),
	'X-Request-Id': header('Number of this request', '01930f2e-…'),
};

/** Codes a route can refuse with, its own and those that go with what it takes. */
export function refusalsOf(route: ApiRoute): ErrorCode[] {
	const codes = new Set<ErrorCode>(['not_signed_in', 'too_many_requests', 'internal', 'unavailable', ...(route.refuses ?? [])]);
	codes.add('invalid_input');
	if (route.access !== 'public') codes.add('forbidden');
	if (route.body) for (const code of ['malformed_request', 'unsupported_media_type', 'too_large'] as const) codes.add(code);
	if (route.upload) codes.add('unsupported_media_type');
	if (!reads(route)) for (const code of ['idempotency_mismatch', 'conflict', 'too_large'] as const) codes.add(code);
	return (Object.keys(errorCodes) as ErrorCode[]).filter((code) => codes.has(code));
}

/** A route as the document describes it. */
export function describeRoute(route: ApiRoute): RouteConfig {
	const changes = !reads(route);
	const query = (route.query ?? z.strictObject({})) as z.ZodObject;
	const headers = (route.headers ?? z.object({})) as z.ZodObject;
	const { access, answer } = route;
	const responses: RouteConfig['responses'] = {};
	const sent = {
		...limitHeaders,
		...(changes && { 'Idempotency-Replayed': header('"true" when this is the kept answer to an earlier request', 'true') }),
		...(route.localised && { 'Content-Language': header('Language of the texts', 'de') }),
	};
	if ('schema' in answer)
		responses[answer.status ?? 200] = {
			description: answer.description,
			headers: {
				...sent,
				...(answer.location && { Location: header('Where the new thing is', '/api/v1/…') }),
				...(route.query &&
					'cursor' in query.shape && { Link: header('Address of the next page, rel="next"; absent on the last one', '<…>; rel="next"') }),
			},
			content: { 'application/json': { schema: answer.schema } },
		};
	else if ('file' in answer)
		responses[200] = {
			description: answer.description,
			headers: sent,
			content: { [answer.file]: { schema: { type: 'string', format: 'binary' } } },
		};
	else responses[204] = { description: answer.description, headers: sent };
	const refusals = Map.groupBy(refusalsOf(route), (code) => errorCodes[code]);
	for (const [status, codes] of refusals)
		responses[status] = {
			description: codes.map((code) => `\`${code}\`: ${titles[code]}`).join('; '),
			...(codes.some((code) => code === 'too_many_requests' || code === 'unavailable') && {
				headers: { 'Retry-After': header('Seconds to wait', '7') },
			}),
			content: {
				[problemType]: {
					schema: problemSchema,
					examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
				},
			},
		};
	return {
		method: route.method,
		path: route.path,
		operationId: route.name,
		tags: [route.tag],
		summary: route.summary,
		description: route.description,
		...(route.deprecated && { deprecated: true }),
		security: access === 'public' ? [] : [{ token: [access.scope] }, { session: [] }, ...(access.guests ? [{}] : [])],
		request: {
			params: route.params as z.ZodObject | undefined,
			query: route.localised ? query.extend({ locale: localeQuery }) : query,
			headers: changes ? headers.extend({ 'idempotency-key': keyHeader }) : headers,
			...(route.body && { body: { required: true, content: { 'application/json': { schema: route.body } } } }),
			...(route.upload && {
				body: {
					required: true,
					description: `The bytes of the file, at most ${megabytes(route.upload.most)} MB. ${route.upload.description}`,
					content: { [fileType]: { schema: { type: 'string', format: 'binary' } } },
				},
			}),
		},
		responses,
	};
}

/** The whole document; every route has been registered by now. */
export function describeApi(
	app: Pick<OpenAPIHono, 'openAPIRegistry' | 'getOpenAPI31Document'>,
	base: string,
	{ title, version, description, tags }: Description,
	routes: readonly ApiRoute[],
): ReturnType<OpenAPIHono['getOpenAPI31Document']> {
	const twice = routes.find((route, i) => routes.findIndex(({ name }) => name === route.name) !== i);
	if (twice) throw new Error(`Two routes of the API have the name ${twice.name}`);
	app.openAPIRegistry.registerComponent('securitySchemes', 'token', {
		type: 'http',
		scheme: 'bearer',
		bearerFormat: 'vh_…',
		description: `A personal token with scopes (${scopes.join(', ')}), made on the account page.`,
	});
	app.openAPIRegistry.registerComponent('securitySchemes', 'session', {
		type: 'apiKey',
		in: 'cookie',
		name: '__Host-session',
		description:
			'The session of a signed-in browser; changes need the header Origin of this platform. The name is "session" without https.',
	});
	for (const [code, status] of Object.entries(errorCodes) as [ErrorCode, number][])
		app.openAPIRegistry.registerComponent('examples', code, {
			summary: titles[code],
			value: {
				type: `https://venhans.example/en/developers#${code}`,
				title: titles[code],
				status,
				code,
				detail: code === 'invalid_input' ? 'limit: Too big: expected number to be <=100' : titles[code],
				...(code === 'invalid_input' && {
					field: 'limit',
					errors: [{ field: 'limit', message: 'Too big: expected number to be <=100' }],
				}),
				instance: '01930f2e-7c1a-7d5e-9a53-0c7e8f3b2a11',
			},
		});
	return app.getOpenAPI31Document({ openapi: '3.1.0', info: { title, version, description }, servers: [{ url: base }], tags });
}
