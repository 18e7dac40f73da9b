import type { Translator } from '#platform/i18n/translator.ts';

/** What the screen of a question says, in the texts of the check it belongs to. */
export type QuestionWords = {
	/** How to choose. */
	choose?: string;
	labels: { unknown?: string; notApplicable: string; reason: string; reasonText: string; reasonTextHint: string };
};

/** What the keys do. */
export type KeyWords = { to: string; choose: string; enter: string; goesOn: string };

/** For a full check and for whoever answers alone in a group. */
export function runQuestionWords(t: Translator): QuestionWords {
	return { choose: t('runs.choose'), labels: { unknown: t('runs.unknown'), ...runLabels(t) } };
}

/** For the meeting, which settles on something: nobody there does not know. */
export function meetingQuestionWords(t: Translator): QuestionWords {
	return { labels: runLabels(t) };
}

export function quickQuestionWords(t: Translator): QuestionWords {
	return {
		choose: t('quick.choose'),
		labels: {
			unknown: t('quick.unknown'),
			notApplicable: t('quick.notApplicable'),
			reason: t('quick.reason'),
			reasonText: t('quick.reasonText'),
			reasonTextHint: t('quick.reasonTextHint'),
		},
	};
}

function runLabels(t: Translator) {
	return {
		notApplicable: t('runs.notApplicable'),
		reason: t('runs.reason'),
		reasonText: t('runs.reasonText'),
		reasonTextHint: t('runs.reasonTextHint'),
	};
}

export function runKeyWords(t: Translator, goesOn = t('runs.keys.goesOn')): KeyWords {
	return { to: t('runs.keys.to'), choose: t('runs.keys.choose'), enter: t('runs.keys.enter'), goesOn };
}

export function quickKeyWords(t: Translator): KeyWords {
	return { to: t('quick.keys.to'), choose: t('quick.keys.choose'), enter: t('quick.keys.enter'), goesOn: t('quick.keys.goesOn') };
}
