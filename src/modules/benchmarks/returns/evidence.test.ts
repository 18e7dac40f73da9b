import { expect, test } from 'vitest';
import { createApi } from '#platform/api/index.ts';
import { useTestApp } from '../../../../tests/support/app.ts';
import { clientOf } from '../../../../tests/support/client.ts';
import { makePerson } from '../../../../tests/support/provider.ts';
import { returnRoutes } from './api.ts';
import { addEvidenceLink } from './evidence.ts';
import { openReturn } from './returns.fixture.ts';

const app = useTestApp();
const call = clientOf(app, createApi('/api/v1', returnRoutes, { title: 'Test', version: '1', description: '', tags: [] }));

test('programs attach files as evidence, list them, read them and take them away', async () => {
	const { ctx, returnId } = await openReturn(app);
	const { actor } = ctx;
	const stranger = await makePerson(app, 'Stranger');
	const evidence = `/benchmarks/solity/returns/${returnId}/evidence`;
	const add = (query: string, file: string, by = actor) => call<{ id: string }>(`POST ${evidence}/files?${query}`, { actor: by, file });
	const pdf = '%PDF-1.7\n%%EOF\n';

	expect((await add('target=energy_kwh&name=bill.pdf', pdf, stranger.actor)).status).toBe(404);
	expect((await add('target=nothing&name=bill.pdf', pdf)).status).toBe(422);
	// Texts are proof of an answer, not of a number.
	expect((await add('target=energy_kwh&name=bill.txt', 'a bill')).status).toBe(415);
	const { status, body } = await add('target=energy_kwh&name=bill.pdf', pdf);
	expect(status).toBe(201);
	await addEvidenceLink(ctx, returnId, { target: 'energy_kwh', url: 'https://vale.example/bill' });
	expect((await call(`GET ${evidence}`, { actor })).body).toMatchObject({
		items: [
			{ id: body.id, target: 'energy_kwh', kind: 'file', title: 'bill.pdf', file: { mediaType: 'application/pdf' } },
			{ kind: 'link', url: 'https://vale.example/bill', file: null },
		],
		next: null,
	});
	expect((await call(`GET ${evidence}`, { actor: stranger.actor })).status).toBe(404);
	expect(Buffer.from((await call(`GET ${evidence}/${body.id}`, { actor })).bytes).toString()).toBe(pdf);
	expect((await call(`GET ${evidence}/${body.id}`, { actor: stranger.actor })).status).toBe(404);
	expect((await call(`DELETE ${evidence}/${body.id}`, { actor })).status).toBe(204);
	expect((await call(`GET ${evidence}/${body.id}`, { actor })).status).toBe(404);
});
