import type { AnswerValue, Evidence, LevelInstrument, notApplicableReasons } from '../model.ts';

export type GivenAnswer = {
	item: string;
	value: AnswerValue;
	reason?: (typeof notApplicableReasons)[number] | null;
	reasonText?: string | null;
	evidence?: Evidence | null;
};

/** What is wrong with an answer: the field it belongs to and what to do, in English. */
export type AnswerFault = { field: 'item' | 'value' | 'reason' | 'reasonText'; message: string };

/** A reason in own words needs so many letters (section 7, rule 2). */
export const shortestReason = 10;

/** Checks one answer against its item (section 7, rules 1 and 2); null when it stands. */
export function faultOf(instrument: LevelInstrument, { item, value, reason, reasonText }: GivenAnswer): AnswerFault | null {
	const known = instrument.items.find(({ code }) => code === item);
	if (!known) return { field: 'item', message: `${item} is not an item of ${instrument.edition}` };
	if (value !== 'NA') return null;
	if (!known.notApplicableAllowed) return { field: 'value', message: `${item} applies to every provider: choose 1, 2, 3, 4 or DK` };
	if (!reason) return { field: 'reason', message: 'Choose why the question does not apply' };
	if (reason === 'other' && (reasonText ?? '').trim().length < shortestReason)
		return { field: 'reasonText', message: `Give the reason in at least ${shortestReason} letters` };
	return null;
}

/** What is kept of an answer: a reason only with NA, proof only at level 3 or 4, where it is asked (rules 2 and 7). */
export function tidied(answer: GivenAnswer): Required<GivenAnswer> {
	const notApplicable = answer.value === 'NA';
	return {
		item: answer.item,
		value: answer.value,
		reason: notApplicable ? (answer.reason ?? null) : null,
		reasonText: notApplicable && answer.reason === 'other' ? (answer.reasonText?.trim() ?? null) : null,
		evidence: answer.value === 3 || answer.value === 4 ? (answer.evidence ?? null) : null,
	};
}
