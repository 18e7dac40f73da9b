import { currentEdition, returnsSeen, textsOf } from '#modules/benchmarks/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { ctx, session } }) => {
	const edition = currentEdition('solity');
	const text = textsOf(edition, ctx.locale);
	const { instrument } = edition;
	const returns = session ? await returnsSeen(ctx, 20) : [];
	return {
		edition: instrument.edition,
		textLocale: edition.locales.includes(ctx.locale) ? ctx.locale : 'en',
		name: text('su.name'),
		subtitle: text('su.subtitle'),
		caution: text('su.caution'),
		time: text('su.time'),
		source: text('su.source'),
		counts: { indicators: instrument.indicators.length, axes: instrument.axes.length, fields: instrument.fields.length },
		axes: instrument.axes.map(({ code }) => ({
			code,
			name: text(`su.${code}.name`),
			title: text(`su.${code}.title`),
			indicators: instrument.indicators.filter(({ axis }) => axis === code).map((each) => text(`su.${each.code}.name`)),
		})),
		returns: returns.map(({ id, year, provider, centre, state, overall }) => ({
			id,
			year,
			unit: centre ?? provider,
			state,
			score: overall && overall.score !== null ? overall.score : null,
		})),
		messages: ctx.texts.group(ctx.locale, 'returns', 'benchmarks'),
	};
};
