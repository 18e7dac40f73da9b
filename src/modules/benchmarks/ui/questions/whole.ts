import type { Said } from '../run-answers.ts';

/** So many letters a reason in own words has at least. */
const shortestReason = 10;

type Chosen = { value: string | null; reason: string | null; reasonText: string | null };

/** “Does not apply” without its reason, or without the words that “other” needs. */
export function lacksReason({ value, reason, reasonText }: Chosen): boolean {
	return value === 'NA' && (!reason || (reason === 'other' && (reasonText ?? '').trim().length < shortestReason));
}

/** Whether a choice is an answer already. */
export function isWhole(chosen: Chosen): boolean {
	return Boolean(chosen.value) && !lacksReason(chosen);
}

/** A choice as it is given: what belongs to another value is left out. */
export function asGiven({ value, reason, reasonText, evidence }: Said): Said {
	return {
		value,
		reason: value === 'NA' ? reason : null,
		reasonText: value === 'NA' && reason === 'other' ? (reasonText ?? '').trim() : null,
		evidence: value === '3' || value === '4' ? evidence : null,
	};
}
