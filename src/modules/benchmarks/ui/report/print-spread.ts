import type { Translator } from '#platform/i18n/translator.ts';
import type { ShownReport } from './shown.ts';
import { stepWords } from './report-words.ts';
import { agreedWords, movementFacts, parkedWords, reasonWords, sharedPercent } from './spread-words.ts';

/** What spread.typ prints; null for a check of one voice. */
export function spreadPrint(t: Translator, { spread, locale }: ShownReport) {
	if (!spread) return null;
	const percent = sharedPercent(spread, locale);
	return {
		title: t('spread.title'),
		text: t('spread.text'),
		percent,
		shared: percent ? t('spread.shared.text', spread.shared) : t('spread.shared.none'),
		widestTitle: spread.widest.length ? t('spread.widest') : null,
		widestText: t('spread.widest.text'),
		alike: percent && !spread.widest.length ? t('spread.alike') : null,
		widest: spread.widest.map((each) => ({
			title: each.title,
			apart: t('spread.apart', { range: each.range }),
			level: typeof each.agreed === 'number' ? each.agreed : null,
			agreed: agreedWords(t, each),
			why: reasonWords(t, each),
		})),
		movementTitle: t('spread.movement'),
		movement: movementFacts(t, spread),
		movedTitle: spread.moved.length ? t('spread.moved', { count: spread.moved.length }) : null,
		moved: spread.moved.map(({ title, first, agreed }) => ({ term: title, value: stepWords(t, first, agreed) })),
		parkedTitle: spread.parked.length ? t('spread.parked') : null,
		parked: spread.parked.map((parked) => ({ term: parked.title, value: parkedWords(t, parked) })),
		made: t('spread.made'),
	};
}
