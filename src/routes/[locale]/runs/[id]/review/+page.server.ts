import { redirect } from '@sveltejs/kit';
import { readAnswering, reviewOfRun } from '#modules/benchmarks/index.ts';
import { requireSession } from '../../../../forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const session = requireSession(locals, url);
	const { ctx } = locals;
	const [state, review] = await Promise.all([readAnswering(ctx, params.id), reviewOfRun(ctx, params.id)]);
	if (state.run.mode === 'group') redirect(303, `/${ctx.locale}/runs/${params.id}`);
	const items = new Map(state.sections.flatMap(({ items, name }) => items.map((item) => [item.item, { ...item, sectionName: name }])));
	const sectionName = new Map(state.sections.map(({ code, name }) => [code, name]));
	const line = (item: string) => ({ item, title: items.get(item)!.title, section: items.get(item)!.sectionName });
	const reasons = new Map(state.notApplicable.reasons.map(({ code, text }) => [code, text]));
	return {
		run: state.run,
		status: state.status,
		mayAnswer: state.mayAnswer,
		textLocale: state.textLocale,
		me: session.personId,
		answered: Object.keys(state.answers).length,
		missing: {
			count: review.missing.length,
			/** A section with its open questions; the first of them is where to go on. */
			sections: [...Map.groupBy(review.missing.map(line), ({ section }) => section)].map(([section, open]) => ({ section, open })),
		},
		unknown: review.unknown.map(line),
		notApplicable: review.notApplicable.map((item) => {
			const { reason, reasonText } = state.answers[item]!;
			return { ...line(item), why: reasonText ?? reasons.get(reason ?? '') ?? '' };
		}),
		withoutProof: review.withoutProof.map((item) => {
			const { value, evidence } = state.answers[item]!;
			return { ...line(item), level: Number(value), said: evidence === 'none' };
		}),
		conflicts: state.conflicts.map((met) => ({ ...line(met.item), met, standing: state.answers[met.item]! })),
		outlook: { ...review.outlook, notEnough: review.outlook.notEnough.map((code) => sectionName.get(code)!) },
		messages: ctx.texts.group(ctx.locale, 'runs'),
	};
};
