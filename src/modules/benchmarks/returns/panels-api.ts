import { defineRoute, named, z, type ApiRoute } from '#platform/api/index.ts';
import { contextContent, moneyContent, panelsOf, savePanel, storiesContent, type Panels } from './panels.ts';

const path = '/benchmarks/solity/returns/{id}/panels';
const tag = 'Returns: reports and cards';
const params = z.object({ id: z.uuid().meta({ description: 'The return' }) });
const write = { scope: 'benchmarks:write' } as const;
const inReport = z.boolean().meta({ description: 'Whether the report shows it' });
const readIn = z.int().min(0).meta({ description: 'The version you read it in; 0 where it was never written' });
const stored = { description: 'It is stored', schema: z.object({ version: z.int() }) };
const refuses = ['not_found', 'forbidden', 'conflict'] as const;

const kept = <T extends z.ZodType>(content: T) => z.object({ shown: inReport, version: z.int(), content });
const panelsView = z
	.object({ context: kept(contextContent), stories: kept(storiesContent), money: kept(moneyContent) })
	.openapi('ReturnPanels') satisfies z.ZodType<Panels>;
const given = <T extends z.ZodType>(content: T) => z.strictObject({ shown: inReport, version: readIn, content });

/** Optional panels of returns in /api/v1. */
export const panelRoutes: readonly ApiRoute[] = [
	defineRoute({
		method: 'get',
		path,
		name: 'readReturnPanels',
		tag,
		summary: 'Read the optional panels',
		description: 'Context, stories and money view as they are written, for those who write them. None of them is scored.',
		access: { scope: 'benchmarks:read' },
		params,
		answer: { description: 'The panels', schema: panelsView },
		refuses: ['not_found', 'forbidden'],
		handle: (ctx, { params: { id } }) => panelsOf(ctx, id),
	}),
	defineRoute({
		method: 'put',
		path: `${path}/context`,
		name: 'saveReturnContext',
		tag,
		summary: 'Write the context of the place',
		description: 'Population and unemployment of the place, with who published them.',
		access: write,
		params,
		body: named('ReturnContextInput', given(contextContent), {
			example: {
				shown: true,
				version: 0,
				content: { place: 'Braga', population: 193_000, unemployment: 6.4, date: '2025', source: 'National statistics office' },
			},
		}),
		answer: stored,
		refuses: [...refuses],
		handle: (ctx, { params: { id }, body }) => savePanel(ctx, id, { panel: 'context', ...body }),
	}),
	defineRoute({
		method: 'put',
		path: `${path}/stories`,
		name: 'saveReturnStories',
		tag,
		summary: 'Write the stories',
		description: 'Up to three short stories with one number each; the list replaces the one before.',
		access: write,
		params,
		body: named('ReturnStoriesInput', given(storiesContent), {
			example: {
				shown: true,
				version: 0,
				content: [
					{
						title: 'From the evening course to the workshop',
						text: 'Nine of the twelve who came in the evening stayed.',
						figure: '9 of 12',
						about: 'adults of the evening course in work after six months',
					},
				],
			},
		}),
		answer: stored,
		refuses: [...refuses],
		handle: (ctx, { params: { id }, body }) => savePanel(ctx, id, { panel: 'stories', ...body }),
	}),
	defineRoute({
		method: 'put',
		path: `${path}/money`,
		name: 'saveReturnMoney',
		tag,
		summary: 'Write the money view',
		description:
			'Outcomes with a value each that you give with its source; shares are 0 to 1, amounts in euro. The report tells a range, which can not be compared between providers.',
		access: write,
		params,
		body: named('ReturnMoneyInput', given(moneyContent), {
			example: {
				shown: true,
				version: 0,
				content: {
					outcomes: [
						{
							name: 'People who found work',
							quantity: 64,
							proxy: 8200,
							source: 'Ministry of Labour, cost of a year without work',
							deadweight: 0.4,
							attribution: 0.25,
							fading: 0.2,
							years: 3,
						},
					],
					discount: 0.035,
					cost: 310_000,
					costSource: 'Annual accounts',
				},
			},
		}),
		answer: stored,
		refuses: [...refuses],
		handle: (ctx, { params: { id }, body }) => savePanel(ctx, id, { panel: 'money', ...body }),
	}),
];
