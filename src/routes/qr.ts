import { encode } from 'uqr';

/** A text as a square code to photograph: one path for all dark squares, which is small and needs no style. */
export function qrOf(text: string): { path: string; size: number } {
	const { data, size } = encode(text);
	return { size, path: data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('') };
}
