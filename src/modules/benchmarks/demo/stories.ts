/**
 * Two years of Go International for the twelve fictional providers. A run is told by the maturity each section should
 * come out near; the levels of its items follow from that by a fixed rule (levels.ts).
 */
export type SectionAims = Record<'ENV' | 'DIR' | 'PLAN' | 'ORG' | 'STAFF' | 'PART' | 'MOB' | 'HOME' | 'IMP', number>;

export type RunStory = {
	/** Days before today: when it began and, unless it is still open, when it ended. */
	began: number;
	ended?: number;
	mode: 'full' | 'group';
	aims: SectionAims;
	/** Answered so far, in percent; absent for a whole run. */
	answered?: number;
	/** Items answered "I do not know" or "does not apply" in place of a level. */
	unknown?: string[];
	notApplicable?: Record<string, 'no-own-learners' | 'not-allowed' | 'not-our-mission'>;
	importance?: Partial<Record<keyof SectionAims, 1 | 2 | 3>>;
	focus?: string[];
	notes?: Record<string, string>;
	/** Share of items at level 3 or 4 whose proof was said to be there. */
	proven?: number;
	sharing?: boolean;
	numbers?: Record<string, number>;
};

const aims = (...values: [number, number, number, number, number, number, number, number, number]): SectionAims => {
	const [ENV, DIR, PLAN, ORG, STAFF, PART, MOB, HOME, IMP] = values;
	return { ENV, DIR, PLAN, ORG, STAFF, PART, MOB, HOME, IMP };
};

/** Key of the provider (network room, demo/data.ts) → its runs, oldest first. */
export const stories: Record<string, { experience: '0' | '1-3' | '4-9' | '10-or-more'; hours: number; runs: RunStory[] }> = {
	// Improves: partners and mobility carry it, what comes home to the classroom does not keep up.
	vale: {
		experience: '4-9',
		hours: 22,
		runs: [
			{ began: 410, ended: 392, mode: 'full', aims: aims(2.1, 2.8, 1.6, 2.8, 1.8, 2.9, 2.4, 1.3, 1.9), unknown: ['MOB-6', 'IMP-3'], notApplicable: { 'PART-5': 'not-our-mission' }, importance: { PLAN: 3, MOB: 3, HOME: 3, ENV: 1 }, focus: ['PLAN-3', 'PART-1', 'MOB-2'], proven: 0.6, sharing: true, numbers: { learners: 1240, learnersAbroad: 62, learnersAbroadFewerOpportunities: 9, learnersHosted: 18, staff: 118, staffAbroad: 9, activePartners: 7, partnerCountries: 5, learnersOnlineExchange: 20, ownMoneyCents: 850_000 } },
			{ began: 52, ended: 35, mode: 'full', aims: aims(2.5, 3.2, 2.2, 2.8, 1.7, 3.4, 3.1, 1.5, 2.0), unknown: ['MOB-6'], notApplicable: { 'PART-5': 'not-our-mission' }, importance: { HOME: 3, STAFF: 3, IMP: 2, ENV: 1, PART: 1 }, focus: ['HOME-1', 'STAFF-1', 'IMP-3'], notes: { 'HOME-1': 'Only the metal department has written outcomes so far. Ask Rui for the list.', 'PART-2': 'The agreement with Werkhof Spree was renewed in June.' }, proven: 0.7, sharing: true, numbers: { learners: 1285, learnersAbroad: 96, learnersAbroadFewerOpportunities: 21, learnersHosted: 31, staff: 121, staffAbroad: 14, activePartners: 9, partnerCountries: 6, learnersOnlineExchange: 44, ownMoneyCents: 1_100_000 } },
		],
	},
	// A group check with disagreement this year (demo/group.ts tells who saw what).
	spreewerk: {
		experience: '4-9',
		hours: 20,
		runs: [
			{ began: 402, ended: 380, mode: 'full', aims: aims(2.0, 2.2, 1.9, 2.6, 2.5, 2.7, 2.3, 1.6, 1.7), importance: { ORG: 3 }, focus: ['ORG-3', 'IMP-1'], proven: 0.5, sharing: true },
			{ began: 61, ended: 33, mode: 'group', aims: aims(2.2, 2.4, 2.2, 2.6, 2.0, 2.9, 2.6, 2.0, 1.8), notApplicable: { 'MOB-6': 'not-our-mission' }, importance: { ORG: 3, STAFF: 3 }, focus: ['ORG-3', 'STAFF-1', 'PLAN-3'], proven: 0.5, sharing: true },
		],
	},
	// Leads others, and knows it.
	nordlys: {
		experience: '10-or-more',
		hours: 60,
		runs: [
			{ began: 420, ended: 399, mode: 'full', aims: aims(3.2, 3.3, 3.1, 3.4, 3.0, 3.6, 3.5, 2.9, 2.8), proven: 0.9, sharing: true },
			{ began: 61, ended: 44, mode: 'full', aims: aims(3.3, 3.5, 3.4, 3.6, 3.3, 3.8, 3.7, 3.2, 3.2), focus: ['IMP-3', 'HOME-3'], proven: 0.95, sharing: true },
		],
	},
	// In the middle of answering its second run.
	lagune: {
		experience: '0',
		hours: 2,
		runs: [
			{ began: 395, ended: 390, mode: 'full', aims: aims(1.3, 1.2, 1.1, 1.3, 1.2, 1.2, 1.1, 1.4, 1.1), unknown: ['ENV-2', 'ORG-4', 'IMP-5'], importance: { DIR: 3, STAFF: 3 }, focus: ['DIR-1', 'ORG-1'], proven: 0, sharing: false },
			{ began: 6, mode: 'full', aims: aims(1.8, 1.7, 1.4, 1.6, 1.5, 1.4, 1.2, 1.6, 1.3), answered: 62, proven: 0.3 },
		],
	},
	garonne: {
		experience: '1-3',
		hours: 4,
		runs: [
			{ began: 430, ended: 405, mode: 'full', aims: aims(1.7, 1.8, 1.4, 1.3, 1.5, 1.9, 1.8, 1.7, 1.4), proven: 0.3, sharing: true },
			{ began: 70, ended: 48, mode: 'full', aims: aims(2.0, 2.1, 1.9, 1.8, 1.6, 2.1, 1.9, 1.8, 1.5), focus: ['ORG-3', 'PLAN-1'], proven: 0.4, sharing: true },
		],
	},
	// Strong imbalance: mobility far ahead of showing what changed.
	tisza: {
		experience: '10-or-more',
		hours: 35,
		runs: [
			{ began: 405, ended: 388, mode: 'full', aims: aims(2.4, 2.5, 2.3, 2.8, 2.7, 3.2, 3.6, 1.5, 1.2), proven: 0.5, sharing: true },
			{ began: 58, ended: 40, mode: 'full', aims: aims(2.4, 2.6, 2.4, 2.9, 2.8, 3.3, 3.8, 1.4, 1.2), importance: { IMP: 3, HOME: 2 }, focus: ['IMP-3', 'IMP-2', 'HOME-1'], proven: 0.35, sharing: true, numbers: { learners: 2600, learnersAbroad: 410, learnersAbroadFewerOpportunities: 60, staff: 210, staffAbroad: 38 } },
		],
	},
	// Many centres, many ways: does not know itself well enough yet, so its result stays provisional.
	baltyk: {
		experience: '4-9',
		hours: 48,
		runs: [
			{ began: 415, ended: 385, mode: 'full', aims: aims(2.3, 2.6, 2.2, 2.5, 2.2, 2.6, 2.8, 2.0, 2.1), proven: 0.4, sharing: true },
			{ began: 66, ended: 41, mode: 'full', aims: aims(2.5, 2.7, 2.4, 2.6, 2.4, 2.7, 2.9, 2.1, 2.2), unknown: ['HOME-1', 'STAFF-2', 'ORG-5', 'IMP-4'], proven: 0.4, sharing: true },
		],
	},
	maas: {
		experience: '10-or-more',
		hours: 80,
		runs: [
			{ began: 425, ended: 407, mode: 'full', aims: aims(3.5, 3.6, 3.5, 3.6, 3.3, 3.7, 3.6, 3.0, 3.4), proven: 0.9, sharing: true },
			{ began: 63, ended: 50, mode: 'full', aims: aims(3.7, 3.7, 3.6, 3.8, 3.5, 3.8, 3.7, 3.3, 3.6), focus: ['HOME-2', 'STAFF-5'], proven: 0.95, sharing: true },
		],
	},
	// Nobody leaves the island for weeks: mobility mostly does not apply, online work carries it.
	kykladon: {
		experience: '1-3',
		hours: 3,
		runs: [
			{ began: 398, ended: 391, mode: 'full', aims: aims(1.6, 1.8, 1.4, 1.5, 1.7, 1.9, 1.3, 2.6, 1.4), proven: 0.3, sharing: true },
			{ began: 49, ended: 45, mode: 'full', aims: aims(1.8, 2.1, 1.7, 1.6, 1.8, 2.2, 1.4, 3.2, 1.6), notApplicable: { 'MOB-6': 'not-our-mission' }, focus: ['PLAN-3', 'IMP-1'], proven: 0.5, sharing: true },
		],
	},
	donau: {
		experience: '4-9',
		hours: 10,
		runs: [
			{ began: 400, ended: 383, mode: 'full', aims: aims(2.1, 2.0, 1.8, 2.1, 2.3, 2.2, 2.0, 2.7, 1.8), proven: 0.5, sharing: true },
			{ began: 55, ended: 37, mode: 'full', aims: aims(2.2, 2.2, 2.0, 2.2, 2.5, 2.3, 2.2, 2.9, 1.9), focus: ['PLAN-1', 'IMP-2'], proven: 0.6, sharing: true },
		],
	},
	serra: {
		experience: '1-3',
		hours: 3,
		runs: [
			{ began: 408, ended: 401, mode: 'full', aims: aims(1.4, 1.3, 1.1, 1.2, 1.5, 1.6, 1.7, 1.4, 1.2), proven: 0.2, sharing: false },
			{ began: 60, ended: 53, mode: 'full', aims: aims(1.5, 1.6, 1.5, 1.3, 1.5, 1.8, 1.9, 1.5, 1.3), focus: ['PLAN-3', 'ORG-2'], proven: 0.3, sharing: true },
		],
	},
	// Measured once and has not come back yet.
	taunus: {
		experience: '0',
		hours: 0,
		runs: [{ began: 380, ended: 372, mode: 'full', aims: aims(2.0, 1.6, 1.4, 1.3, 1.6, 3.1, 1.4, 2.2, 1.6), notApplicable: { 'MOB-6': 'not-our-mission' }, proven: 0.4, sharing: true }],
	},
}; // prettier-ignore
