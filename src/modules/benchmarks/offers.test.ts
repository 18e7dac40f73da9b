import { beforeAll, expect, test } from 'vitest';
import type { Page } from '#platform/pages/index.ts';
import { useTestApp } from '../../../tests/support/app.ts';
import { answersFrom, testA } from './go-international/vectors.fixture.ts';
import { offerFrom, type Offer } from './offers.ts';
import { planFromResult } from './plan/commands.ts';
import { readPlan } from './plan/queries.ts';
import { reportOf } from './report/queries.ts';
import { finishRun } from './runs/lifecycle.ts';
import { answer, openRun } from './runs/runs.fixture.ts';

const app = useTestApp();

async function finished() {
	const run = await openRun(app);
	for (const [item, value] of answersFrom(testA))
		await answer(run.ctx, run.runId, { item, value: String(value) as '1', reason: value === 'NA' ? 'not-our-mission' : undefined });
	await finishRun(run.ctx, run.runId);
	return run;
}
const recommendationIn = async ({ ctx, runId }: Awaited<ReturnType<typeof finished>>, code: string) =>
	(await reportOf(ctx, runId)).sections.flatMap(({ recommendations }) => recommendations).find((each) => each.code === code)!;

const webinar: Offer = {
	kind: 'webinar',
	id: 'outcomes',
	themes: ['curriculum'],
	languages: ['en'],
	sectors: [],
	madeFor: 'starters',
	on: new Date('2099-12-04T14:00:00Z'),
	title: 'Outcomes in one afternoon',
	titleLocale: 'en',
	path: '/webinars/outcomes',
};

let first: Awaited<ReturnType<typeof finished>>;
beforeAll(async () => {
	first = await finished();
});

test('without rooms a report offers nothing', async () => {
	expect((await recommendationIn(first, 'HOME-S1')).offers).toEqual([]);
});

test('a room that has something for a theme is asked once, with what the reader may see, and its offer stands beside the recommendation', async () => {
	const asked: { themes: readonly string[]; actor: string }[] = [];
	offerFrom(app, {
		name: 'webinars',
		async offers(ctx, themes) {
			asked.push({ themes, actor: ctx.actor.kind });
			return [webinar];
		},
	});
	const { offers } = await recommendationIn(first, 'HOME-S1');
	expect(offers).toEqual([
		{
			kind: 'webinar',
			id: 'outcomes',
			title: 'Outcomes in one afternoon',
			titleLocale: 'en',
			path: '/webinars/outcomes',
			reasons: ['theme', 'language', 'band', 'fresh'],
		},
	]);
	expect(asked).toHaveLength(1);
	expect(asked[0]).toMatchObject({ actor: 'person' });
	expect(asked[0]!.themes).toContain('curriculum');
});

test('an action made of a recommendation brings the offer as its support', async () => {
	await planFromResult(first.ctx, { runId: first.runId, items: [{ item: 'HOME-1', recommendations: ['HOME-S1'] }] });
	const { actions } = await readPlan(first.ctx, first.providerId);
	expect(actions[0]!.support).toEqual([{ title: 'Outcomes in one afternoon', url: `${first.ctx.origin}/en/webinars/outcomes` }]);
});

test('a room that fails takes nothing from the report', async () => {
	offerFrom(app, { name: 'broken', offers: () => Promise.reject(new Error('out of order')) });
	expect((await recommendationIn(first, 'HOME-S1')).offers).toHaveLength(1);
});

test('a page is remembered only where every room could be asked', async () => {
	const page: Page = {};
	await reportOf({ ...first.ctx, page }, first.runId);
	expect(page.incomplete).toBe(true);
});
