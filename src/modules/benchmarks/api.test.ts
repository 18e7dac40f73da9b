import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { createApi } from '#platform/api/index.ts';
import { createToken } from '#platform/auth/index.ts';
import type { Actor } from '#platform/context.ts';
import { useTestApp } from '../../../tests/support/app.ts';
import { clientOf, secretMailedTo } from '../../../tests/support/client.ts';
import { benchmarksRoutes } from './api.ts';
import { readScoreInput, scoreEverything } from './go-international/score-file.ts';
import { editionOf } from './instruments.ts';
import { answer, openRun } from './runs/runs.fixture.ts';

const app = useTestApp();
const call = clientOf(app, createApi('/api/v1', benchmarksRoutes, { title: 'Test', version: '1', description: '', tags: [] }));
beforeEach(() => sql`truncate platform.rate_limit`.execute(app.db));

const base = '/benchmarks/go-international';
type Problem = { code: string; field?: string; detail: string };

describe('the instrument', () => {
	test('is read with its questions in the language asked for', async () => {
		type Edition = {
			edition: string;
			textLocale: string;
			items: { code: string; title: string; levels: { text: string }[] }[];
			sections: { weight: number }[];
		};
		const german = await call<Edition>(`GET ${base}/editions/current?locale=de`);
		const english = await call<Edition>(`GET ${base}/editions/GI-1.0`);
		expect(german.body).toMatchObject({ edition: 'GI-1.0', textLocale: 'de' });
		expect(english.body.items.map(({ code }) => code)).toEqual(german.body.items.map(({ code }) => code));
		expect(english.body.items[0]!.title).not.toBe(german.body.items[0]!.title);
		expect(english.body.items.every(({ levels }) => levels.length === 4)).toBe(true);
		expect(english.body.sections.reduce((sum, { weight }) => sum + weight, 0)).toBe(100);
		expect((await call<Problem>(`GET ${base}/editions/GI-9.9`)).body.code).toBe('not_found');
		expect((await call(`GET ${base}/editions`)).body).toMatchObject({
			items: [{ edition: 'GI-1.0', frozen: true, current: true }],
			next: null,
		});
	});

	test('scores answers as the command line does, to the last digit, and stores nothing', async () => {
		const { instrument } = editionOf('go-international', 'GI-1.0');
		const answers = Object.fromEntries(instrument.items.map(({ code }, i) => [code, (i % 4) + 1]));
		const input = { answers, evidence: { 'ENV-1': 'documented' }, importance: { ENV: 3 }, targets: { 'ENV-1': 4 } };
		const { status, body } = await call(`POST ${base}/score`, { body: { edition: 'GI-1.0', ...input } });
		expect(status).toBe(200);
		expect(JSON.stringify(body)).toBe(JSON.stringify(scoreEverything(instrument, readScoreInput(instrument, input))));
		expect(await app.db.selectFrom('benchmarks.run').select('id').execute()).toEqual([]);
	});

	test.each([
		[{ answers: { 'ENV-1': 5 } }, 'answers.ENV-1'],
		[{ answers: { 'ENV-99': 1 } }, 'answers.ENV-99'],
		[{ answers: { 'ENV-1': 'NA' } }, 'answers.ENV-1'],
		[{ answers: { 'ENV-1': 3 }, targets: { 'ENV-1': 2 } }, 'targets.ENV-1'],
		[{ answers: {}, importance: { NOPE: 1 } }, 'importance.NOPE'],
		[{ answers: {}, evidence: { 'ENV-1': 'maybe' } }, 'evidence.ENV-1'],
		[{}, 'answers'],
	])('names what is wrong in %j', async (wrong, field) => {
		expect(await call<Problem>(`POST ${base}/score`, { body: { edition: 'GI-1.0', ...wrong } })).toMatchObject({
			status: 422,
			body: { code: 'invalid_input', field },
		});
	});
});

describe('a quick check', () => {
	type Started = { id: string; secret: string };
	const start = async (more: object = {}) => (await call<Started>(`POST ${base}/quick-checks`, more)).body;
	const put = (check: Started, item: string, body: object) =>
		call<Problem>(`PUT ${base}/quick-checks/${check.id}/answers/${item}`, {
			headers: { 'quick-check-secret': check.secret },
			body: { sequence: 1, ...body },
		});

	test('is taken by a guest from the first question to the page for the director', async () => {
		const started = await call<Started>(`POST ${base}/quick-checks?locale=de`);
		expect(started.headers.get('location')).toBe(`/api/v1${base}/quick-checks/${started.body.id}`);
		const check = started.body;
		const headers = { 'quick-check-secret': check.secret };
		type State = { answered: number; questions: { item: string; answer: { value: unknown } | null }[] };
		const state = async () => (await call<State>(`GET ${base}/quick-checks/${check.id}`, { headers })).body;
		for (const { item } of (await state()).questions) expect((await put(check, item, { value: 3 })).status).toBe(200);
		expect((await put(check, 'MOB-1', { value: 'NA', reason: 'not-allowed', sequence: 2 })).status).toBe(200);
		expect(await state()).toMatchObject({ answered: 9 });
		expect((await state()).questions.map(({ answer }) => answer?.value)).toEqual([3, 3, 3, 3, 3, 3, 'NA', 3, 3]);
		const result = await call(`POST ${base}/quick-checks/${check.id}/finish`, { headers });
		expect(result.body).toMatchObject({
			id: check.id,
			maturity: 3,
			band: { code: 'established' },
			counts: { levels: 8, notApplicable: 1 },
		});
		expect((await call(`GET ${base}/quick-checks/${check.id}/result`, { headers })).body).toEqual(result.body);
		const pdf = await call(`GET ${base}/quick-checks/${check.id}/result.pdf?locale=fr`, { headers });
		expect(pdf.headers.get('content-type')).toBe('application/pdf');
		expect(new TextDecoder('latin1').decode(pdf.bytes.slice(0, 5))).toBe('%PDF-');
	});

	test('refuses answers that are none, and says which field', async () => {
		const check = await start();
		expect(await put(check, 'ENV-1', { value: 5 })).toMatchObject({ status: 422, body: { field: 'value' } });
		expect(await put(check, 'ENV-1', { value: '3' })).toMatchObject({ status: 422, body: { field: 'value' } });
		expect(await put(check, 'ENV-2', { value: 3 })).toMatchObject({ status: 422, body: { field: 'item' } });
		expect(await put(check, 'MOB-1', { value: 'NA' })).toMatchObject({ status: 422, body: { field: 'reason' } });
		expect(
			await call<Problem>(`POST ${base}/quick-checks/${check.id}/finish`, { headers: { 'quick-check-secret': check.secret } }),
		).toMatchObject({ status: 422 });
	});

	test('opens only with its own secret', async () => {
		const [one, other] = [await start(), await start()];
		for (const headers of [{}, { 'quick-check-secret': 'guess' }, { 'quick-check-secret': other.secret }])
			expect((await call<Problem>(`GET ${base}/quick-checks/${one.id}`, { headers: headers as Record<string, string> })).body.code).toBe(
				'not_found',
			);
		expect((await put({ id: one.id, secret: other.secret }, 'ENV-1', { value: 3 })).status).toBe(404);
	});

	test('of a person with a token is theirs at once, without the secret, and nobody else’s', async () => {
		const person = await personOf('ana@vale.example');
		const { token } = await createToken(app.as(person), { name: 'checks', scopes: ['benchmarks:read', 'benchmarks:write'] });
		const check = await start({ token });
		expect((await call(`GET ${base}/quick-checks`, { token })).body).toMatchObject({
			items: [{ id: check.id, status: 'open' }],
			next: null,
		});
		expect((await call(`GET ${base}/quick-checks/${check.id}`, { token })).status).toBe(200);
		const eve = await personOf('eve@werk.example');
		expect((await call(`GET ${base}/quick-checks/${check.id}`, { actor: eve })).status).toBe(404);
		expect((await call(`GET ${base}/quick-checks`, { actor: eve })).body).toEqual({ items: [], next: null });
	});

	test('of a guest is claimed by a mailed link that works once', async () => {
		const check = await start();
		await put(check, 'ENV-1', { value: 3 });
		const claim = (email: string) =>
			call<Problem>(`POST ${base}/quick-checks/${check.id}/claim`, { headers: { 'quick-check-secret': check.secret }, body: { email } });
		expect((await claim('rui@vale.example')).status).toBe(204);
		const headers = { 'link-secret': await secretMailedTo(app, 'rui@vale.example') };
		expect((await call(`GET ${base}/claim`, { headers })).body).toEqual({ id: check.id, email: 'rui@vale.example' });
		expect((await call(`POST ${base}/claim`, { headers })).body).toEqual({ id: check.id });
		expect((await call<Problem>(`POST ${base}/claim`, { headers })).body.code).toBe('gone');
		expect((await claim('eve@werk.example')).body.code).toBe('conflict');
		const rui = await app.db.selectFrom('auth.account').select('id').where('email', '=', 'rui@vale.example').executeTakeFirstOrThrow();
		const actor: Actor = { kind: 'person', personId: rui.id, sessionId: rui.id };
		expect((await call(`GET ${base}/quick-checks`, { actor })).body).toMatchObject({ items: [{ id: check.id }] });
	});
});

describe('a full check', () => {
	test('takes targets and a focus of two or three, and says what stands', async () => {
		const { admin, ctx, runId } = await openRun(app);
		const { actor } = admin;
		for (const item of ['ENV-1', 'ENV-2', 'ENV-3', 'HOME-1']) await answer(ctx, runId, { item, value: '2' });
		const put = (path: string, body: object) => call<Problem>(`PUT ${base}/runs/${runId}/${path}`, { actor, body });
		expect(await put('targets', { targets: { 'ENV-1': 1 } })).toMatchObject({ status: 422, body: { field: 'level' } });
		expect(await put('targets', { targets: { 'ENV-1': 5 } })).toMatchObject({ status: 422 });
		expect((await put('targets', { targets: { 'ENV-1': 4, 'ENV-2': 2 } })).status).toBe(204);
		expect(await put('focus', { items: ['ENV-1', 'HOME-1'] })).toMatchObject({ status: 409 });
		expect((await call(`POST ${base}/runs/${runId}/finish`, { actor })).status).toBe(200);
		expect(await put('focus', { items: ['ENV-1'] })).toMatchObject({ status: 422, body: { field: 'items' } });
		expect((await put('focus', { items: ['HOME-1', 'ENV-1'] })).status).toBe(204);
		expect((await call(`GET ${base}/runs/${runId}/answers`, { actor })).body).toMatchObject({
			targets: { 'ENV-1': 4, 'ENV-2': 2 },
			focus: ['HOME-1', 'ENV-1'],
		});
		const { body } = await call<{ priorities: { item: string; target: number; focus: boolean }[] }>(`GET ${base}/runs/${runId}/report`, {
			actor,
		});
		expect(body.priorities.map(({ item, target, focus }) => [item, target, focus])).toEqual([
			['ENV-1', 4, true],
			['ENV-3', 3, false],
			['HOME-1', 3, true],
		]);
	});
});

async function personOf(email: string): Promise<Actor> {
	const { id } = await app.db
		.insertInto('auth.account')
		.values({ id: crypto.randomUUID(), email, name: email, locale: 'en' })
		.returning('id')
		.executeTakeFirstOrThrow();
	return { kind: 'person', personId: id, sessionId: id };
}
