import { z } from '@hono/zod-openapi';
import type { Ctx } from '../context.ts';
import type { ErrorCode } from '../errors.ts';
import type { ReceivedFile } from '../files/index.ts';
import type { Access } from './access.ts';

/** A file as an answer. */
export type FileContent = { bytes: Uint8Array; name: string };

/** What a route answers when all is well: JSON of a schema, a file, or nothing (204). */
export type Answer =
	| {
			status?: 200 | 201 | 202;
			description: string;
			schema: z.ZodType;
			/** Path of what was made, for the header Location. */
			location?: (data: never) => string;
	  }
	| { description: string; file: string }
	| { description: string; nothing: true };

type Answered<A extends Answer> = A extends { schema: infer S extends z.ZodType }
	? z.input<S>
	: A extends { file: string }
		? FileContent
		: void;

type Part = z.ZodType | undefined;
type Read<P extends Part> = P extends z.ZodType ? z.output<P> : undefined;

/** A file as it arrives. */
export type ArrivingFile = { name: string; bytes: AsyncIterable<Uint8Array> };

/** How a route takes a file as its body; its query has the file's `name`. */
export type Upload<Input> = {
	/** Bytes it may have. */
	most: number;
	/** Which kinds, for the reference: a sentence. */
	description: string;
	/** Asks the policy, checks the file and makes its bytes durable, before the transaction begins: a slow line holds none. */
	receive(ctx: Ctx, input: Input, file: ArrivingFile): Promise<ReceivedFile>;
};

/** Query of a route that takes a file; extend it with the route's own. */
export const fileQuery = z.strictObject({
	name: z.string().min(1).max(255).meta({ description: 'Name of the file, with its ending', example: 'module-plan.pdf' }),
});

/** Everything about one route: what it takes, what it answers, who may call it, how it is described. */
export type RouteDefinition<Params extends Part, Query extends Part, Headers extends Part, Body extends Part, A extends Answer> = {
	method: 'get' | 'post' | 'put' | 'patch' | 'delete';
	/** Below /api/v1, with parameters in braces: `/organisations/{id}`. */
	path: string;
	/** Name of the operation for generated clients, unique: `readOrganisation`. */
	name: string;
	/** The heading it stands under in the reference. */
	tag: string;
	/** A few words, without full stop. */
	summary: string;
	description?: string;
	access: Access;
	/** The answer holds texts in the reader's language: adds `?locale=` and Content-Language. */
	localised?: boolean;
	/** A POST that computes and stores nothing: it needs no transaction and no idempotency key. */
	stateless?: boolean;
	params?: Params;
	query?: Query;
	/** Headers the route reads, lower case. */
	headers?: Headers;
	/** JSON body. */
	body?: Body;
	answer: A;
	/** Codes it can refuse with, besides those that go with its access and its input. */
	refuses?: readonly ErrorCode[];
	/** Set when the route is on its way out; `ends` is the day it goes (both `YYYY-MM-DD`). */
	deprecated?: { since: string; ends: string };
	handle(ctx: Ctx, input: { params: Read<Params>; query: Read<Query>; headers: Read<Headers>; body: Read<Body> }): Promise<Answered<A>>;
};

/** A route that takes a file as its body; its query has `fileQuery`. */
export type FileRouteDefinition<Params extends Part, Query extends Part, A extends Answer> = Omit<
	RouteDefinition<Params, Query, undefined, undefined, A>,
	'headers' | 'body' | 'handle'
> & {
	upload: Upload<{ params: Read<Params>; query: Read<Query> }>;
	handle(ctx: Ctx, input: { params: Read<Params>; query: Read<Query>; file: ReceivedFile }): Promise<Answered<A>>;
};

/** What a request brought, read and checked. */
export type Input = { params: unknown; query: unknown; headers: unknown; body: unknown; file: ReceivedFile | undefined };

/** A route whose types were checked where it was defined. */
export type ApiRoute = Omit<RouteDefinition<Part, Part, Part, Part, Answer>, 'handle'> & {
	upload?: Upload<Pick<Input, 'params' | 'query'>>;
	handle(ctx: Ctx, input: Input): Promise<unknown>;
};

/** Checks a route's types. It is served once its room's list is in src/routes/api/v1/api.ts. */
export function defineRoute<
	const A extends Answer,
	Params extends Part = undefined,
	Query extends Part = undefined,
	Headers extends Part = undefined,
	Body extends Part = undefined,
>(definition: RouteDefinition<Params, Query, Headers, Body, A>): ApiRoute {
	return definition as unknown as ApiRoute;
}

/** The same for a route that takes a file. */
export function defineFileRoute<const A extends Answer, Params extends Part, Query extends Part>(
	definition: FileRouteDefinition<Params, Query, A>,
): ApiRoute {
	return definition as unknown as ApiRoute;
}

/** Whether a route changes nothing. */
export const reads = ({ method, stateless }: Pick<ApiRoute, 'method' | 'stateless'>) => method === 'get' || stateless === true;

/**
 * Gives a schema of a room's model its name in the document. Schemas made with this folder's `z` have `.openapi(…)` for
 * that; a model's may be older than it.
 */
export function named<S extends z.ZodType>(name: string, schema: S, about: { description?: string; example?: unknown } = {}): S {
	return z.ZodType.prototype.openapi.call(schema, name, about) as S;
}
