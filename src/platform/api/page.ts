import { z } from '@hono/zod-openapi';
import { AppError } from '../errors.ts';
import { isId } from '../ids.ts';

const most = 100;
const usual = 25;

/** Query of every list that can grow; extend it with the list's own filters. */
export const pageQuery = z.strictObject({
	limit: z.coerce.number().int().min(1).max(most).default(usual).meta({ description: 'How many items at most' }),
	cursor: z.string().min(1).max(200).optional().meta({ description: 'Where to go on: "next" of the page before, unchanged' }),
});
export type PageQuery = z.infer<typeof pageQuery>;

/** The answer of a list. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
	z.object({
		items: z.array(item),
		next: z.string().nullable().meta({ description: 'Cursor of the next page; null on the last one' }),
	});

/** Opaque to clients, so that the order of a list can change its key without breaking them. */
export const cursorOf = (id: string) => Buffer.from(`after ${id}`).toString('base64url');

/** @throws AppError invalid_input for a cursor that no list gave out */
export function positionOf(cursor: string | undefined): string | undefined {
	if (cursor === undefined) return undefined;
	const id = Buffer.from(cursor, 'base64url')
		.toString()
		.match(/^after (.+)$/)?.[1];
	if (!isId(id))
		throw new AppError('invalid_input', {
			message: 'This cursor was not given out by this list',
			field: 'cursor',
			help: 'Begin without a cursor and follow "next".',
		});
	return id;
}

/**
 * One page of a list that is ordered by id.
 * @param fetch reads at most `count` rows behind the id `after`
 * @param show turns a row into an item of the answer
 */
export async function readPage<Row extends { id: string }, Item>(
	{ cursor, limit }: PageQuery,
	fetch: (after: string | undefined, count: number) => Promise<Row[]>,
	show: (row: Row) => Item,
): Promise<{ items: Item[]; next: string | null }> {
	// One more than asked for tells whether there is a next page.
	const rows = await fetch(positionOf(cursor), limit + 1);
	const shown = rows.slice(0, limit);
	return { items: shown.map(show), next: rows.length > limit ? cursorOf(shown.at(-1)!.id) : null };
}
