import { createHash } from 'node:crypto';

/** What is checked alike in every kind of instrument. */

/**
 * SHA-256 over everything results are made from, independent of spacing and order of keys. A frozen edition keeps it
 * in frozen.json; texts are not part of it, their spelling may be corrected.
 */
export function fingerprintOf(instrument: object): string {
	const { $schema: _, ...content } = instrument as { $schema?: string };
	return createHash('sha256').update(canonical(content)).digest('hex');
}

/** Short name of how the texts stand: spelling may be corrected in a frozen edition, and results say with which texts they were read. */
export function textRevisionOf(texts: ReadonlyMap<string, Readonly<Record<string, string>>>): string {
	return createHash('sha256')
		.update(canonical(Object.fromEntries(texts)))
		.digest('hex')
		.slice(0, 12);
}

/** Codes that stand in a list more than once, each named once. */
export function repeated(list: readonly { code: string }[]): string[] {
	const codes = list.map(({ code }) => code);
	return [...new Set(codes.filter((code, i) => codes.indexOf(code) !== i))];
}

/** The fault of weights that do not add up to 100; none when they do. */
export function weightFault(what: string, list: readonly { weight: number }[]): string[] {
	const sum = list.reduce((total, { weight }) => total + weight, 0);
	return sum === 100 ? [] : [`the ${what} add up to ${sum}, not to 100`];
}

function canonical(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
	if (value && typeof value === 'object')
		return `{${Object.entries(value)
			.toSorted(([a], [b]) => (a < b ? -1 : 1))
			.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`)
			.join(',')}}`;
	return JSON.stringify(value);
}
