import type { Run } from '#modules/benchmarks/index.ts';
import { namesOfOrganisations } from '#modules/network/index.ts';
import type { Ctx } from '#platform/context.ts';

type Head = Pick<Run, 'id' | 'mode' | 'createdAt' | 'providerId'>;

/** A run as the bar over its pages names it. */
export function shownRun({ id, mode, createdAt }: Omit<Head, 'providerId'>) {
	return { id, mode, year: createdAt.getUTCFullYear() };
}

/** The same with its provider in the reader's language, for the head of a page. */
export async function headOf(ctx: Ctx, run: Head) {
	const names = await namesOfOrganisations(ctx.db, [run.providerId], ctx.locale);
	return { run: shownRun(run), provider: names.get(run.providerId)! };
}
