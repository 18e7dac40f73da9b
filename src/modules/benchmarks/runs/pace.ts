/** One answer as it was given: the device, its clock in milliseconds, and which item it was about. */
export type GivenAt = { client: string; sequence: number; item: string };

/** Without a pace of its own a run is expected to take so long for an item (full check: 45 items in 45 minutes). */
export const usualSeconds = 60;
/** A pace is believed from so many items on. */
const fewest = 5;
/** Shorter is a slip of the finger, longer was a break. */
const believable = { least: 2, most: 300 };

/**
 * How many seconds an item takes in this run: the median between one answer and the next on the same device, by the
 * device's own clock, so that answers that arrive together after a lost line count as they were given.
 */
export function secondsAnItem(answers: readonly GivenAt[]): number {
	const gaps = [...Map.groupBy(answers, ({ client }) => client).values()].flatMap((own) => {
		const inOrder = own.toSorted((a, b) => a.sequence - b.sequence);
		// Changing an answer at once is part of answering it.
		const firsts = inOrder.filter(({ item }, i) => i === 0 || item !== inOrder[i - 1]!.item);
		return firsts.slice(1).map(({ sequence }, i) => (sequence - firsts[i]!.sequence) / 1000);
	});
	const steps = gaps.filter((seconds) => seconds >= believable.least && seconds <= believable.most).toSorted((a, b) => a - b);
	return steps.length < fewest ? usualSeconds : steps[Math.floor(steps.length / 2)]!;
}
