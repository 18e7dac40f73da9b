import type { ItemInWords } from '../../group/words.ts';
import type { Run } from '../../runs/access.ts';

/** The meeting of a group as its screens show it: plain data in the reader's words, times in ISO 8601. */
export type MeetingShown = {
	run: { id: string; mode: 'full' | 'group'; year: number };
	status: Run['status'];
	provider: { text: string; locale: string };
	/** Whoever reads it leads the meeting, and it goes on. */
	leads: boolean;
	/** … may finish the check. */
	finishes: boolean;
	/** … belongs to the provider: there are other pages for them than for participants. */
	member: boolean;
	submitted: number;
	deleted: boolean;
	/** When and where, if that was said. */
	meeting: string | null;
	/** Items in the order of the meeting. */
	agenda: string[];
	/** How many of the agenda are proposed to be talked about. */
	proposed: number;
	/** How many a meeting has time for. */
	most: number;
	/** Seen alike and not accepted yet. */
	acceptable: number;
	/** The item on all screens, and since when. */
	current: { item: string; since: string } | null;
	/** Minutes for one item. */
	minutes: number;
	/** Everything here was read at this moment or later. */
	now: string;
	today: string;
	textLocale: string;
	items: ItemInWords[];
};
