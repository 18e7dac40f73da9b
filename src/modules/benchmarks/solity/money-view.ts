/** One outcome of the money view (section 16.2), all typed by the user with a source. Shares are 0 to 1. */
export type MoneyOutcome = {
	/** How many, and what one of them is worth in euro. */
	quantity: number;
	proxy: number;
	/** Would have happened anyway. */
	deadweight: number;
	/** Caused by others. */
	attribution: number;
	/** Fades by this share each year. */
	fading: number;
	/** Years it lasts, at least 1. */
	years: number;
	/** Discount rate a year. */
	discount: number;
};

/** How far the two guesses (anyway, others) may be off, up and down. */
const spread = 0.3;

/** Σ q·p·(1-d)·(1-a)·(1-f)^t / (1+r)^t for t = 0 to T-1, in euro. */
export function moneyValue({ quantity, proxy, deadweight, attribution, fading, years, discount }: MoneyOutcome): number {
	let value = 0;
	for (let t = 0; t < years; t++)
		value += (quantity * proxy * (1 - deadweight) * (1 - attribution) * (1 - fading) ** t) / (1 + discount) ** t;
	return value;
}

/**
 * The range shown for several outcomes: the sum with both guesses 30 % higher (low) and 30 % lower (high). Never
 * comparable between providers, and never on the public card.
 */
export function moneyRange(outcomes: readonly MoneyOutcome[]): { low: number; value: number; high: number } {
	const sum = (factor: number) =>
		outcomes.reduce((total, outcome) => {
			const scaled = (share: number) => Math.min(1, share * factor);
			return total + moneyValue({ ...outcome, deadweight: scaled(outcome.deadweight), attribution: scaled(outcome.attribution) });
		}, 0);
	return { low: sum(1 + spread), value: sum(1), high: sum(1 - spread) };
}
