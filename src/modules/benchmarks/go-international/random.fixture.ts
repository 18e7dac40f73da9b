/**
 * Calls `check` with `times` different sources of random numbers that are the same in every test run, so that a failure
 * can be repeated.
 */
export function randomly(times: number, check: (random: () => number) => void): void {
	for (let seed = 1; seed <= times; seed++) check(randomFrom(seed));
}

/** Numbers from 0 to below 1 by a seed (mulberry32). */
export function randomFrom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
