import type { z } from 'zod';
import { mostOutcomes, mostStories, type PanelInput, type Panels } from '#modules/benchmarks/index.ts';
import type { Translator } from '#platform/i18n/translator.ts';

/** Fields of the rows of a panel by what they take; a name in the form is the field and its row, such as `proxy-2`. */
export const storyFields = ['title', 'text', 'figure', 'about'] as const;
export const outcomeFields = {
	name: 'text',
	quantity: 'number',
	proxy: 'number',
	source: 'text',
	deadweight: 'percent',
	attribution: 'percent',
	fading: 'percent',
	years: 'years',
} as const;
const single = { population: 'whole', unemployment: 'percent', discount: 'percent', cost: 'number' } as const;

type OutcomeField = keyof typeof outcomeFields;
/** Rows beside those that are written, to write more without a script. */
const spare = 1;

/** What the form shows of the panels, as text. */
export function panelValues({ context, stories, money }: Panels): Record<string, string> {
	const percent = (share: number) => String(Number((share * 100).toFixed(6)));
	const outcomes = money.content.outcomes.flatMap((outcome, row) =>
		Object.entries(outcomeFields).map(([field, kind]) => {
			const value = outcome[field as OutcomeField];
			return [`${field}-${row}`, kind === 'percent' ? percent(value as number) : String(value)] as const;
		}),
	);
	return Object.fromEntries([
		...Object.entries(context.content).map(([field, value]) => [field, value === null ? '' : String(value)] as const),
		...stories.content.flatMap((story, row) => storyFields.map((field) => [`${field}-${row}`, story[field]] as const)),
		...outcomes,
		['discount', percent(money.content.discount)],
		['cost', money.content.cost === null ? '' : String(money.content.cost)],
		['costSource', money.content.costSource],
	]);
}

/** Rows the form has of stories and of outcomes. */
export const rowsOf = ({ money }: Panels) => ({
	stories: mostStories,
	outcomes: Math.min(mostOutcomes, money.content.outcomes.length + spare),
});

/** A panel as it was typed: rows with nothing in them are left out. A number that is none becomes one no panel takes. */
export function readPanel(panel: PanelInput['panel'], form: FormData): { input: PanelInput; rows: number[] } {
	const text = (name: string) => String(form.get(name) ?? '').trim();
	const number = (name: string) =>
		text(name) === ''
			? NaN
			: Number(
					text(name)
						.replace(/[\s\u00a0\u202f]/g, '')
						.replace(',', '.'),
				);
	const optional = (name: string) => (text(name) === '' ? null : number(name));
	const frame = { shown: form.get('shown') === 'on', version: Number(text('version')) };
	const filled = (fields: readonly string[], most: number) =>
		Array.from({ length: most }, (_, row) => row).filter((row) => fields.some((field) => text(`${field}-${row}`) !== ''));
	if (panel === 'context')
		return {
			rows: [],
			input: {
				panel,
				...frame,
				content: {
					place: text('place'),
					population: optional('population'),
					unemployment: optional('unemployment'),
					date: text('date'),
					source: text('source'),
				},
			},
		};
	if (panel === 'stories') {
		const rows = filled(storyFields, mostStories);
		const story = (row: number) => ({
			title: text(`title-${row}`),
			text: text(`text-${row}`),
			figure: text(`figure-${row}`),
			about: text(`about-${row}`),
		});
		return { rows, input: { panel, ...frame, content: rows.map(story) } };
	}
	const rows = filled(Object.keys(outcomeFields), mostOutcomes);
	const outcome = (row: number) => ({
		name: text(`name-${row}`),
		quantity: number(`quantity-${row}`),
		proxy: number(`proxy-${row}`),
		source: text(`source-${row}`),
		deadweight: number(`deadweight-${row}`) / 100,
		attribution: number(`attribution-${row}`) / 100,
		fading: number(`fading-${row}`) / 100,
		years: number(`years-${row}`),
	});
	return {
		rows,
		input: {
			panel,
			...frame,
			content: {
				outcomes: rows.map(outcome),
				discount: number('discount') / 100,
				cost: optional('cost'),
				costSource: text('costSource'),
			},
		},
	};
}

/** What is wrong with a panel, a line a field, with the field's name in the form. */
export function panelFaults(t: Translator, panel: PanelInput['panel'], rows: readonly number[], error: z.ZodError) {
	const found = error.issues.map(({ path }) => {
		const field = String(path.at(-1) ?? '');
		const at = path.find((part) => typeof part === 'number');
		const row = at === undefined ? null : rows[at]!;
		const label =
			panel === 'stories'
				? t(`panels.story.${field as (typeof storyFields)[number]}`)
				: row === null
					? t(`panels.${panel}.${field as 'source'}` as 'panels.context.source')
					: t(`panels.outcome.${field as OutcomeField}`);
		const kind =
			panel === 'stories' ? 'text' : row === null ? (single[field as keyof typeof single] ?? 'text') : outcomeFields[field as OutcomeField];
		const legend =
			row === null ? '' : `${t(panel === 'stories' ? 'panels.story.legend' : 'panels.outcome.legend', { number: row + 1 })} · `;
		return { field: row === null ? field : `${field}-${row}`, message: `${legend}${label}: ${t(`panels.error.${kind}`)}` };
	});
	return found.filter(({ field }, i) => found.findIndex((each) => each.field === field) === i);
}
