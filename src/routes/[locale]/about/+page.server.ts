import { currentEdition, quickQuestions, textsOf } from '#modules/benchmarks/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx } }) => {
	const edition = currentEdition('go-international');
	const text = textsOf(edition, ctx.locale);
	const { question, levels } = quickQuestions(edition, ctx.locale)[0]!;
	return {
		example: { question, levels: levels.map((each) => ({ ...each, name: text(`gi.level.${each.level}.name`) })) },
		textLocale: edition.locales.includes(ctx.locale) ? ctx.locale : 'en',
		messages: ctx.texts.group(ctx.locale, 'pages', 'benchmarks'),
	};
};
