import type { Translator } from '#platform/i18n/translator.ts';
import { stepWords } from './report-words.ts';
import type { ShownReport, ShownSpread } from './shown.ts';
import { listFormat, percentFormat } from '#ui/formats.ts';

type Widest = ShownSpread['widest'][number];

/** Who took part, by role group: "3 from the leadership and 3 from teaching and training.". */
function rolesSentence(t: Translator, { roles }: Pick<ShownSpread, 'roles'>, locale: string): string {
	const list = listFormat(locale, { type: 'conjunction' });
	return `${list.format(roles.map(({ role, people }) => t(`spread.role.${role}`, { people })))}.`;
}

/** Who took part: the role groups of a group check, the role of whoever answered a full check; null where nobody said it. */
export function answerersSentence(
	t: Translator,
	{ spread, answeredBy }: Pick<ShownReport, 'spread' | 'answeredBy'>,
	locale: string,
): string | null {
	if (spread) return rolesSentence(t, spread, locale);
	return answeredBy ? t(`report.role.${answeredBy}`) : null;
}

/** How many answered, and when: on one day or between two. */
export function answeredSentence(
	t: Translator,
	{ people, startedOn, finishedOn, edition }: Pick<ShownReport, 'people' | 'startedOn' | 'finishedOn' | 'edition'>,
): string {
	const days = startedOn === finishedOn ? 'one' : 'several';
	return t('report.answered', { people, days, from: startedOn, to: finishedOn, edition });
}

/** Where the group came together: "level 2 → 3", or the level it stayed on; a word where there is no level. */
export function agreedWords(t: Translator, { first, agreed }: Pick<Widest, 'first' | 'agreed'>): string {
	if (agreed === 'NA') return t('spread.value.notApplicable');
	if (agreed === 'DK') return t('spread.value.parked');
	return first === null || first === agreed ? t('report.level', { level: agreed }) : stepWords(t, first, agreed);
}

/** Why, or that no reason is known. */
export function reasonWords(t: Translator, { agreed, reason }: Pick<Widest, 'agreed' | 'reason'>): string {
	return reason ?? t(agreed === 'DK' ? 'spread.reason.parked' : 'spread.reason.none');
}

/** The shared view in percent as it is written; null where no item has three levels. */
export function sharedPercent({ shared: { percent } }: Pick<ShownSpread, 'shared'>, locale: string): string | null {
	return percent === null ? null : percentFormat(locale).format(percent / 100);
}

/** How often the agreed level lies above, at and below the first middle level. */
export function movementFacts(t: Translator, { movement }: Pick<ShownSpread, 'movement'>): { term: string; value: string }[] {
	return (['up', 'same', 'down'] as const).map((way) => ({ term: t(`spread.movement.${way}`), value: String(movement[way]) }));
}

/** Who finds out and until when; only the day where names are left out. */
export function parkedWords(t: Translator, { with: name, day }: ShownSpread['parked'][number]): string {
	return name === null ? t('spread.parked.day', { day }) : t('spread.parked.who', { name, day });
}

/** The line of a first page: the shared view as a fact; nothing for a check of one voice. */
export function spreadFacts(t: Translator, { spread, locale }: Pick<ShownReport, 'spread' | 'locale'>): { term: string; value: string }[] {
	const value = spread && sharedPercent(spread, locale);
	return value ? [{ term: t('spread.shared'), value }] : [];
}
