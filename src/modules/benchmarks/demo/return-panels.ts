import { demoId } from '#modules/network/index.ts';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import type { Context, Money, Story } from '../solity/report/panels.ts';

const context: Context = {
	place: 'Vale do Sorraia (fictional)',
	population: 61_400,
	unemployment: 7.2,
	date: '2025',
	source: 'Made-up figures of a made-up statistics office',
};

const stories: Story[] = [
	{
		title: 'The evening course that filled the workshop',
		text: 'Two companies asked for welders and found none. We opened the workshop from six to nine, with a crèche next door. Most of those who came had not been at school for ten years.',
		figure: '9 of 12',
		about: 'adults of the evening course in work after six months',
	},
	{
		title: 'A year abroad that came back',
		text: 'Learners who had been in Turku showed the younger ones how they kept their tools. The idea of a tool board with names is from there.',
		figure: '18',
		about: 'learners who now look after a board of their own',
	},
];

const money: Money = {
	outcomes: [
		{
			name: 'Jobseekers who found work',
			quantity: 46,
			proxy: 7400,
			source: 'Made-up cost of a year without work to the public',
			deadweight: 0.45,
			attribution: 0.2,
			fading: 0.25,
			years: 3,
		},
		{
			name: 'Young people who did not leave early',
			quantity: 12,
			proxy: 5200,
			source: 'Made-up cost of a year out of school',
			deadweight: 0.3,
			attribution: 0.35,
			fading: 0.1,
			years: 4,
		},
	],
	discount: 0.035,
	cost: 214_000,
	costSource: 'Made-up accounts of the two courses',
};

/** The optional panels of Escola do Vale's newest return, all of them in its report. */
export async function seedPanelsDemo(ctx: Ctx, tx: DatabaseTransaction, returnId: string): Promise<void> {
	await tx
		.insertInto('benchmarks.return_panel')
		.values(
			Object.entries({ context, stories, money }).map(([panel, content]) => ({
				return_id: returnId,
				panel,
				shown: true,
				content: JSON.stringify(content),
				version: 1,
				changed_by: demoId('person', 'ana-ferreira'),
				changed_at: ctx.now(),
			})),
		)
		.execute();
}
