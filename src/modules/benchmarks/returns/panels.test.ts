import { expect, test } from 'vitest';
import { useTestApp } from '../../../../tests/support/app.ts';
import { makePerson } from '../../../../tests/support/provider.ts';
import { historyOfReturn } from './overview.ts';
import { panelsOf, savePanel, shownPanels, type PanelInput } from './panels.ts';
import { openReturn, submitted } from './returns.fixture.ts';
import { startReturn } from './start.ts';

const app = useTestApp();

const story = { title: 'Back at the bench', text: 'Nine of twelve stayed.', figure: '9 of 12', about: 'in work after six months' };
const stories = (more: object = {}): PanelInput => ({ panel: 'stories', shown: true, version: 0, content: [story], ...more }) as PanelInput;
const outcome = {
	name: 'Found work',
	quantity: 100,
	proxy: 3000,
	source: 'Ministry of Labour',
	deadweight: 0.4,
	attribution: 0.25,
	fading: 0,
	years: 1,
};
const money = { outcomes: [outcome], discount: 0.035, cost: 45_000, costSource: 'Accounts' };

test('panels are empty and off until somebody writes them', async () => {
	const { ctx, returnId } = await openReturn(app);
	expect(await panelsOf(ctx, returnId)).toMatchObject({
		context: { shown: false, version: 0, content: { population: null } },
		stories: { shown: false, version: 0, content: [] },
		money: { shown: false, version: 0, content: { outcomes: [], cost: null } },
	});
	expect(await shownPanels(app.db, returnId)).toEqual({ context: null, stories: [], money: null });
});

test('what is written is shown only where it is wanted, and the history keeps what stood there', async () => {
	const { ctx, returnId } = await submitted(app);
	expect(await savePanel(ctx, returnId, stories({ shown: false }))).toEqual({ version: 1 });
	expect((await shownPanels(app.db, returnId)).stories).toEqual([]);
	await savePanel(ctx, returnId, stories({ version: 1 }));
	expect((await shownPanels(app.db, returnId)).stories).toEqual([story]);
	const [newest] = await historyOfReturn(ctx, returnId, 5);
	expect(newest).toMatchObject({ kind: 'panel', what: '' });
});

test('the money view is a range from both guesses 30 % higher and lower, and what each euro brought', async () => {
	const { ctx, returnId } = await openReturn(app);
	await savePanel(ctx, returnId, { panel: 'money', shown: true, version: 0, content: money });
	const panel = (await shownPanels(app.db, returnId)).money!;
	expect(panel.value).toBeCloseTo(135_000, 6);
	expect(panel.low).toBeCloseTo(300_000 * (1 - 0.52) * (1 - 0.325), 6);
	expect(panel.high).toBeCloseTo(300_000 * (1 - 0.28) * (1 - 0.175), 6);
	expect(panel.perEuro!.value).toBeCloseTo(3, 9);
	expect(panel.outcomes[0]!.value).toBeCloseTo(135_000, 6);
});

test('a value or a number without its source is refused', async () => {
	const { ctx, returnId } = await openReturn(app);
	const noSource = { ...money, outcomes: [{ ...outcome, source: ' ' }] };
	await expect(savePanel(ctx, returnId, { panel: 'money', shown: true, version: 0, content: noSource })).rejects.toThrow(/source/);
	const context = { place: 'Braga', population: 190_000, unemployment: null, date: '2025', source: '' };
	await expect(savePanel(ctx, returnId, { panel: 'context', shown: true, version: 0, content: context })).rejects.toThrow(/published/);
	await expect(savePanel(ctx, returnId, stories({ content: [story, story, story, story] }))).rejects.toThrow();
	expect(await panelsOf(ctx, returnId)).toMatchObject({ money: { version: 0 }, context: { version: 0 }, stories: { version: 0 } });
});

test('the same again changes nothing, and what somebody else wrote meanwhile is not overwritten', async () => {
	const { ctx, returnId } = await openReturn(app);
	await savePanel(ctx, returnId, { panel: 'money', shown: true, version: 0, content: money });
	expect(await savePanel(ctx, returnId, { panel: 'money', shown: true, version: 0, content: money })).toEqual({ version: 1 });
	await expect(
		savePanel(ctx, returnId, { panel: 'money', shown: true, version: 0, content: { ...money, cost: 50_000 } }),
	).rejects.toMatchObject({ code: 'conflict' });
	expect((await panelsOf(ctx, returnId)).money.content.cost).toBe(45_000);
});

test('an editor of the whole return writes panels, one of a single axis and a viewer do not', async () => {
	const { returnId, providerId } = await openReturn(app);
	const named = async (role: string, axes: string[] | null) => {
		const person = await makePerson(app, role);
		await app.db
			.insertInto('benchmarks.return_role')
			.values({ provider_id: providerId, person_id: person.id, role, axes, added_at: new Date() })
			.execute();
		return app.as(person.actor);
	};
	expect(await savePanel(await named('editor', null), returnId, stories())).toEqual({ version: 1 });
	await expect(savePanel(await named('editor', ['A1']), returnId, stories({ version: 1 }))).rejects.toMatchObject({ code: 'forbidden' });
	await expect(panelsOf(await named('viewer', null), returnId)).rejects.toMatchObject({ code: 'forbidden' });
});

test('next year’s return begins with empty panels: they are about their year, and hold its numbers', async () => {
	const { ctx, returnId, providerId } = await submitted(app);
	await savePanel(ctx, returnId, stories());
	await savePanel(ctx, returnId, { panel: 'money', shown: true, version: 0, content: money });
	const next = await startReturn(ctx, { providerId, year: 2025, level: 'provider' });
	expect(await panelsOf(ctx, next.returnId)).toMatchObject({
		stories: { shown: false, version: 0, content: [] },
		money: { shown: false, version: 0, content: { outcomes: [], cost: null } },
	});
});
