/**
 * An index (0 to 100) or a difference of two as a whole number, half up (specification, section 8). An index is a quotient
 * of doubles: 17.5 comes out as 17.499999999999996, so what lies behind the twelfth digit is taken off first.
 */
export function shownIndex(index: number): number {
	return Math.sign(index) * Math.round(Number(Math.abs(index).toPrecision(12)));
}
