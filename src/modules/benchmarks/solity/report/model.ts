import type { FieldValue } from '../return-data.ts';
import type { AxisResult, Status } from '../scoring.ts';
import type { State } from '../states.ts';
import type { TrendMark } from '../trend.ts';
import type { TrustLevel } from '../instrument.ts';
import type { ReportAction } from '../../report/model.ts';
import type { ReportPanels } from './panels.ts';

/**
 * The parts of a report (specification, section 13) in their order; a share link names those it shows. `data` are the
 * numbers typed in, with comments: the owner decides whether others see them.
 */
export const reportParts = [
	'summary',
	'axes',
	'indicators',
	'comparison',
	'trend',
	'centres',
	'context',
	'stories',
	'money',
	'trust',
	'gaps',
	'recommendations',
	'plan',
	'method',
	'data',
] as const;
export type ReportPart = (typeof reportParts)[number];

/** A score with where it likely lies, all 0 to 100 and unrounded. */
export type Scored = { score: number | null; low: number | null; high: number | null };

/** Against an earlier year: only where the bands have no value in common is a change clear. */
export type ReportChange = Scored & { value?: number | null; difference: number; verdict: 'better' | 'lower' | 'no-clear-change' };

/** One number as it was typed in. */
export type ReportNumber = {
	field: string;
	label: string;
	/** What is counted, e.g. persons. */
	unit: string;
	value: FieldValue | null;
	/** Ticked codes in words; empty for a number. */
	choices: string[];
	/** Too small a total to be shown to anybody but editors (section 5.4); `value` is null then. */
	hidden: boolean;
	trust: TrustLevel | null;
	trustName: string | null;
	/** How many files and links prove it; null where that is not told. */
	evidence: number | null;
	comment: string | null;
};

/** One code of a breakdown; without value and base where it is too small to show. */
export type ReportPartOf = { code: string; name: string; value: number | null; base: number | null; hidden: boolean };

export type ReportIndicator = Scored & {
	code: string;
	axis: string;
	name: string;
	weight: number;
	status: Status;
	statusName: string;
	/** Unrounded; null where there is none or it is hidden. */
	value: number | null;
	/** Decimals a value is shown with, and what it is measured in. */
	decimals: number;
	unit: string;
	base: number | null;
	/** Value and base are for editors only: the base is too small. */
	hidden: boolean;
	coverage: number | null;
	trust: TrustLevel | null;
	trustName: string | null;
	/** Why it does not apply, or why it has no score. */
	reason: string | null;
	comment: string | null;
	before: ReportChange | null;
	/** What it tells, what is counted, when, why these points, where the numbers usually come from. */
	words: { tells: string; counts: string; base: string; when: string; why: string; source: string };
	zero: number;
	full: number;
	better: 'higher' | 'lower';
	/** No score below the first, low numbers below the second; null where there is no limit. */
	limits: { smallBelow: number; lowBelow: number } | null;
	eqavet: number[];
	origin: 'published' | 'own';
	/** How value, coverage and band were made, with the numbers put in; null where data are not shown or there is no value. */
	made: {
		formula: string;
		filled: string | null;
		coverage: string | null;
		coverageFilled: string | null;
		/** Half the band in points: people not known about, trust, both. */
		half: { sampling: number; declared: number; both: number } | null;
	};
	/** Fields it is made from, in the order of the formula. */
	fields: string[];
	breakdowns: { code: string; name: string; parts: ReportPartOf[] }[];
};

export type ReportAxis = Scored & {
	code: string;
	name: string;
	title: string;
	weight: number;
	status: AxisResult['status'];
	band: ReportBand | null;
	scoredWeight: number;
	supported: number | null;
	supportedName: string | null;
	/** "In … you reach …", or why there is no score. */
	sentence: string;
	before: ReportChange | null;
	/** Σ weight × score over the scored indicators. */
	made: { indicator: string; weight: number; score: number }[];
	indicators: ReportIndicator[];
};

export type ReportBand = { code: string; name: string };
export type ReportLink = { indicator: string; axis: string; name: string; axisName: string; score: number };

export type ReportAdvice = {
	code: string;
	indicator: string;
	name: string;
	axisName: string;
	text: string;
	effort: 'S' | 'M' | 'L';
	theme: string;
	score: number;
	/** Axis weight × indicator weight × distance to 75. */
	priority: number;
	made: { axisWeight: number; weight: number; score: number; to: number };
	/** T1 and T2: what to do about the numbers first. */
	first: string[];
	/** The value now, and the one at which the next band begins. */
	value: number;
	next: { value: number; band: string } | null;
	unit: string;
	decimals: number;
};

export type ReportTrendPoint = Scored & {
	year: string;
	edition: string;
	/** The same year made again with the newest edition. */
	again: number | null;
	marks: TrendMark[];
	axes: Record<string, number | null>;
};

export type ReportCentre = {
	id: string;
	name: string;
	/** Why its numbers are not in the sum. */
	leftOut: string | null;
	about: number | null;
	participants: number | null;
	overall: Scored;
	axes: ({ code: string; name: string } & Scored)[];
};

/** Everything a report says, in the reader's language; pages, PDF and files show the same. */
export type Report = {
	returnId: string;
	locale: string;
	/** Language of the instrument's texts: the reader's, or English as a fallback. */
	textLocale: string;
	instrument: 'solity';
	name: string;
	edition: string;
	provider: { id: string; name: string; locale: string };
	/** What was assessed; the provider itself or one of its centres. */
	unit: { id: string; name: string; locale: string; kind: 'provider' | 'centre' };
	year: number;
	/** "2025", or "2025/26" for a year that does not begin in January. */
	yearName: string;
	state: State;
	revision: number;
	submittedAt: Date | null;
	lockedAt: Date | null;
	/** Not submitted yet: a preview. */
	draft: boolean;
	participants: number | null;
	cohort: string | null;
	overall: Scored & {
		band: ReportBand | null;
		/** Why there is no score, or that fewer than all axes count. */
		note: string | null;
		axes: number;
		ofAxes: number;
		made: { axis: string; name: string; weight: number; score: number }[];
		/** Share of the weight with trust 3 or 4. */
		supported: number | null;
		supportedName: string | null;
		before: (ReportChange & { year: string }) | null;
	};
	bands: { code: string; name: string; from: number }[];
	axes: ReportAxis[];
	strongest: ReportLink[];
	weakest: ReportLink[];
	/** Clear changes of axes and indicators since the year before. */
	changes: { code: string; name: string; difference: number; verdict: 'better' | 'lower' }[];
	/** The year the changes are seen against. */
	beforeYear: string | null;
	trend: ReportTrendPoint[];
	/** The same, made of the centres all years have; null where that is not another line. */
	sameCentres: { year: string; score: number | null }[] | null;
	centres: ReportCentre[];
	trust: {
		levels: { level: TrustLevel; name: string; meaning: string; points: number; fields: string[] }[];
		/** Documented or verified numbers with nothing attached; null where evidence is not told. */
		unproven: string[] | null;
		coverage: { indicator: string; name: string; coverage: number }[];
		gains: { label: string; from: TrustLevel; to: TrustLevel; points: number }[];
	};
	gaps: { indicator: string; name: string; axisName: string; status: Status; statusName: string; reason: string | null }[];
	advice: ReportAdvice[];
	sharing: { axis: string; axisName: string; code: string; text: string }[];
	/** Optional panels that are to be shown. */
	panels: ReportPanels;
	/** Actions this and earlier years caused, and those of no result; null for readers who may not see the plan. */
	plan: ReportAction[] | null;
	numbers: ReportNumber[];
	/** Whether the numbers themselves are in it. */
	withData: boolean;
	caution: string;
	source: string;
	engine: string;
	inputsHash: string;
};
