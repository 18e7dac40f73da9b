import { editionOf, questionsIn, textsOf, type Participation } from '#modules/benchmarks/index.ts';

/** The sections of a participant's check in their language, with what they answered in each. */
export function sectionsOf({ run, answers }: Participation, locale: string) {
	const edition = editionOf('go-international', run.edition);
	return {
		textLocale: edition.locales.includes(locale) ? locale : 'en',
		sections: questionsIn(edition, locale).map(({ code, name, items }) => ({
			code,
			name,
			items: items.map(({ item }) => ({ item, answered: answers.has(item) })),
		})),
	};
}

/** Everything the screen of a question shows. */
export function questionsOf({ run }: Participation, locale: string) {
	const edition = editionOf('go-international', run.edition);
	const text = textsOf(edition, locale);
	return {
		textLocale: edition.locales.includes(locale) ? locale : 'en',
		sections: questionsIn(edition, locale),
		notApplicable: {
			hint: text('gi.na.hint'),
			reasons: edition.instrument.notApplicableReasons.map((code) => ({ code: code as string, text: text(`gi.na.${code}`) })),
		},
	};
}
