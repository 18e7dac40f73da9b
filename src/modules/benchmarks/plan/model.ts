import { z } from 'zod';
import { emailInput } from '#platform/auth/index.ts';

/**
 * Words of the action plan (Go International specification, section 12): goal, one sentence with the item it serves;
 * action, what is done, verb first; owner, one named person; indicator, a number or visible sign with baseline and aim.
 */
export const actionStates = ['planned', 'running', 'done', 'stopped'] as const;
export type ActionState = (typeof actionStates)[number];
/** A planned or running action whose deadline has passed is shown as late. */
export type ShownState = ActionState | 'late';

/** A deadline is at most so many months ahead. */
export const furthestMonths = 24;
/** Owners are reminded so many days before the deadline, and on the day. */
export const remindDaysBefore = 14;
/** The plan is looked at again after so many months. */
export const monthsToReview = 6;
/** Aim at so many open actions: fewer is thin, more is forgotten. */
export const wiseNumber = { least: 3, most: 7 } as const;

/** An empty field of a form is nothing. */
const optional = <T extends z.ZodType>(type: T) =>
	z
		.literal('')
		.or(type)
		.nullish()
		.transform((value) => (value === '' || value === undefined ? null : value) as z.output<T> | null);
const text = (most: number) => z.string().trim().max(most).default('');
const level = optional(z.coerce.number().int().min(1).max(4));
const day = optional(z.iso.date());

export const supportInput = z.strictObject({
	title: z.string().trim().min(1).max(200),
	url: optional(z.url({ protocol: /^https?$/ }).max(1000)),
});

/** What a person says about an action. */
export const actionInput = z
	.strictObject({
		goal: z.string().trim().min(1).max(300),
		/** Code of the item the goal serves; an action that comes from a result keeps that of the result. */
		item: optional(z.string().max(20)),
		fromLevel: level,
		toLevel: level,
		action: z.string().trim().min(1).max(200),
		ownerId: optional(z.uuid()),
		ownerName: text(120),
		ownerEmail: optional(emailInput),
		helpers: z.array(z.string().trim().min(1).max(120)).max(10).default([]),
		deadline: day,
		indicator: text(200),
		baseline: text(100),
		aim: text(100),
		hours: optional(z.coerce.number().int().min(0).max(100_000)),
		moneyCents: optional(z.coerce.number().int().min(0).max(1_000_000_000_00)),
		moneySource: text(200),
		support: z.array(supportInput).max(10).default([]),
		risk: text(500),
	})
	.superRefine(({ fromLevel, toLevel }, check) => {
		if (fromLevel !== null && toLevel !== null && toLevel < fromLevel)
			check.addIssue({ code: 'custom', path: ['toLevel'], message: 'The target level can not be below the current one' });
	});
export type ActionInput = z.input<typeof actionInput>;

/** Where an action stands; a stop needs its reason. */
export const stateInput = z
	.strictObject({
		state: z.enum(actionStates),
		stoppedReason: text(300),
		proofUrl: optional(z.url({ protocol: /^https?$/ }).max(1000)),
		proofNote: text(300),
	})
	.superRefine(({ state, stoppedReason }, check) => {
		if (state === 'stopped' && !stoppedReason)
			check.addIssue({ code: 'custom', path: ['stoppedReason'], message: 'Say why the action was stopped' });
	});
export type StateInput = z.input<typeof stateInput>;

export const reviewInput = z.strictObject({
	done: z.string().trim().min(1).max(2000),
	blocks: text(2000),
	change: text(2000),
});
export type ReviewInput = z.input<typeof reviewInput>;
