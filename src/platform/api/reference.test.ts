import { expect, test } from 'vitest';
import { contentsOf, operationOf, type Document } from './reference.ts';

const document: Document = {
	openapi: '3.1.0',
	info: { title: 'Test', version: '1' },
	tags: [{ name: 'Things', description: 'Things.' }, { name: 'Others' }],
	components: {
		schemas: {
			Part: { type: 'object', properties: { size: { type: 'integer', minimum: 1, maximum: 9, example: 3 } }, required: ['size'] },
			Thing: {
				type: 'object',
				properties: {
					id: { type: 'string', format: 'uuid' },
					kind: { type: ['string', 'null'], enum: ['small', 'large', null] },
					parts: { type: 'array', items: { $ref: '#/components/schemas/Part' } },
					byName: { type: 'object', additionalProperties: { $ref: '#/components/schemas/Part' } },
				},
				required: ['id', 'parts'],
			},
		},
	},
	paths: {
		'/things/{id}': {
			put: {
				operationId: 'changeThing',
				tags: ['Things'],
				summary: 'Change a thing',
				description: 'Changes it.',
				security: [{ token: ['things:write'] }, { session: [] }],
				parameters: [
					{ name: 'id', in: 'path', required: true, description: 'The thing', schema: { type: 'string', format: 'uuid' } },
					{ name: 'idempotency-key', in: 'header', schema: { type: 'string', maxLength: 255 } },
				],
				requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Part' } } } },
				responses: {
					200: { description: 'The thing', content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } },
					404: { description: 'None', content: { 'application/problem+json': { examples: { not_found: {} } } } },
				},
			},
		},
		'/pictures': {
			post: {
				operationId: 'addPicture',
				summary: 'Add a picture',
				security: [],
				parameters: [{ name: 'name', in: 'query', required: true, schema: { type: 'string', example: 'logo.png' } }],
				requestBody: {
					description: 'A picture.',
					content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
				},
				responses: { 204: { description: 'Done' } },
			},
		},
		'/others': {
			get: {
				operationId: 'listOthers',
				tags: ['Others'],
				summary: 'List others',
				security: [],
				responses: { 204: { description: 'None' } },
			},
		},
	},
};

test('operations stand under the headings of the document', () => {
	expect(contentsOf(document).map(({ tag, operations }) => [tag, operations.map(({ method, name }) => `${method} ${name}`)])).toEqual([
		['Things', ['PUT changeThing']],
		['Others', ['GET listOthers']],
	]);
});

test('an operation is told in full: fields with their paths, types in words, codes, and a request to try', () => {
	const told = operationOf(document, 'https://venhans.example/api/v1', 'changeThing')!;
	expect(told).toMatchObject({ access: 'person', scope: 'things:write', refusals: [{ status: 404, codes: ['not_found'] }] });
	expect(told.parameters.map(({ name, type, required }) => [name, type, required])).toEqual([
		['id', 'UUID', true],
		['idempotency-key', 'text, at most 255', false],
	]);
	expect(told.body).toEqual([{ name: 'size', type: 'integer, 1 to 9', required: true, description: '' }]);
	expect(told.answer.fields.map(({ name, type }) => [name, type])).toEqual([
		['id', 'UUID'],
		['kind', '"small" | "large" or null'],
		['parts', 'list of object'],
		['parts[].size', 'integer, 1 to 9'],
		['byName', 'object'],
		['byName.*.size', 'integer, 1 to 9'],
	]);
	expect(JSON.parse(told.answer.example!)).toMatchObject({ kind: 'small', parts: [{ size: 3 }] });
	expect(told.command).toBe(
		[
			`curl -X PUT 'https://venhans.example/api/v1/things/01930000-6f0c-7a21-8b4d-5e6f7a8b9c0d'`,
			`-H 'Authorization: Bearer vh_…'`,
			`-H "Idempotency-Key: $(uuidgen)"`,
			`-H 'Content-Type: application/json'`,
			`-d '{"size":3}'`,
		].join(' \\\n  '),
	);
});

test('an operation that takes a file tells how to send one', () => {
	const told = operationOf(document, 'https://venhans.example/api/v1', 'addPicture')!;
	expect(told.body).toEqual([{ name: 'application/octet-stream', type: 'file', required: true, description: 'A picture.' }]);
	expect(told.command).toBe(
		[
			`curl -X POST 'https://venhans.example/api/v1/pictures?name=logo.png'`,
			`-H 'Content-Type: application/octet-stream'`,
			`--data-binary @file`,
		].join(' \\\n  '),
	);
});

test('an open operation says so, and an unknown one is none', () => {
	expect(operationOf(document, '', 'listOthers')).toMatchObject({ access: 'public', answer: { status: 204, fields: [] } });
	expect(operationOf(document, '', 'nothing')).toBeUndefined();
});
