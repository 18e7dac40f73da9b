/** See where you stand, learn from others, improve, see that it worked: the steps everything hangs on. */
export const loopSteps = ['measure', 'learn', 'improve', 'again'] as const;
export type LoopStep = (typeof loopSteps)[number];

/** Where a provider is in the loop, as far as the viewer may know it. */
export type Loop = {
	/** The one to take now. */
	step: LoopStep;
	/** A run in the middle of being answered. */
	open: { runId: string; answered: number; items: number; group: boolean } | null;
	/** The newest result. */
	result: { runId: string; day: string; index: number | null; focus: number } | null;
	/** There may be results the viewer is not named for. */
	hidden: boolean;
	/** Against the result before, counted as in the report; null for the first and with too few common questions. */
	since: { points: number; verdict: 'better' | 'no-clear-change' | 'lower'; year: number } | null;
	/** When the next run is wise, in words; null without a result. */
	next: { day: string; due: boolean } | null;
	/** Null for viewers who may not read the plan. */
	plan: {
		open: number;
		late: number;
		done: number;
		/** Actions of the viewer's own that are late, or due within a week; nearest first. */
		mine: { id: string; action: string; day: string; late: boolean }[];
		/** The review is due. */
		review: boolean;
	} | null;
};
