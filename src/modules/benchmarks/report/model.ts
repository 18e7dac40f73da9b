import type { AnswerValue, Band, Evidence, Importance, Level } from '../model.ts';
import type { Numbers, Profile, Shares } from '../go-international/profile.ts';
import type { ReadinessVerdict } from '../go-international/readiness.ts';
import type { Progress } from '../go-international/progress.ts';
import type { BalanceVerdict } from '../go-international/scoring.ts';
import type { ReportSpread } from './spread.ts';
import type { ShownOffer } from '../offers.ts';
import type { CountedProgress } from '../plan/counted.ts';
import type { ShownState } from '../plan/model.ts';
import type { ReportTrend } from './trend.ts';

/**
 * The parts of a report (specification, section 14) in their order; a share link names those it shows. `notes` are the
 * provider's private words and belong to no ready version.
 */
export const reportParts = [
	'summary',
	'spread',
	'sections',
	'answers',
	'notes',
	'findOut',
	'numbers',
	'readiness',
	'comparison',
	'progress',
	'plan',
	'method',
] as const;
export type ReportPart = (typeof reportParts)[number];

/** A recommendation in the reader's words. */
export type ReportRecommendation = {
	code: string;
	text: string;
	effort: 'S' | 'M' | 'L';
	theme: string;
	themeName: string;
	relatedTheme: string;
	/** What other rooms have for it, one of each kind at most. */
	offers: ShownOffer[];
};

/** One item with what was chosen, what comes next, and what stands beside it. */
export type ReportItem = {
	item: string;
	section: string;
	title: string;
	question: string;
	weight: 1 | 2;
	value: AnswerValue | null;
	/** The chosen description; null without a level. */
	chosen: string | null;
	/** The description of the next level; null at level 4 and without a level. */
	next: string | null;
	/** Why it does not apply. */
	reason: string | null;
	evidence: Evidence | null;
	/** What could prove it. */
	examples: string;
	proof: { id: string; kind: 'file' | 'link'; title: string; url: string | null }[];
	note: string | null;
	/** Why a group chose this level; null where it did not say so, and for a check of one voice. */
	why: string | null;
	/** The value in the run before. */
	before: AnswerValue | null;
	target: Level | null;
};

export type ReportSection = {
	code: string;
	name: string;
	question: string;
	weight: number;
	importance: Importance;
	/** 1 to 4, unrounded; null with a reason. */
	maturity: number | null;
	index: number | null;
	band: { code: Band; name: string } | null;
	coverage: number | null;
	reason: 'not-applicable' | 'not-enough-answers' | null;
	/** Σ weight × level and Σ weight, for "how this was made". */
	made: { numerator: number; denominator: number } | null;
	/** "What we can show"; null where that view is not there. */
	withProof: number | null;
	/** "In … you are …", null without a result. */
	sentence: string | null;
	progress: Progress | null;
	/** Maturity of the run before as it was then. */
	before: number | null;
	items: ReportItem[];
	recommendations: ReportRecommendation[];
};

/** Why an item is proposed; the words are `report.why.<reason>`. */
export type PriorityReason = 'importance' | 'key-item' | 'beginning' | 'fell' | 'far-from-target';

export type ReportPriority = {
	item: string;
	section: string;
	sectionName: string;
	title: string;
	level: Level;
	target: Level;
	/** P = importance × weight × distance. */
	priority: number;
	importance: Importance;
	weight: number;
	chosen: string;
	next: string;
	reasons: PriorityReason[];
	recommendations: ReportRecommendation[];
	/** Chosen by the provider as focus. */
	focus: boolean;
};

/** An action of the plan as a report shows it. */
export type ReportAction = {
	id: string;
	item: string | null;
	itemTitle: string | null;
	action: string;
	goal: string;
	/** Name of who does it, empty when nobody is named; null where the report is shared. */
	owner: string | null;
	/** ISO date. */
	deadline: string | null;
	state: ShownState;
	fromLevel: number | null;
	toLevel: number | null;
	/** Level of its question in this report, when the action came before it: shows whether it worked. */
	levelNow: number | null;
	/** Value and aim of an indicator, and what a later year shows; null for an action no return caused. */
	counted: CountedProgress | null;
	/** What shows that it was done, in words. */
	proof: string;
};

/** Everything a report says, in the reader's language; pages, PDF and JSON show the same. */
export type Report = {
	runId: string;
	locale: string;
	/** Language of the instrument's texts: the reader's, or English as a fallback. */
	textLocale: string;
	instrument: string;
	name: string;
	edition: string;
	mode: 'full' | 'group';
	provider: { id: string; name: string; locale: string };
	startedAt: Date;
	finishedAt: Date;
	/** How many people gave the answers that stand; of a group, those who answered alone. */
	people: number;
	/** The role of whoever answered, where it was said; null for a group, whose role groups stand in `spread`. */
	answeredBy: NonNullable<Profile['answeredBy']> | null;
	/** How far apart a group saw things, and how it came together; null for a check of one voice. */
	spread: ReportSpread | null;
	profile: Partial<Profile>;
	overall: {
		maturity: number | null;
		index: number | null;
		band: { code: Band; name: string; headline: string; text: string } | null;
		provisional: boolean;
		balance: { value: number; verdict: BalanceVerdict } | null;
		/** Imbalance, many unknown, proof missing, cap: whole sentences. */
		messages: { kind: 'imbalance' | 'unknown' | 'proof' | 'cap'; text: string }[];
		withProof: { maturity: number; index: number } | null;
		/** Σ section weight × M / Σ section weight. */
		made: { section: string; name: string; weight: number; maturity: number }[];
		counts: { levels: number; notApplicable: number; unknown: number; unanswered: number; all: number };
		inputsHash: string;
	};
	/** Names of the levels, Starting to Leading. */
	levelNames: string[];
	sections: ReportSection[];
	strengths: { item: string; section: string; sectionName: string; title: string; level: Level; text: string }[];
	/** All with P above 0, most urgent first. */
	priorities: ReportPriority[];
	/** "I do not know" and not answered. */
	findOut: { item: string; section: string; sectionName: string; title: string; question: string; state: 'DK' | 'unanswered' }[];
	/** Level 3 or 4 without proof. */
	proveIt: {
		item: string;
		section: string;
		sectionName: string;
		title: string;
		level: Level;
		evidence: 'none' | null;
		examples: string;
	}[];
	numbers: { values: Numbers; shares: Shares } | null;
	readiness: {
		code: string;
		name: string;
		mean: number | null;
		verdict: ReadinessVerdict;
		verdictName: string;
		todo: { item: string; title: string }[];
	}[];
	readinessCaution: string;
	/** Against the run before; null for the first. */
	progress: {
		runId: string;
		finishedAt: Date;
		overall: { before: number; now: number; points: number; verdict: 'better' | 'no-clear-change' | 'lower' } | null;
		/** Section codes by what they did. */
		better: string[];
		lower: string[];
		same: string[];
	} | null;
	/** Over all runs up to this one; null for the first. */
	trend: ReportTrend | null;
	/** What is planned after this result and what came of earlier plans; null for readers who may not see the plan. */
	plan: ReportAction[] | null;
	comparisonCaution: string;
	source: string;
};
