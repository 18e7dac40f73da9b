import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { AppError } from '../errors.ts';
import { faultsOf, invalidInput, type Fault } from './problem.ts';
import type { Ctx } from '../context.ts';
import type { ReceivedFile } from '../files/index.ts';
import type { ApiRoute, Input } from './route.ts';

/** JSON is read up to this size; no input of ours comes near it. */
export const largestBody = 256_000;
/** The type files are sent with: what they are, their content tells. */
export const fileType = 'application/octet-stream';

/**
 * Reads and checks everything a route takes; all faults of path, query, headers and body are told at once.
 * @throws AppError malformed_request, unsupported_media_type, invalid_input, and what the route's upload refuses
 */
export async function readInput(c: Context, ctx: Ctx, route: ApiRoute): Promise<Input> {
	const faults: Fault[] = [];
	const check = (schema: z.ZodType | undefined, value: unknown, place: string): unknown => {
		if (!schema) return undefined;
		const parsed = schema.safeParse(value);
		const found = parsed.success ? unstorable(parsed.data) : faultsOf(parsed.error);
		faults.push(...found.map(({ field, message }) => ({ field: field || place, message })));
		return parsed.data;
	};
	const query = Object.fromEntries(Object.entries(c.req.queries()).map(([name, values]) => [name, values.length > 1 ? values : values[0]]));
	const { locale: _, ...rest } = query;
	const input = {
		params: check(route.params, c.req.param(), 'path'),
		query: check(route.query ?? z.strictObject({}), route.localised ? rest : query, 'query'),
		headers: check(route.headers, c.req.header(), 'header'),
		body: route.body && check(route.body, await readJson(c), 'body'),
	};
	if (faults.length) throw invalidInput(faults);
	return { ...input, file: route.upload && (await readFile(c, ctx, route.upload, input)) };
}

async function readFile(
	c: Context,
	ctx: Ctx,
	{ receive }: NonNullable<ApiRoute['upload']>,
	input: Pick<Input, 'params' | 'query'>,
): Promise<ReceivedFile> {
	const type = c.req.header('content-type');
	if (type !== fileType)
		throw new AppError('unsupported_media_type', {
			message: type ? `The body has the type ${type.slice(0, 100)}; a file is sent as ${fileType}` : 'The body has no type',
			help: `Send the bytes of the file alone, with the header "Content-Type: ${fileType}".`,
		});
	const { name } = input.query as { name: string };
	return receive(ctx, input, { name, bytes: c.req.raw.body ?? nothing() });
}

async function* nothing(): AsyncIterable<Uint8Array> {}

async function readJson(c: Context): Promise<unknown> {
	const bytes = await c.req.arrayBuffer();
	const type = c.req.header('content-type');
	if (bytes.byteLength > 0 && !/^application\/([a-z.-]+\+)?json *(;|$)/i.test(type ?? ''))
		throw new AppError('unsupported_media_type', {
			message: type ? `The body has the type ${type.slice(0, 100)}; it has to be application/json` : 'The body has no type',
			help: 'Send the header "Content-Type: application/json".',
		});
	try {
		return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
	} catch (error) {
		throw new AppError('malformed_request', `The body is not JSON in UTF-8: ${(error as Error).message.slice(0, 200)}`);
	}
}

/** Texts the database can not store: those with U+0000 or half a surrogate pair. */
function unstorable(value: unknown, path: readonly string[] = []): Fault[] {
	if (typeof value === 'string')
		return value.includes('\u0000') || !value.isWellFormed()
			? [{ field: path.join('.'), message: 'holds a character that is not text (U+0000 or half a pair)' }]
			: [];
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, entry]) => [...unstorable(key, path), ...unstorable(entry, [...path, key])]);
}
