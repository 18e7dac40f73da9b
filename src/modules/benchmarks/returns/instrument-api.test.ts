import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { createApi } from '#platform/api/index.ts';
import { useTestApp } from '../../../../tests/support/app.ts';
import { clientOf } from '../../../../tests/support/client.ts';
import { editionOf } from '../instruments.ts';
import { scoreFile } from '../solity/score-file.ts';
import { s1, s3, s5, s7 } from '../solity/vectors.fixture.ts';
import { solityRoutes } from './instrument-api.ts';

const app = useTestApp();
const call = clientOf(app, createApi('/api/v1', solityRoutes, { title: 'Test', version: '1', description: '', tags: [] }));
beforeEach(() => sql`truncate platform.rate_limit`.execute(app.db));

const base = '/benchmarks/solity';
const { instrument } = editionOf('solity', 'SU-1.0');
type Problem = { code: string; detail: string; errors: { field: string; message: string }[] };

describe('the instrument of counted numbers', () => {
	test('is read with its fields and indicators in the language asked for', async () => {
		type Edition = {
			indicators: { code: string; name: string; formula: string; reasons: { code: string }[] }[];
			fields: { code: string; words: { list: string[] }[] }[];
			rules: unknown[];
			recommendations: { code: string; text: string }[];
		};
		const { body } = await call<Edition>(`GET ${base}/editions/current?locale=fr`);
		expect([body.indicators.length, body.fields.length, body.rules.length, body.recommendations.length]).toEqual([28, 60, 43, 63]);
		expect(body.indicators[3]).toMatchObject({ name: 'Accès à l’emploi', formula: '100 × out_emp / (out_known − out_edu)' });
		expect(body.fields.find(({ code }) => code === 'part_vulnerable')!.words.at(-1)!.list).toHaveLength(11);
		expect(body.recommendations.at(-1)!.text).toContain('{coverage}');
		expect((await call(`GET ${base}/editions`)).body).toMatchObject({ items: [{ edition: 'SU-1.0', current: true, fields: 60 }] });
		expect((await call<Problem>(`GET ${base}/editions/SU-9.9`)).body.code).toBe('not_found');
	});

	test.each([
		['S-1', s1()],
		['S-3', s3],
		['S-7 with its centres', s7],
		['S-1 with the year before', s1({ previous: s1({ fields: { out_emp: 150, emp_contract_known: 140 } }) })],
		['a draft', s1({ mode: 'draft', without: ['lsat_asked'] })],
	])('scores %s as the command line does, to the last digit', async (_, file) => {
		const { status, body } = await call(`POST ${base}/score`, { body: file });
		const read = scoreFile(instrument, file as Record<string, unknown>);
		expect(status).toBe(200);
		expect(JSON.stringify(body)).toBe(JSON.stringify('output' in read ? read.output : null));
	});

	test('refuses S-5 with every message, in the order of section 8', async () => {
		const { status, body } = await call<Problem>(`POST ${base}/score`, { body: s5.file });
		expect([status, body.code]).toEqual([422, 'invalid_input']);
		expect(body.errors.map(({ message }) => message)).toEqual(s5.messages);
	});

	test('says which centre a message is about, and what does not belong into a request', async () => {
		const [north, south] = s7.centres;
		const wrong = { ...s7, centres: [north, { ...south, fields: { ...south!.fields, area_m2: 0 } }] };
		expect((await call<Problem>(`POST ${base}/score`, { body: wrong })).body.errors).toEqual([
			{ field: 'south/area_m2', message: 'area_m2: must be between 1 and 10000000 (you entered 0).' },
		]);
		expect(await call<Problem>(`POST ${base}/score`, { body: { ...s1(), colour: 1 } })).toMatchObject({ status: 422 });
	});
});
