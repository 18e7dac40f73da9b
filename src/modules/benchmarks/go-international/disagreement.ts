import type { AnswerValue, Level } from '../model.ts';
import { fewestPeople, type KeptRole } from './role-groups.ts';

/**
 * How far the answers of several people to one item lie apart (specification, section 15, "Per item on the compare
 * screen"). Everything is counted in whole numbers, so that no edge depends on rounding.
 */

/** One person's answer to the item, without a name. An item somebody left out is `DK`. */
export type View = { value: AnswerValue; role: KeptRole };

/** `too-few`: fewer than three people chose a level. */
export type Agreement = 'same' | 'close' | 'split' | 'far-apart' | 'too-few';

/** One role group sees an item at a higher level than another. */
export type RoleGap = {
	higher: KeptRole;
	lower: KeptRole;
	/** Mean of the one minus mean of the other, in levels; 0 to 3, unrounded. */
	levels: number;
	/** One level or more. */
	marked: boolean;
};

export type Disagreement = {
	/** People at level 1, 2, 3, 4. */
	levels: readonly [number, number, number, number];
	notApplicable: number;
	unknown: number;
	submitted: number;
	/** People who chose a level. */
	levelAnswers: number;
	/** Highest minus lowest level, 0 to 3; null when nobody chose one. */
	range: number | null;
	agreement: Agreement;
	/** With an even number the lower middle value, the careful choice; null when nobody chose a level. */
	median: Level | null;
	/** 40 % or more do not know: "not visible to many". */
	notVisible: boolean;
	/** At least half of those who did not say DK chose NA, where NA is allowed. */
	notApplicableProposed: boolean;
	/** The widest gap between two role groups that both have at least three levels; null without two such groups. */
	roleGap: RoleGap | null;
};

/** Measures one item. @param views one of each person who submitted */
export function disagreementOf(item: { notApplicableAllowed: boolean }, views: readonly View[]): Disagreement {
	const chosen = views.flatMap(({ value }) => (typeof value === 'number' ? [value] : [])).toSorted((a, b) => a - b);
	const count = (value: AnswerValue) => views.filter((view) => view.value === value).length;
	const levels = [count(1), count(2), count(3), count(4)] as const;
	const notApplicable = count('NA');
	const unknown = count('DK');
	const submitted = views.length;
	const range = chosen.length ? chosen.at(-1)! - chosen[0]! : null;
	return {
		levels,
		notApplicable,
		unknown,
		submitted,
		levelAnswers: chosen.length,
		range,
		agreement: chosen.length < fewestPeople ? 'too-few' : agreementOf[range as 0 | 1 | 2 | 3],
		median: lowerMedian(chosen),
		notVisible: submitted > 0 && unknown * 5 >= submitted * 2,
		notApplicableProposed: item.notApplicableAllowed && notApplicable > 0 && notApplicable * 2 >= submitted - unknown,
		roleGap: widestGap(views),
	};
}

const agreementOf = ['same', 'close', 'split', 'far-apart'] as const;

/** @param sorted levels, low to high */
function lowerMedian(sorted: readonly Level[]): Level | null {
	return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}

function widestGap(views: readonly View[]): RoleGap | null {
	const groups = new Map<KeptRole, { sum: number; people: number }>();
	for (const { value, role } of views) {
		if (typeof value !== 'number') continue;
		const { sum, people } = groups.get(role) ?? { sum: 0, people: 0 };
		groups.set(role, { sum: sum + value, people: people + 1 });
	}
	const means = [...groups]
		.filter(([, { people }]) => people >= fewestPeople)
		.toSorted(([a, x], [b, y]) => x.sum * y.people - y.sum * x.people || (a < b ? -1 : 1));
	if (means.length < 2) return null;
	const [lower, low] = means[0]!;
	const [higher, high] = means.at(-1)!;
	const difference = high.sum * low.people - low.sum * high.people;
	const base = high.people * low.people;
	return { higher, lower, levels: difference / base, marked: difference >= base };
}

/** Share of people who do not know, in percent, unrounded. */
export function unknownPercent({ unknown, submitted }: Pick<Disagreement, 'unknown' | 'submitted'>): number {
	return submitted ? (unknown / submitted) * 100 : 0;
}

/** Items seen the same or close, of those with at least three levels; the share is null when there is none. */
export type SharedView = { shared: number; of: number; percent: number | null };

export function sharedView(all: Iterable<Pick<Disagreement, 'agreement'>>): SharedView {
	let shared = 0;
	let of = 0;
	for (const { agreement } of all) {
		if (agreement === 'too-few') continue;
		of++;
		if (agreement === 'same' || agreement === 'close') shared++;
	}
	return { shared, of, percent: of ? (shared / of) * 100 : null };
}
