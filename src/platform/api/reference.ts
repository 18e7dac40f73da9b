import { errorCodes, type ErrorCode } from '../errors.ts';

/** The OpenAPI document as far as people read it: the reference pages are made of nothing else. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Schema = {
	$ref?: string;
	type?: string | string[];
	format?: string;
	enum?: Json[];
	anyOf?: Schema[];
	properties?: Record<string, Schema>;
	required?: string[];
	additionalProperties?: boolean | Schema;
	items?: Schema;
	example?: Json;
	default?: Json;
	description?: string;
	pattern?: string;
	minLength?: number;
	maxLength?: number;
	minimum?: number;
	maximum?: number;
};
type Parameter = { name: string; in: 'path' | 'query' | 'header'; required?: boolean; description?: string; schema: Schema };
export type Operation = {
	operationId: string;
	tags?: string[];
	summary?: string;
	description?: string;
	deprecated?: boolean;
	security?: Record<string, string[]>[];
	parameters?: Parameter[];
	requestBody?: { description?: string; content: Record<string, { schema: Schema }> };
	responses: Record<string, { description: string; content?: Record<string, { schema?: Schema; examples?: Record<string, unknown> }> }>;
};
export type Document = {
	openapi: string;
	info: { title: string; version: string; description?: string };
	tags: { name: string; description?: string }[];
	paths: Record<string, Record<string, Operation>>;
	components: { schemas: Record<string, Schema> };
};

/** One line of a table: a parameter, or a field of a body with its dotted path. */
export type Field = { name: string; place?: string; type: string; required: boolean; description: string };

export type OperationSummary = { name: string; method: string; path: string; summary: string; deprecated: boolean };
export type OperationDescription = OperationSummary & {
	tag: string;
	description: string;
	/** Who may call it: everybody, everybody with more for tokens, or people and tokens with a scope. */
	access: 'public' | 'open' | 'person';
	scope?: string;
	parameters: Field[];
	body: Field[];
	answer: { status: number; description: string; type?: string; fields: Field[]; example?: string };
	refusals: { status: number; codes: ErrorCode[] }[];
	/** A request to try, for a shell. */
	command: string;
};

export const operationsOf = (document: Document) =>
	Object.entries(document.paths).flatMap(([path, methods]) =>
		Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
	);

/** All operations under the headings of the document. */
export function contentsOf(document: Document): { tag: string; description: string; operations: OperationSummary[] }[] {
	return document.tags.map(({ name, description = '' }) => ({
		tag: name,
		description,
		operations: operationsOf(document)
			.filter(({ operation }) => operation.tags?.[0] === name)
			.map(({ method, path, operation }) => summaryOf(method, path, operation)),
	}));
}

const summaryOf = (method: string, path: string, operation: Operation): OperationSummary => ({
	name: operation.operationId,
	method: method.toUpperCase(),
	path,
	summary: operation.summary ?? '',
	deprecated: operation.deprecated ?? false,
});

/**
 * One operation in full, or undefined when there is none of this name.
 * @param base address the paths stand behind, for the request to try
 */
export function operationOf(document: Document, base: string, name: string): OperationDescription | undefined {
	const found = operationsOf(document).find(({ operation }) => operation.operationId === name);
	if (!found) return undefined;
	const { method, path, operation } = found;
	const { security = [], parameters = [], requestBody, responses } = operation;
	const body = requestBody?.content['application/json']?.schema;
	const [status, good] = Object.entries(responses).find(([each]) => Number(each) < 300)!;
	const [type, media] = Object.entries(good.content ?? {})[0] ?? [];
	const scope = security.flatMap(({ token = [] }) => token)[0];
	const answer = media?.schema && type === 'application/json' ? resolve(document, media.schema) : undefined;
	return {
		...summaryOf(method, path, operation),
		tag: operation.tags?.[0] ?? '',
		description: operation.description ?? '',
		access: !scope ? 'public' : security.some((each) => Object.keys(each).length === 0) ? 'open' : 'person',
		scope,
		parameters: parameters.map(({ name: parameter, in: place, required = false, description = '', schema }) => ({
			name: parameter,
			place,
			type: typeOf(resolve(document, schema)),
			required,
			description,
		})),
		body: body ? fieldsOf(resolve(document, body)) : fileOf(operation),
		answer: {
			status: Number(status),
			description: good.description,
			type,
			fields: answer ? fieldsOf(answer) : [],
			example: answer && JSON.stringify(exampleOf(answer), null, 2),
		},
		refusals: Object.entries(responses)
			.filter(([each]) => Number(each) >= 400)
			.map(([each, { content }]) => ({
				status: Number(each),
				codes: Object.keys(Object.values(content ?? {})[0]?.examples ?? {}).filter((code): code is ErrorCode => code in errorCodes),
			})),
		command: commandOf(document, base, method, path, operation),
	};
}

/** A body that is a file, as one line. */
function fileOf({ requestBody }: Operation): Field[] {
	const [type] = Object.keys(requestBody?.content ?? {});
	return type ? [{ name: type, type: 'file', required: true, description: requestBody?.description ?? '' }] : [];
}

/** A schema with its references put in. None of ours refers to itself. */
export function resolve(document: Pick<Document, 'components'>, schema: Schema): Schema {
	if (schema.$ref) return resolve(document, document.components.schemas[schema.$ref.split('/').at(-1)!]!);
	const inner = (each: Schema) => resolve(document, each);
	return {
		...schema,
		...(schema.properties && {
			properties: Object.fromEntries(Object.entries(schema.properties).map(([name, each]) => [name, inner(each)])),
		}),
		...(schema.items && { items: inner(schema.items) }),
		...(schema.anyOf && { anyOf: schema.anyOf.map(inner) }),
		...(typeof schema.additionalProperties === 'object' && { additionalProperties: inner(schema.additionalProperties) }),
	};
}

/** Every field of an object, those inside it behind it, with their dotted paths; `[]` is any item of a list, `*` any key. */
function fieldsOf(schema: Schema, path = ''): Field[] {
	const properties = Object.entries(schema.properties ?? {}).flatMap(([name, each]): Field[] => {
		const at = path ? `${path}.${name}` : name;
		return [
			{ name: at, type: typeOf(each), required: schema.required?.includes(name) ?? false, description: each.description ?? '' },
			...insideOf(each, at),
		];
	});
	return [...properties, ...(typeof schema.additionalProperties === 'object' ? fieldsOf(schema.additionalProperties, `${path}.*`) : [])];
}

function insideOf(schema: Schema, path: string): Field[] {
	if (schema.items) return insideOf(schema.items, `${path}[]`);
	const options = schema.anyOf?.flatMap((option) => insideOf(option, path)) ?? [];
	const seen = new Set<string>();
	return [...fieldsOf(schema, path), ...options].filter(({ name }) => !seen.has(name) && seen.add(name));
}

/** A type in a few words, e.g. `integer, 1 to 100` or `text, at most 200`. */
function typeOf(schema: Schema): string {
	const types = [schema.type ?? []].flat();
	const nullable = types.includes('null') || schema.anyOf?.some(({ type }) => type === 'null');
	return (
		plainTypeOf(
			schema,
			types.find((type) => type !== 'null'),
		) + (nullable ? ' or null' : '')
	);
}

function plainTypeOf(schema: Schema, type: string | undefined): string {
	if (schema.enum)
		return schema.enum
			.filter((value) => value !== null)
			.map((value) => JSON.stringify(value))
			.join(' | ');
	if (schema.anyOf) {
		const options = new Set(schema.anyOf.filter((option) => option.type !== 'null').map(typeOf));
		return [...options].join(' | ');
	}
	if (type === 'array') return `list of ${typeOf(schema.items ?? {})}`;
	if (type === 'object') return 'object';
	if (type === 'boolean') return 'true | false';
	if (type === 'integer' || type === 'number') {
		const name = type === 'integer' ? 'integer' : 'number';
		const { minimum, maximum } = schema;
		// A bound that only keeps numbers storable is none to speak of.
		if (maximum !== undefined && maximum < 2 ** 31 - 1) return `${name}, ${minimum === undefined ? 'at most' : `${minimum} to`} ${maximum}`;
		return minimum !== undefined && minimum > -(2 ** 31) ? `${name}, at least ${minimum}` : name;
	}
	if (type === 'string') {
		const name = { uuid: 'UUID', 'date-time': 'time, ISO 8601', email: 'mail address', uri: 'web address' }[schema.format ?? ''];
		return (name ?? 'text') + (schema.maxLength && !name ? `, at most ${schema.maxLength}` : '');
	}
	return 'anything';
}

/** A value that fits a schema: its example where it has one. */
export function exampleOf(schema: Schema): Json {
	if (schema.example !== undefined) return schema.example;
	if (schema.default !== undefined) return schema.default;
	if (schema.enum) return schema.enum[0]!;
	if (schema.anyOf) return exampleOf(schema.anyOf[0]!);
	const type = [schema.type ?? []].flat()[0];
	if (type === 'object') {
		const known = Object.entries(schema.properties ?? {}).map(([name, each]): [string, Json] => [name, exampleOf(each)]);
		return Object.fromEntries(known);
	}
	if (type === 'array') return schema.items ? [exampleOf(schema.items)] : [];
	if (type === 'integer' || type === 'number') return Math.max(schema.minimum ?? 1, 1);
	if (type === 'boolean') return false;
	if (type === 'null') return null;
	const formats: Record<string, string> = {
		uuid: '01930000-6f0c-7a21-8b4d-5e6f7a8b9c0d',
		'date-time': '2026-11-24T10:15:00.000Z',
		email: 'ana.ferreira@vale.example',
		uri: 'https://vale.example',
	};
	return formats[schema.format ?? ''] ?? 'text';
}

function commandOf(document: Document, base: string, method: string, path: string, operation: Operation): string {
	const { parameters = [], requestBody, security = [] } = operation;
	const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
		const schema = parameters.find((parameter) => parameter.in === 'path' && parameter.name === name)?.schema ?? {};
		return String(exampleOf(resolve(document, schema)));
	});
	const needed = parameters.filter((parameter) => parameter.in === 'query' && parameter.required);
	const query = needed.map(({ name, schema }) => `${name}=${encodeURIComponent(String(exampleOf(resolve(document, schema))))}`).join('&');
	const lines = [`curl ${method === 'get' ? '' : `-X ${method.toUpperCase()} `}'${base}${address}${query && `?${query}`}'`];
	if (security.some(({ token }) => token)) lines.push(`-H 'Authorization: Bearer vh_…'`);
	for (const { name, required } of parameters.filter((parameter) => parameter.in === 'header')) if (required) lines.push(`-H '${name}: …'`);
	if (parameters.some(({ name }) => name === 'idempotency-key')) lines.push(`-H "Idempotency-Key: $(uuidgen)"`);
	const schema = requestBody?.content['application/json']?.schema;
	if (schema) {
		const example = exampleOf(resolve(document, schema));
		lines.push(`-H 'Content-Type: application/json'`, `-d '${JSON.stringify(example)}'`);
	}
	for (const { name: type } of schema ? [] : fileOf(operation)) lines.push(`-H 'Content-Type: ${type}'`, `--data-binary @file`);
	return lines.join(' \\\n  ');
}
