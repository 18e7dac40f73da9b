import { runLines } from '#modules/benchmarks/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { ctx, session } }) => ({
	runs: session ? await runLines(ctx) : [],
	messages: ctx.texts.group(ctx.locale, 'benchmarks', ...(session ? ['runlines'] : [])),
});
