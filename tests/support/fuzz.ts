import { exampleOf, resolve, type Document, type Json, type Operation, type Schema } from '#platform/api/reference.ts';

/**
 * Requests made from an OpenAPI document: one that fits, and many that do not. Everything is walked from the document,
 * so a new route is tested without a word about it here. The same seed gives the same requests.
 */

/** One request as it goes out. `note` says what is wrong with it. */
export type Case = { note: string; path: string; headers: Record<string, string>; body?: string };
/** What can be put in where the document says no more than "a UUID" or "a secret". */
export type Known = { ids: readonly string[]; headers: Record<string, string> };

/** The same schema, letting nothing in that it does not name: what the document does not tell must not be sent. */
export function sealed(schema: Schema): Schema {
	return {
		...schema,
		...(schema.properties && {
			properties: Object.fromEntries(Object.entries(schema.properties).map(([name, each]) => [name, sealed(each)])),
			additionalProperties: schema.additionalProperties ?? false,
		}),
		...(schema.items && { items: sealed(schema.items) }),
		...(schema.anyOf && { anyOf: schema.anyOf.map(sealed) }),
		...(typeof schema.additionalProperties === 'object' && { additionalProperties: sealed(schema.additionalProperties) }),
	};
}

/** A value that fits a schema, with `id` wherever an id is asked for; of an object without example only what it needs. */
export function sample(schema: Schema, id: string): Json {
	if (schema.format === 'uuid') return id;
	if (schema.anyOf && schema.example === undefined) return sample(schema.anyOf[0]!, id);
	if (schema.type !== 'object' || schema.example !== undefined) return exampleOf(schema);
	const needed = Object.entries(schema.properties ?? {}).filter(([name]) => schema.required?.includes(name));
	return Object.fromEntries(needed.map(([name, each]) => [name, sample(each, id)]));
}

const fileType = 'application/octet-stream';
/** A case's address with one more thing, or another thing, in its query. */
function asking(path: string, name: string, ...values: string[]): string {
	const [address, asked = ''] = path.split('?') as [string, string?];
	const query = new URLSearchParams(asked);
	query.delete(name);
	for (const value of values) query.append(name, value);
	return `${address}?${query}`;
}

const long = 'x'.repeat(100_000);
const unfit: Json[] = [
	null,
	true,
	-1,
	0,
	1.5,
	1e308,
	9_007_199_254_740_993,
	'',
	' ',
	'text',
	'NaN',
	'\u0000',
	'\ud800',
	'🦆'.repeat(500),
	long,
	[],
	[1],
	{},
	{ a: 1 },
];
const unfitText = ['x', '0', '-1', '1e400', '%', '..', "' or 1=1--", '\u0000', '🦆', '00000000-0000-0000-0000-000000000000', long];
const unknownId = '01999999-9999-7999-8999-999999999999';

/** The request that fits, with `id` wherever an id is asked for. */
export function fitting(document: Document, path: string, operation: Operation, known: Known, id: string): Case {
	const filled = fill(document, path, operation, known, () => id);
	return { note: 'fits', ...filled };
}

function fill(document: Document, path: string, { parameters = [], requestBody }: Operation, known: Known, idOf: (name: string) => string) {
	const headers: Record<string, string> = {};
	const query = new URLSearchParams();
	let address = path;
	for (const parameter of parameters) {
		const schema = resolve(document, parameter.schema);
		if (parameter.in === 'path') {
			const value = schema.format === 'uuid' ? idOf(parameter.name) : String(sample(schema, unknownId));
			address = address.replace(`{${parameter.name}}`, encodeURIComponent(value));
		} else if (parameter.in === 'header' && (known.headers[parameter.name] ?? parameter.required))
			headers[parameter.name] = known.headers[parameter.name] ?? 'not-the-secret';
		else if (parameter.in === 'query' && parameter.required) query.set(parameter.name, String(sample(schema, idOf(parameter.name))));
	}
	if (query.size) address += `?${query}`;
	if (requestBody?.content[fileType])
		return { path: address, headers: { ...headers, 'content-type': fileType }, body: '%PDF-1.7\n%%EOF\n' };
	const schema = requestBody?.content['application/json']?.schema;
	if (!schema) return { path: address, headers };
	return {
		path: address,
		headers: { ...headers, 'content-type': 'application/json' },
		body: JSON.stringify(sample(resolve(document, schema), idOf('body'))),
	};
}

/**
 * Requests with everything wrong that can be, one thing at a time, and some with several things.
 * @param known ids of others, each of which is tried in every place of an id
 */
export function unfitting(document: Document, path: string, operation: Operation, known: Known, random: () => number): Case[] {
	const { parameters = [], requestBody } = operation;
	const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)]!;
	const right = fill(document, path, operation, known, () => pick(known.ids));
	const cases: Case[] = [];
	const send = (note: string, changed: Partial<Case>) => cases.push({ note, ...right, ...changed });

	const inPath = parameters.filter((parameter) => parameter.in === 'path');
	for (const { name, schema } of inPath) {
		// Dots are steps of the address, not values: they never reach a route.
		const values = unfitText.filter((value) => value !== '..');
		const ids = resolve(document, schema).format === 'uuid' ? [...known.ids, unknownId, unknownId.toUpperCase()] : [];
		for (const value of [...ids, ...values]) {
			const at = fill(document, path, operation, known, (each) => (each === name ? value : pick(known.ids)));
			const plain = ids.length
				? at.path
				: path.replaceAll(/\{(\w+)\}/g, (_, each: string) =>
						encodeURIComponent(each === name ? value.replaceAll(/\p{Cs}/gu, '') : pick(known.ids)),
					);
			send(`path ${name} = ${value.slice(0, 40)}`, { path: plain });
		}
	}
	for (const { name, in: place } of parameters) {
		for (const value of unfitText) {
			if (place === 'query') send(`query ${name} = ${value.slice(0, 20)}`, { path: asking(right.path, name, value) });
			if (place === 'header' && /^[\x20-\x7e]*$/.test(value))
				send(`header ${name} = ${value.slice(0, 20)}`, { headers: { ...right.headers, [name]: value } });
		}
		if (place === 'query') send(`query ${name} twice`, { path: asking(right.path, name, '1', '2') });
		if (place === 'query') send(`no query ${name}`, { path: right.path.split('?')[0] });
	}
	send('a query nobody knows', { path: asking(right.path, 'nobody', '1') });
	for (const { name } of parameters.filter((parameter) => parameter.in === 'header'))
		send(`no header ${name}`, { headers: Object.fromEntries(Object.entries(right.headers).filter(([each]) => each !== name)) });

	if (requestBody?.content[fileType]) {
		send('no file', { body: undefined });
		for (const [note, body] of [
			['an empty file', ''],
			['a file of no known kind', '\u0000\u0001'],
			['a page with a script', '<script>alert(1)</script>'],
			['half an archive', 'PK\u0003\u0004\u0000'],
			['a file that is too large', 'x'.repeat(21 * 1024 * 1024)],
		] as const)
			send(note, { body });
		for (const type of ['application/json', 'application/pdf', 'text/plain', 'multipart/form-data; boundary=x'])
			send(`type ${type}`, { headers: { ...right.headers, 'content-type': type } });
		return cases;
	}
	const schema = requestBody?.content['application/json']?.schema;
	if (!schema) {
		send('a body nobody asked for', { headers: { ...right.headers, 'content-type': 'application/json' }, body: '{"a":1}' });
		return cases;
	}
	const whole = resolve(document, schema);
	const body = JSON.parse(right.body!) as Record<string, Json>;
	const sendBody = (note: string, changed: Json) => send(note, { body: JSON.stringify(changed) });
	for (const [note, text] of [
		['no body', ''],
		['broken JSON', '{"a":'],
		['deep JSON', '['.repeat(50_000)],
		['1 MB of JSON', JSON.stringify({ ...body, more: 'x'.repeat(1_000_000) })],
	] as const)
		send(note, { body: text });
	for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml'])
		send(`type ${type}`, { headers: { ...right.headers, 'content-type': type } });
	for (const value of unfit) sendBody(`body = ${JSON.stringify(value).slice(0, 20)}`, value);
	sendBody('one field too many', { ...body, nobody: 1 });
	send('a field named __proto__', { body: right.body!.replace(/^\{/, '{"__proto__":{"administrator":true},') });
	for (const [name, each] of Object.entries(whole.properties ?? {})) {
		sendBody(`no ${name}`, Object.fromEntries(Object.entries(body).filter(([field]) => field !== name)));
		for (const value of unfit) sendBody(`${name} = ${JSON.stringify(value).slice(0, 20)}`, { ...body, [name]: value });
		if (each.format === 'uuid' || each.anyOf?.some(({ format }) => format === 'uuid'))
			for (const id of known.ids) sendBody(`${name} = ${id}`, { ...body, [name]: id });
		if (typeof each.additionalProperties === 'object')
			for (const value of unfit)
				sendBody(`${name}.x = ${JSON.stringify(value).slice(0, 20)}`, { ...body, [name]: { x: value, 'ENV-1': value } });
	}
	for (let i = 0; i < 10; i++) {
		const mixed = Object.fromEntries(
			Object.keys(whole.properties ?? {}).map((name) => [name, random() < 0.5 ? (body[name] ?? null) : pick(unfit)]),
		);
		sendBody(`mixed ${i}`, mixed);
	}
	return cases;
}
