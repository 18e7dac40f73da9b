import { currentEdition, textsOf } from '#modules/benchmarks/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx } }) => {
	const edition = currentEdition('go-international');
	const text = textsOf(edition, ctx.locale);
	return {
		edition: edition.instrument.edition,
		textLocale: edition.locales.includes(ctx.locale) ? ctx.locale : 'en',
		sections: edition.instrument.sections.map(({ code, weight }) => ({
			code,
			weight,
			name: text(`gi.${code}.name`),
			question: text(`gi.${code}.question`),
		})),
		levels: edition.instrument.levels.map((level) => text(`gi.level.${level}.name`)),
		source: text('gi.source'),
		messages: ctx.texts.group(ctx.locale, 'benchmarks', 'quick'),
	};
};
