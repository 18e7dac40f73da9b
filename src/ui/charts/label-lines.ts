/** A label of more than so many letters, broken at the space nearest to its middle. */
export function inLines(label: string, letters: number): string[] {
	if (label.length <= letters) return [label];
	const spaces = [...label.matchAll(/ /g)].map(({ index }) => index);
	const middle = spaces.toSorted((a, b) => Math.abs(a - label.length / 2) - Math.abs(b - label.length / 2))[0];
	return middle === undefined ? [label] : [label.slice(0, middle), label.slice(middle + 1)];
}
