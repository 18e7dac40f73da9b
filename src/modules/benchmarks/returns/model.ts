import { z } from 'zod';
import type { TrustLevel } from '../solity/instrument.ts';
import type { FieldValue, ReturnData } from '../solity/return-data.ts';
import type { Result } from '../solity/scoring.ts';
import type { State } from '../solity/states.ts';
import type { Warning } from '../solity/fault.ts';

/**
 * Words of returns (SOLITY specification, sections 3 and 11): return, all data of one unit for one training year; unit,
 * a provider or a centre; level, what a return is about (the provider as a whole, one centre alone, all centres summed
 * up); target, what a stored value belongs to: a field, a part such as `out_emp@sex=F`, or `NA:SU-1.3` with a reason.
 */
export const levels = ['provider', 'centre', 'centres'] as const;
export type ReturnLevel = (typeof levels)[number];

/** Stands for the unit a return is about, where centres have ids. */
export const itself = '00000000-0000-0000-0000-000000000000';
/** How files name the provider's own numbers. */
export const providerUnit = 'provider';
/** Between the mark and the indicator whose reason it is. */
export const reasonPrefix = 'NA:';

export const mostCentres = 200;

/** A return's row. */
export type Return = {
	id: string;
	providerId: string;
	edition: string;
	year: number;
	level: ReturnLevel;
	centreId: string | null;
	state: State;
	revision: number;
	settings: Record<string, unknown>;
	version: number;
	sharing: boolean;
	/** May count among the best; only where it is shared. */
	best: boolean;
	/** May be written to by similar providers; only where it is shared, and never a centre. */
	invitable: boolean;
	/** The centres of the sum see each other by name in the report, with their figures. */
	centresSeen: boolean;
	startedBy: string | null;
	createdAt: Date;
	changedAt: Date;
	submittedAt: Date | null;
	lockedAt: Date | null;
	deletedAt: Date | null;
};

/** A centre of a return. */
export type ReturnCentre = {
	id: string;
	/** How files name it. */
	code: string;
	name: string;
	/** Why its numbers are not in the sum; null where they are. */
	leftOut: string | null;
	/** About how many participants that leaves out. */
	about: number | null;
};

/** One stored value as it stands. */
export type Datum = {
	value: FieldValue | string | null;
	trust: TrustLevel | null;
	comment: string;
	version: number;
	/** Who gave it: a person, or the owner of a task without an account. */
	personId: string | null;
	taskId: string | null;
	at: Date;
};

/** Unit (`itself` or a centre's id) → target → value. */
export type ReturnNumbers = ReadonlyMap<string, ReadonlyMap<string, Datum>>;

/** The figures of one revision, as they were made when it was submitted, or of a draft as it would be. */
export type ReturnResult = {
	/** `locked` and `submitted` are stored and never computed again; `draft` is a preview. */
	mark: 'draft' | 'submitted' | 'locked';
	revision: number;
	edition: string;
	madeAt: Date;
	lockedAt: Date | null;
	/** How the figures were computed, and the mark of the file they were made from. */
	engine: string;
	inputsHash: string;
	data: ReturnData;
	result: Result;
	warnings: readonly Warning[];
	/** Unit → field, part or indicator → comment. */
	comments: ReadonlyMap<string, ReadonlyMap<string, string>>;
	/** Centres of a sum, each with its own figures; empty for other levels. */
	centres: readonly (ReturnCentre & { data: ReturnData; result: Result })[];
};

export const settingsInput = z.record(z.string().max(40), z.unknown());

export const noteInput = z.strictObject({ note: z.string().trim().max(1000).default('') });
