/** Countries a European network works in: the Union, its candidates and neighbours, and everybody the programme associates. */
const codes =
	'AL AD AM AT AZ BA BE BG CH CY CZ DE DK EE ES FI FR GB GE GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS SE SI SK SM TR UA VA XK'.split(
		' ',
	);

/** Choices of a country field in a language, sorted as that language sorts. */
export function countriesIn(locale: string): { value: string; label: string }[] {
	const names = new Intl.DisplayNames(locale, { type: 'region' });
	return codes.map((value) => ({ value, label: names.of(value) ?? value })).toSorted((a, b) => a.label.localeCompare(b.label, locale));
}
