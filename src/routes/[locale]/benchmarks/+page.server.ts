import { returnLines, runLines } from '#modules/benchmarks/index.ts';
import { circlesOf } from '#modules/network/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { ctx, session } }) => ({
	runs: session ? await runLines(ctx) : [],
	returns: session ? await returnLines(ctx) : [],
	/** There are totals for the viewer to look at. */
	totals: (await circlesOf(ctx)).length > 0,
	messages: ctx.texts.group(ctx.locale, 'benchmarks', ...(session ? ['runlines', 'returnlines'] : [])),
});
