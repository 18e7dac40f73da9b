import type { ItemInWords } from '../../group/words.ts';
import type { Decision } from '../decision-queue.ts';
import { lacksReason } from '../questions/whole.ts';

/** What is being filled in for an item of a meeting, field by field. */
export type Draft = {
	/** Level 1-4, `NA`, or nothing. */
	value: string;
	/** Why this level. */
	why: string;
	/** Why it does not apply. */
	reason: string | null;
	reasonText: string;
	evidence: string;
	/** Who finds out, and until which day, when the item is parked. */
	with: string;
	until: string;
};

export const emptyDraft: Draft = { value: '', why: '', reason: null, reasonText: '', evidence: '', with: '', until: '' };

/** A reason for a level that views were far from has at least so many letters. */
const shortestReason = 10;
/** So many levels apart, views are far apart. */
const farApart = 2;

type View = Pick<ItemInWords, 'item' | 'agreed' | 'reasons'> & {
	measured: Pick<ItemInWords['measured'], 'range' | 'median' | 'notApplicableProposed'>;
};

/** What stands or is proposed: the agreed answer, else the group's middle level. */
export function draftOf({ agreed, measured, reasons }: View): Draft {
	const na = agreed ? agreed.value === 'NA' : measured.notApplicableProposed;
	const level = agreed && !agreed.parked ? String(agreed.value) : na ? 'NA' : measured.median ? String(measured.median) : '';
	return {
		value: level,
		why: agreed?.reason ?? '',
		reason: agreed?.notApplicable?.reason ?? (na ? (reasons[0]?.code ?? null) : null),
		reasonText: agreed?.notApplicable?.reasonText ?? '',
		evidence: agreed?.evidence ?? '',
		with: agreed?.parked?.with ?? '',
		until: agreed?.parked?.until ?? '',
	};
}

/** Views were far apart: the group says why it chose this level. */
export function needsReason({ measured }: View, { value }: Draft): boolean {
	return (measured.range ?? 0) >= farApart && value !== 'NA';
}

/** What a filled-in item settles; undefined while something is missing. */
export function decisionOf(view: View, draft: Draft): Decision | undefined {
	const { item } = view;
	const basedOn = view.agreed?.version ?? 0;
	if (draft.value === 'NA') {
		if (lacksReason(draft)) return undefined;
		const reasonText = draft.reason === 'other' ? draft.reasonText.trim() : null;
		return { kind: 'not-applicable', item, basedOn, reason: draft.reason!, reasonText };
	}
	const why = draft.why.trim();
	if (!/^[1-4]$/.test(draft.value) || (needsReason(view, draft) && why.length < shortestReason)) return undefined;
	const level = Number(draft.value);
	return { kind: 'level', item, basedOn, level, reason: why || null, evidence: level >= 3 ? draft.evidence || null : null };
}

/** The same for an item that is parked. @param today the earliest day, e.g. `2026-11-24` */
export function parkingOf({ item, agreed }: View, { with: who, until }: Draft, today: string): Decision | undefined {
	if (!who.trim() || !until || until < today) return undefined;
	return { kind: 'parked', item, basedOn: agreed?.version ?? 0, with: who.trim(), until };
}
