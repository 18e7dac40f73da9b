import type { AnswerValue, Level, LevelInstrument } from '../model.ts';
import { shortestReason } from './answer-rules.ts';
import type { Disagreement } from './disagreement.ts';

/**
 * The meeting of a group check (specification, section 15): what is talked about in which order, what can be accepted
 * without talking, and what an agreed level needs.
 */

/** So many items fit into a meeting … */
export const mostItems = 12;
/** … of so many minutes each. */
export const minutesAnItem = 5;

export type MeetingPlan = {
	/** To talk about: far apart, split, not visible to many; key items first, then in the instrument's order. */
	order: string[];
	/** The first of them, as many as a meeting holds. */
	proposed: string[];
	/** Minutes the proposed ones take. */
	minutes: number;
	/** What is no disagreement and still needs a decision: "does not apply" proposed, or too few answers. */
	afterwards: string[];
	/** Seen the same or close by at least three people: can be accepted together with the median. */
	acceptable: string[];
};

type Measured = Pick<Disagreement, 'agreement' | 'notVisible' | 'notApplicableProposed'>;

/** Plans a meeting. @param measured every item of the instrument */
export function planMeeting(instrument: LevelInstrument, measured: ReadonlyMap<string, Measured>): MeetingPlan {
	const items = instrument.items.map(({ code, weight }, position) => ({ code, weight, position, ...measured.get(code)! }));
	const order = items
		.filter((item) => urgency(item) < notUrgent)
		.toSorted((a, b) => urgency(a) - urgency(b) || b.weight - a.weight || a.position - b.position)
		.map(({ code }) => code);
	const proposed = order.slice(0, mostItems);
	return {
		order,
		proposed,
		minutes: proposed.length * minutesAnItem,
		afterwards: items
			.filter((item) => urgency(item) === notUrgent && (item.agreement === 'too-few' || item.notApplicableProposed))
			.map(({ code }) => code),
		acceptable: items.filter(canBeAccepted).map(({ code }) => code),
	};
}

const notUrgent = 3;

function urgency({ agreement, notVisible }: Measured): number {
	return agreement === 'far-apart' ? 0 : agreement === 'split' ? 1 : notVisible ? 2 : notUrgent;
}

/** Whether the median of an item stands without talking about it. */
export function canBeAccepted({ agreement }: Pick<Disagreement, 'agreement'>): boolean {
	return agreement === 'same' || agreement === 'close';
}

/** Whether the agreed level of an item needs a reason: views were two or three levels apart. */
export function reasonRequired({ range }: Pick<Disagreement, 'range'>): boolean {
	return range !== null && range >= 2;
}

/** What the group settles on for one item: a level, "does not apply", or somebody finds out by a day. */
export type Settled = { value: Level | 'NA'; reason?: string | null } | { parkedWith: string; parkedUntil: string };

export type SettledFault = { field: 'value' | 'reason' | 'parkedWith' | 'parkedUntil'; message: string };

/**
 * Checks what a group settles on; null when it stands. The reason for "does not apply" has rules of its own
 * (answer-rules.ts).
 * @param today ISO day
 */
export function settledFault(measured: Pick<Disagreement, 'range'>, settled: Settled, today: string): SettledFault | null {
	if ('parkedWith' in settled) {
		if (!settled.parkedWith.trim()) return { field: 'parkedWith', message: 'Name who finds out' };
		if (settled.parkedUntil < today) return { field: 'parkedUntil', message: 'Choose a day that is still to come' };
		return null;
	}
	if (settled.value !== 'NA' && reasonRequired(measured) && (settled.reason ?? '').trim().length < shortestReason)
		return {
			field: 'reason',
			message: `The views were two or more levels apart: say in at least ${shortestReason} letters why this level`,
		};
	return null;
}

/** The answer that stands for what was settled: a parked item counts as "I do not know". */
export function answerFor(settled: Settled): AnswerValue {
	return 'parkedWith' in settled ? 'DK' : settled.value;
}

/** What stays known of an item's first views after the answers themselves are deleted. */
export type FirstView = Pick<Disagreement, 'range' | 'agreement' | 'median' | 'notVisible'>;

/** The items whose views lay furthest apart: range, then key items, then the instrument's order. */
export function widestItems(
	instrument: LevelInstrument,
	first: ReadonlyMap<string, Pick<Disagreement, 'range' | 'agreement'>>,
	count = 5,
): string[] {
	return instrument.items
		.map(({ code, weight }, position) => ({ code, weight, position, range: first.get(code)?.range ?? 0, view: first.get(code) }))
		.filter(({ range, view }) => range > 0 && view?.agreement !== 'too-few')
		.toSorted((a, b) => b.range - a.range || b.weight - a.weight || a.position - b.position)
		.slice(0, count)
		.map(({ code }) => code);
}

/** How the group moved from its first median to the agreed level. */
export type Movement = { up: number; down: number; same: number };

/** @param pairs first median and agreed level of the items that have both */
export function movementOf(pairs: Iterable<{ first: Level; agreed: Level }>): Movement {
	const movement = { up: 0, down: 0, same: 0 };
	for (const { first, agreed } of pairs) movement[agreed > first ? 'up' : agreed < first ? 'down' : 'same']++;
	return movement;
}
