import { currentEdition, returnLines, textsOf } from '#modules/benchmarks/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { ctx, session } }) => {
	const edition = currentEdition('solity');
	const text = textsOf(edition, ctx.locale);
	const { instrument } = edition;
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
		returns: session ? await returnLines(ctx) : [],
		messages: ctx.texts.group(ctx.locale, 'returns', 'benchmarks', ...(session ? ['returnlines'] : [])),
	};
};
