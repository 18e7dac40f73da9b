import type { GroupSpread } from '../group/spread.ts';
import type { AnswerValue, Level } from '../model.ts';
import type { ReportItem } from './model.ts';

/** An item of a spread, named in the reader's language. */
type Named<T> = T & { title: string };

/**
 * What the report of a group check says about the spread of views (specification, section 15): made of the group's
 * decisions, never of single views, which are deleted after a year.
 */
export type ReportSpread = Omit<GroupSpread, 'widest' | 'reasons' | 'moved' | 'parked'> & {
	/** The items whose views lay furthest apart, with what was agreed and why. */
	widest: Named<{ item: string; range: number; first: Level | null; agreed: AnswerValue; reason: string | null }>[];
	/** Items whose agreed level differs from the first median. */
	moved: Named<GroupSpread['moved'][number]>[];
	/** What somebody finds out; without a name where the report is shared. */
	parked: Named<{ item: string; with: string | null; until: string }>[];
};

/** Puts a group's spread into the reader's words. @param items all items of the report, in the instrument's order */
export function describeSpread({ reasons: _, ...spread }: GroupSpread, items: readonly ReportItem[]): ReportSpread {
	const of = new Map(items.map((item) => [item.item, item]));
	const named = <T extends { item: string }>(each: T): Named<T> => ({ ...each, title: of.get(each.item)!.title });
	return {
		...spread,
		widest: spread.widest.map(({ item, range, first, agreed, reason }) =>
			// Why it does not apply is a reason too.
			named({ item, range, first, agreed, reason: reason ?? of.get(item)!.reason }),
		),
		moved: spread.moved.map(named),
		parked: spread.parked.map(named),
	};
}

/** A spread for people outside the provider: who finds something out is nobody's business there. */
export function withoutNames(spread: ReportSpread): ReportSpread {
	return { ...spread, parked: spread.parked.map((parked) => ({ ...parked, with: null })) };
}
