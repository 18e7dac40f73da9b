import { expect, test } from 'vitest';
import { createApi } from '#platform/api/index.ts';
import { useTestApp } from '../../../../tests/support/app.ts';
import { clientOf } from '../../../../tests/support/client.ts';
import { makePerson } from '../../../../tests/support/provider.ts';
import { runRoutes } from './api.ts';
import { openRun } from './runs.fixture.ts';

const app = useTestApp();
const call = clientOf(app, createApi('/api/v1', runRoutes, { title: 'Test', version: '1', description: '', tags: [] }));

test('programs add files as proof, find them among the answers, read them and take them away', async () => {
	const { ctx, runId } = await openRun(app);
	const { actor } = ctx;
	const stranger = await makePerson(app, 'Stranger');
	const proof = `/benchmarks/go-international/runs/${runId}/proof`;
	const add = (query: string, file: string, by = actor) => call<{ id: string }>(`POST ${proof}/files?${query}`, { actor: by, file });

	expect((await add('item=DIR-1&name=vision.txt', 'Our vision', stranger.actor)).status).toBe(404);
	expect(await add('item=DIR-99&name=vision.txt', 'Our vision')).toMatchObject({ status: 422, body: { field: 'item' } });
	expect((await add('item=DIR-1&name=vision.exe', 'MZ\u0000')).status).toBe(415);
	const { status, body } = await add('item=DIR-1&name=vision.txt', 'Our vision');
	expect(status).toBe(201);
	expect((await call(`GET /benchmarks/go-international/runs/${runId}/answers`, { actor })).body).toMatchObject({
		proof: [{ id: body.id, item: 'DIR-1', kind: 'file', title: 'vision.txt', url: null, file: { size: 10 } }],
	});
	expect(Buffer.from((await call(`GET ${proof}/${body.id}`, { actor })).bytes).toString()).toBe('Our vision');
	expect((await call(`GET ${proof}/${body.id}`, { actor: stranger.actor })).status).toBe(404);
	expect((await call(`DELETE ${proof}/${body.id}`, { actor })).status).toBe(204);
	expect((await call(`GET ${proof}/${body.id}`, { actor })).status).toBe(404);
});
