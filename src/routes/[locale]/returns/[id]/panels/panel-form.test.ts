import { expect, test } from 'vitest';
import { panelInput } from '#modules/benchmarks/index.ts';
import { createCatalogue } from '#platform/i18n/catalogue.ts';
import { panelFaults, panelValues, readPanel, rowsOf } from './panel-form.ts';

const t = createCatalogue().translator('en');
const form = (fields: Record<string, string>) => {
	const data = new FormData();
	for (const [name, value] of Object.entries(fields)) data.set(name, value);
	return data;
};
const outcome = {
	'name-1': 'Found work',
	'quantity-1': '46',
	'proxy-1': '7 400,50',
	'source-1': 'INPS',
	'deadweight-1': '45',
	'attribution-1': '20 ',
	'fading-1': '12,5',
	'years-1': '3',
};
const money = { version: '2', shown: 'on', discount: '3,5', cost: '', costSource: '', ...outcome };

test('numbers are read as people type them, empty rows are left out', () => {
	const { input, rows } = readPanel('money', form({ ...money, 'name-0': ' ' }));
	expect(rows).toEqual([1]);
	expect(panelInput.parse(input)).toEqual({
		panel: 'money',
		shown: true,
		version: 2,
		content: {
			outcomes: [
				{ name: 'Found work', quantity: 46, proxy: 7400.5, source: 'INPS', deadweight: 0.45, attribution: 0.2, fading: 0.125, years: 3 },
			],
			discount: 0.035,
			cost: null,
			costSource: '',
		},
	});
});

test('each fault names its row and field, and leads to the field', () => {
	const { input, rows } = readPanel('money', form({ ...money, 'proxy-1': 'much', 'deadweight-1': '145', 'source-1': '' }));
	expect(panelFaults(t, 'money', rows, panelInput.safeParse(input).error!)).toEqual([
		{ field: 'proxy-1', message: 'Outcome 2 · Value of one: write a number from 0 on.' },
		{ field: 'source-1', message: 'Outcome 2 · Where this value is from: write something here, not too long.' },
		{ field: 'deadweight-1', message: 'Outcome 2 · Would have happened anyway: write a number from 0 to 100.' },
	]);
	const story = readPanel('stories', form({ version: '0', 'title-2': 'Begun' }));
	expect(panelFaults(t, 'stories', story.rows, panelInput.safeParse(story.input).error!).map(({ field }) => field)).toEqual([
		'text-2',
		'figure-2',
		'about-2',
	]);
	const place = readPanel('context', form({ version: '0', unemployment: '7,2' }));
	expect(panelFaults(t, 'context', [], panelInput.safeParse(place.input).error!)).toEqual([
		{ field: 'source', message: 'Who published them: write something here, not too long.' },
	]);
});

test('what is stored comes back into the form as it is typed', () => {
	const { input } = readPanel('money', form(money));
	const empty = { place: '', population: 61_400, unemployment: null, date: '', source: 'INE' };
	const panels = {
		context: { shown: false, version: 0, content: empty },
		stories: { shown: false, version: 0, content: [] },
		money: { shown: true, version: 2, content: panelInput.parse(input).content as never },
	};
	expect(panelValues(panels)).toMatchObject({
		population: '61400',
		unemployment: '',
		'deadweight-0': '45',
		'fading-0': '12.5',
		discount: '3.5',
	});
	expect(rowsOf(panels)).toEqual({ stories: 3, outcomes: 2 });
});
