import type { ReadField } from './formula.ts';
import type { Indicator } from './instrument.ts';

/**
 * The share of people whose situation is known, 0 to 1: the product of known / of. Null for an indicator that has none,
 * and where there is nobody to know anything about.
 */
export function coverageOf({ coverage }: Indicator, read: ReadField): number | null {
	if (coverage.length === 0) return null;
	let product = 1;
	for (const { known, of } of coverage) {
		const [part, whole] = [read(known), read(of)];
		if (typeof part !== 'number' || typeof whole !== 'number' || whole <= 0) return null;
		product *= part / whole;
	}
	// More known than asked is an error of its own (C03 and others); a draft can hold it for a while.
	return Math.min(1, product);
}

/** The coverage as people read it: known / of × known / of. @param write what stands for a field, its code or its number */
export function coverageText({ coverage }: Indicator, write: (field: string) => string = String): string {
	return coverage.map(({ known, of }) => `${write(known)} / ${write(of)}`).join(' × ');
}
