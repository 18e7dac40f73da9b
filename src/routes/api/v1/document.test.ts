// The rooms first: their models must not depend on being loaded after the API.
import '#modules/network/index.ts';
import '#modules/benchmarks/index.ts';
import { describe, expect, test } from 'vitest';
import { operationsOf, resolve } from '#platform/api/reference.ts';
import { errorCodes } from '#platform/errors.ts';
import { scopes } from '#platform/auth/index.ts';
import { api } from './api.ts';

const { document } = api;
const operations = operationsOf(document);

test('the document is OpenAPI 3.1 and names every operation once', () => {
	expect(document.openapi).toMatch(/^3\.1\./);
	const names = operations.map(({ operation }) => operation.operationId);
	expect(new Set(names).size).toBe(names.length);
});

describe.each(operations)('$method $path', ({ method, operation }) => {
	test('says what it does, who may call it and how it refuses', () => {
		expect(operation.summary).toMatch(/^[A-Z].*[^.]$/);
		expect(operation.description).toMatch(/\.$/);
		expect(document.tags.map(({ name }) => name)).toEqual(expect.arrayContaining(operation.tags!));
		for (const scope of operation.security!.flatMap(({ token = [] }) => token)) expect(scopes).toContain(scope);
		const statuses = Object.keys(operation.responses).map(Number);
		expect(statuses.filter((status) => status < 300)).toHaveLength(1);
		expect(statuses).toEqual(expect.arrayContaining([401, 422, 429, 500, 503]));
		for (const status of statuses.filter((each) => each >= 400)) {
			expect(Object.values<number>(errorCodes)).toContain(status);
			expect(Object.keys(operation.responses[status]!.content!)).toEqual(['application/problem+json']);
		}
	});

	test('takes an idempotency key when it changes something, and nothing it does not describe', () => {
		const names = (operation.parameters ?? []).map(({ name }) => name);
		const stateless = operation.operationId.startsWith('score');
		expect(names.includes('idempotency-key')).toBe(method !== 'get' && !stateless);
		for (const [type, { schema }] of Object.entries(operation.requestBody?.content ?? {}))
			expect(resolve(document, schema)).toMatchObject(
				type === 'application/json' ? { additionalProperties: false } : { type: 'string', format: 'binary' },
			);
	});
});
