import { z } from 'zod';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { inTransaction } from '#platform/events.ts';
import { error } from '../solity/fault.ts';
import {
	moneyPanel,
	noPanels,
	panelNames,
	type Context,
	type Money,
	type PanelName,
	type ReportPanels,
	type Story,
} from '../solity/report/panels.ts';
import { authoriseReturn, editionOfReturn } from './access.ts';
import { record } from './history.ts';
import { refuse } from './refuse.ts';

/**
 * Optional panels of a return (specification, section 16). They tell nothing the score is made of, so they can be
 * written in every state; the history keeps what stood there before.
 */
export const [mostStories, mostOutcomes] = [3, 12];

const line = (most: number) => z.string().trim().max(most);
const told = (most: number) => line(most).min(1);
const share = z.number().min(0).max(1);
const amount = z.number().min(0).max(1e12);

export const contextContent = z
	.strictObject({
		place: line(120),
		population: z.int().min(0).max(1e10).nullable(),
		unemployment: z.number().min(0).max(100).nullable(),
		date: line(40),
		source: line(300),
	})
	.refine(({ population, unemployment, source }) => (population === null && unemployment === null) || source !== '', {
		path: ['source'],
		message: 'Say who published the numbers',
	}) satisfies z.ZodType<Context>;

export const storiesContent = z
	.array(z.strictObject({ title: told(120), text: told(800), figure: told(20), about: told(120) }))
	.max(mostStories) satisfies z.ZodType<Story[]>;

export const moneyContent = z.strictObject({
	outcomes: z
		.array(
			z.strictObject({
				name: told(120),
				quantity: amount,
				proxy: amount,
				source: told(300),
				deadweight: share,
				attribution: share,
				fading: share,
				years: z.int().min(1).max(20),
			}),
		)
		.max(mostOutcomes),
	discount: share,
	cost: amount.nullable(),
	costSource: line(300),
}) satisfies z.ZodType<Money>;

const contents = { context: contextContent, stories: storiesContent, money: moneyContent };

const shown = { shown: z.boolean(), version: z.int().min(0).max(1_000_000) };

/** One panel as it is to stand from now on; `version` is the one it was read in, 0 where it was never written. */
export const panelInput = z.discriminatedUnion('panel', [
	z.strictObject({ panel: z.literal('context'), ...shown, content: contextContent }),
	z.strictObject({ panel: z.literal('stories'), ...shown, content: storiesContent }),
	z.strictObject({ panel: z.literal('money'), ...shown, content: moneyContent }),
]);
export type PanelInput = z.input<typeof panelInput>;

type Kept<T> = { shown: boolean; version: number; content: T };
/** Every panel, written or not. */
export type Panels = { context: Kept<Context>; stories: Kept<Story[]>; money: Kept<Money> };

const empty: { [P in PanelName]: Panels[P]['content'] } = {
	context: { place: '', population: null, unemployment: null, date: '', source: '' },
	stories: [],
	money: { outcomes: [], discount: 0.035, cost: null, costSource: '' },
};

/** The panels as those see them who write them. @throws AppError not_signed_in, not_found, forbidden */
export async function panelsOf(ctx: Ctx, id: string): Promise<Panels> {
	await authoriseReturn(ctx, id, 'write panels');
	const rows = await rowsOf(ctx.db, id);
	const kept = <P extends PanelName>(panel: P) => {
		const row = rows.find((each) => each.panel === panel);
		return { shown: row?.shown ?? false, version: row?.version ?? 0, content: (row?.content ?? empty[panel]) as Panels[P]['content'] };
	};
	return { context: kept('context'), stories: kept('stories'), money: kept('money') };
}

/** The panels a report shows. */
export async function shownPanels(db: Ctx['db'] | DatabaseTransaction, id: string): Promise<ReportPanels> {
	const panels = { ...noPanels };
	for (const { panel, shown, content } of await rowsOf(db, id)) {
		if (!shown) continue;
		if (panel === 'context') panels.context = content as unknown as Context;
		if (panel === 'stories') panels.stories = content as unknown as Story[];
		if (panel === 'money') panels.money = moneyPanel(content as unknown as Money);
	}
	return panels;
}

const rowsOf = (db: Ctx['db'] | DatabaseTransaction, id: string) =>
	db
		.selectFrom('benchmarks.return_panel')
		.select(['panel', 'shown', 'content', 'version'])
		.where('return_id', '=', id)
		.limit(panelNames.length)
		.execute();

/**
 * Writes one panel, in whatever state the return is.
 * @throws AppError forbidden, invalid_input, conflict with E_STALE where somebody else has written it meanwhile
 */
export async function savePanel(ctx: Ctx, id: string, input: PanelInput): Promise<{ version: number }> {
	const { panel, shown, version, content } = panelInput.parse(input);
	return inTransaction(ctx, async (tx) => {
		const { row } = await authoriseReturn(ctx, id, 'write panels', { tx, lock: true });
		const before = (await rowsOf(tx, id)).find((each) => each.panel === panel);
		const standing = before?.version ?? 0;
		if (before && before.shown === shown && JSON.stringify(contentOf(panel, before.content)) === JSON.stringify(content))
			return { version: standing };
		if (standing !== version) refuse(ctx, editionOfReturn(row), [error('E_STALE', {})], { version: standing });
		const kept = {
			shown,
			content: JSON.stringify(content),
			version: standing + 1,
			changed_by: ctx.actor.kind === 'person' ? ctx.actor.personId : null,
			changed_at: ctx.now(),
		};
		await tx
			.insertInto('benchmarks.return_panel')
			.values({ return_id: id, panel, ...kept })
			.onConflict((conflict) => conflict.columns(['return_id', 'panel']).doUpdateSet(kept))
			.execute();
		await record(ctx, tx, row, [
			{
				kind: 'panel',
				target: panel,
				before: before && { shown: before.shown, content: before.content },
				after: { shown, content },
			},
		]);
		return { version: standing + 1 };
	});
}

/** The stored content with its keys in the order they are written in, which a database forgets. */
const contentOf = (panel: PanelName, content: unknown) => contents[panel].parse(content);
