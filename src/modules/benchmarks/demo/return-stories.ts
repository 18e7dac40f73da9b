import type { UnitStory } from './return-numbers.ts';

/**
 * Three years of SOLITY returns for the fictional providers (Escola do Vale tells its own), oldest first: how large they were, what their axes
 * come out near, and where the newest one stands.
 */
export type ReturnStory = {
	level: 'provider' | 'centres';
	/** Participants and aims of each year, oldest first. */
	years: [UnitStory, UnitStory, UnitStory];
	/** Where the newest return stands; the two before are locked. */
	newest: 'collecting' | 'submitted' | 'locked';
	/** How carefully numbers are counted, 0 to 1. */
	care: number;
	sharing: boolean;
	/** May count among the best; no, where it is left out. */
	best?: boolean;
	/** May be written to by similar providers; no, where it is left out. */
	invitable?: boolean;
	/** Weight of each centre, in the order of the network's demo; for `centres`. */
	centres?: number[];
	/** Indicators that do not apply. */
	notApplicable?: Record<string, string>;
	comments?: Record<string, string>;
};

const unit = (participants: number, ...aims: [number, number, number, number, number]): UnitStory => {
	const [A1, A2, A3, A4, A5] = aims;
	return { participants, aims: { A1, A2, A3, A4, A5 } };
};

/** Key of the provider (network room, demo/data.ts) → its returns. */
export const returnStories: Record<string, ReturnStory> = {
	// Three centres; people far from work are its task. It is collecting: two centres have everything, one has begun.
	spreewerk: {
		level: 'centres',
		years: [unit(640, 38, 52, 70, 66, 57), unit(690, 42, 55, 72, 68, 60), { ...unit(720, 45, 58, 74, 71, 63), apart: { 'SU-1.5': 31 } }],
		newest: 'collecting',
		care: 0.6,
		sharing: true,
		centres: [0.5, 0.3, 0.2],
		notApplicable: { 'SU-2.3': 'NO_LEGAL_ROUTE' },
	},
	nordlys: {
		level: 'provider',
		years: [unit(2950, 74, 78, 70, 76, 72), unit(3080, 76, 80, 72, 79, 76), { ...unit(3150, 78, 82, 73, 82, 79), known: 0.86 }],
		newest: 'locked',
		care: 0.95,
		sharing: true,
		best: true,
		invitable: true,
	},
	// Small numbers: several indicators have no score.
	lagune: {
		level: 'provider',
		years: [unit(150, 55, 48, 36, 58, 38), unit(162, 57, 50, 38, 60, 41), { ...unit(158, 60, 49, 40, 63, 46), known: 0.45 }],
		newest: 'locked',
		care: 0.25,
		sharing: false,
		notApplicable: { 'SU-2.5': 'NO_EMPLOYED_LEARNERS' },
	},
	// Its newest year is told in returns.ts.
	garonne: {
		level: 'centres',
		years: [unit(820, 58, 60, 55, 62, 54), unit(860, 60, 62, 58, 64, 57), unit(905, 63, 64, 60, 67, 60)],
		newest: 'locked',
		care: 0.55,
		sharing: true,
		centres: [0.35, 0.25, 0.3, 0.1],
	},
	tisza: {
		level: 'provider',
		years: [unit(1650, 66, 60, 42, 55, 48), unit(1710, 67, 61, 44, 57, 50), unit(1690, 68, 63, 45, 60, 52)],
		newest: 'locked',
		care: 0.5,
		sharing: true,
	},
	// Five centres with as many ways of counting: trust is low where one guesses.
	baltyk: {
		level: 'centres',
		years: [unit(5200, 62, 58, 50, 60, 47), unit(5480, 60, 60, 52, 62, 49), unit(5350, 59, 61, 55, 64, 53)],
		newest: 'locked',
		care: 0.3,
		sharing: false,
		centres: [0.34, 0.22, 0.18, 0.14, 0.12],
	},
	maas: {
		level: 'provider',
		years: [unit(7200, 72, 70, 62, 80, 74), unit(7350, 72, 73, 64, 82, 77), { ...unit(7420, 73, 75, 67, 84, 80), known: 0.8 }],
		newest: 'locked',
		care: 0.9,
		sharing: true,
	},
	kykladon: {
		level: 'provider',
		years: [unit(120, 40, 54, 58, 70, 44), unit(128, 43, 55, 60, 74, 46), { ...unit(131, 45, 57, 61, 78, 50), apart: { 'SU-4.1': 98 } }],
		newest: 'submitted',
		care: 0.4,
		sharing: true,
		notApplicable: { 'SU-1.3': 'NO_PREQUAL' },
	},
	// A third of its learners speak another language at home; equal results are its pride.
	donau: {
		level: 'provider',
		years: [unit(540, 64, 66, 72, 58, 62), unit(575, 66, 67, 78, 60, 64), unit(590, 69, 70, 83, 61, 66)],
		newest: 'locked',
		care: 0.7,
		sharing: true,
	},
	serra: {
		level: 'provider',
		years: [unit(140, 42, 40, 46, 52, 30), unit(138, 44, 42, 47, 55, 33), unit(145, 47, 45, 50, 58, 38)],
		newest: 'locked',
		care: 0.2,
		sharing: true,
	},
	taunus: {
		level: 'provider',
		years: [unit(700, 76, 68, 34, 78, 60), unit(730, 78, 70, 36, 80, 61), { ...unit(745, 80, 72, 37, 83, 63), apart: { 'SU-3.4': 8 } }],
		newest: 'locked',
		care: 0.8,
		sharing: false,
		notApplicable: { 'SU-1.3': 'NO_PREQUAL' },
	},
};
