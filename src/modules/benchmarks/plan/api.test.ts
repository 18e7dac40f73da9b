import { expect, test } from 'vitest';
import { createApi } from '#platform/api/index.ts';
import { createToken } from '#platform/auth/index.ts';
import { useTestApp } from '../../../../tests/support/app.ts';
import { clientOf } from '../../../../tests/support/client.ts';
import { makePerson } from '../../../../tests/support/provider.ts';
import { openRun } from '../runs/runs.fixture.ts';
import { planRoutes } from './api.ts';
import { addAction } from './commands.ts';

const app = useTestApp();
const call = clientOf(app, createApi('/api/v1', planRoutes, { title: 'Test', version: '1', description: '', tags: [] }));

test('the evidence file of an action is added, told, read, replaced and taken away', async () => {
	const { ctx, providerId } = await openRun(app);
	const owner = await makePerson(app, 'Owner', [{ organisationId: providerId, role: 'staff' }]);
	const colleague = await makePerson(app, 'Colleague', [{ organisationId: providerId, role: 'staff' }]);
	const stranger = await makePerson(app, 'Stranger');
	const { id } = await addAction(ctx, providerId, { goal: 'G', action: 'A', ownerId: owner.id });
	const proof = `/benchmarks/actions/${id}/proof`;
	const put = (name: string, file: string, actor = owner.actor) => call(`PUT ${proof}?name=${encodeURIComponent(name)}`, { actor, file });

	expect((await put('x.txt', 'x', stranger.actor)).status).toBe(404);
	expect((await put('x.txt', 'x', colleague.actor)).status).toBe(403);
	const narrow = await createToken({ ...ctx, actor: owner.actor }, { name: 'Reader', scopes: ['benchmarks:read'] });
	expect((await call(`PUT ${proof}?name=x.txt`, { token: narrow.token, file: 'x' })).status).toBe(403);

	expect(await put('Prüfung.txt', 'one')).toMatchObject({
		status: 200,
		body: { name: 'Prüfung.txt', mediaType: 'text/plain; charset=utf-8', size: 3 },
	});
	expect((await put('page.html', '<p>')).status).toBe(415);
	await put('module.csv', 'outcome\none\n');
	const told = await call(`GET /benchmarks/actions/${id}`, { actor: colleague.actor });
	expect(told.body).toMatchObject({ proof: { file: { name: 'module.csv', mediaType: 'text/csv; charset=utf-8', size: 12 } } });
	const read = await call(`GET ${proof}`, { actor: colleague.actor });
	expect(Buffer.from(read.bytes).toString()).toBe('outcome\none\n');
	expect(read.headers.get('content-disposition')).toContain('filename="module.csv"');
	expect((await call(`GET ${proof}`, { actor: stranger.actor })).status).toBe(404);

	expect((await call(`DELETE ${proof}`, { actor: colleague.actor })).status).toBe(403);
	expect((await call(`DELETE ${proof}`, { actor: owner.actor })).status).toBe(204);
	expect((await call(`GET ${proof}`, { actor: owner.actor })).status).toBe(404);
	expect((await call(`GET /benchmarks/actions/${id}`, { actor: owner.actor })).body).toMatchObject({ proof: { file: null } });
});
