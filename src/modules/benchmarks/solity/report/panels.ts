import { moneyRange, type MoneyOutcome } from '../money-view.ts';

/**
 * Optional panels of a report (specification, section 16): never scored, never on the public card, never compared. What
 * somebody typed is shown as they typed it, with its source.
 */
export const panelNames = ['context', 'stories', 'money'] as const;
export type PanelName = (typeof panelNames)[number];

/** What the place is like. */
export type Context = {
	place: string;
	/** People who live there. */
	population: number | null;
	/** Unemployment in per cent. */
	unemployment: number | null;
	/** The day or year the two numbers are of, and who published them. */
	date: string;
	source: string;
};

/** Something that happened, with one number that belongs to it, such as "64 of 80" and what that counts. */
export type Story = { title: string; text: string; figure: string; about: string };

/** One outcome with a value somebody else has put on it; shares are 0 to 1. */
export type Outcome = Omit<MoneyOutcome, 'discount'> & {
	name: string;
	/** Where the value of one is from. */
	source: string;
};

export type Money = {
	outcomes: Outcome[];
	/** Discount rate a year, 0 to 1. */
	discount: number;
	/** What the work cost, in euro; null where that is not told. */
	cost: number | null;
	costSource: string;
};

/** In euro, with both guesses 30 % higher, as they were typed, and 30 % lower. */
export type MoneyFigures = { low: number; value: number; high: number };

export type MoneyPanel = Omit<Money, 'outcomes'> &
	MoneyFigures & {
		outcomes: (Outcome & MoneyFigures)[];
		/** Value for each euro of cost. */
		perEuro: MoneyFigures | null;
	};

export type ReportPanels = { context: Context | null; stories: Story[]; money: MoneyPanel | null };

export const noPanels: ReportPanels = { context: null, stories: [], money: null };

/** The money view with what follows from the numbers typed; null without an outcome. */
export function moneyPanel({ outcomes, discount, cost, costSource }: Money): MoneyPanel | null {
	if (outcomes.length === 0) return null;
	const discounted = outcomes.map((outcome) => ({ ...outcome, discount }));
	const range = moneyRange(discounted);
	return {
		outcomes: outcomes.map((outcome, n) => ({ ...outcome, ...moneyRange([discounted[n]!]) })),
		discount,
		cost,
		costSource,
		...range,
		perEuro: cost ? { low: range.low / cost, value: range.value / cost, high: range.high / cost } : null,
	};
}
