import type { Translator } from '#platform/i18n/translator.ts';
import type { ItemInWords } from '../group/words.ts';

type Said = Pick<ItemInWords, 'measured' | 'roleGap'>;

/** How the views of an item lie, for its picture and for screen readers. */
export function countsInWords(t: Translator, { measured: { levels, notApplicable, unknown } }: Pick<Said, 'measured'>): string {
	const [one, two, three, four] = levels;
	return t('views.counts', { one, two, three, four, notApplicable, unknown });
}

/** What stands out: spread, who does not know, what is proposed, a gap between roles. One phrase each. */
export function standsOut(t: Translator, { measured, roleGap }: Said): string[] {
	const { levels, range, median, notVisible, notApplicableProposed, unknown, submitted } = measured;
	const lowest = levels.findIndex((people) => people > 0) + 1;
	return [
		...(range ? [t('views.range', { lowest, highest: lowest + range })] : []),
		...(median ? [t('views.median', { level: median })] : []),
		...(notVisible ? [t('views.notVisible', { percent: Math.round((unknown / submitted) * 100) })] : []),
		...(notApplicableProposed ? [t('views.naProposed')] : []),
		...(roleGap
			? [
					t('views.roleGap', {
						higher: t(`group.role.${roleGap.higher}`),
						lower: t(`group.role.${roleGap.lower}`),
						levels: roleGap.levels,
					}),
				]
			: []),
	];
}

/** What was settled, in one phrase. */
export function agreedInWords(t: Translator, agreed: NonNullable<ItemInWords['agreed']>): string {
	if (agreed.parked) return t('views.parked', { name: agreed.parked.with, day: agreed.parked.day });
	if (agreed.value === 'NA') return t('views.agreedNA');
	return t('views.agreed', { level: Number(agreed.value) });
}
