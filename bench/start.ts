import { rm } from 'node:fs/promises';
import { startProduct } from './support/product.ts';
import { ms, printTable } from './support/table.ts';

/** From `venhans start` to the first page, on a new data folder and again on the same one. */
export async function measure(): Promise<void> {
	console.log('Time from `venhans start` (already built) until GET /en is answered; 3 new folders, 3 starts again on each.');
	const first: number[] = [];
	const second: number[] = [];
	for (let round = 0; round < 3; round++) {
		const data = `/tmp/venhans-bench-start-${process.pid}-${round}`;
		for (let start = 0; start < 4; start++) {
			const product = await startProduct({ data });
			(start === 0 ? first : second).push(product.milliseconds);
			await product.stop();
		}
		await rm(data, { recursive: true, force: true });
	}
	const row = (name: string, times: number[]) => [
		name,
		ms(Math.min(...times)),
		ms(times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!),
		ms(Math.max(...times)),
		times.length,
	];
	printTable([['start', 'best', 'median', 'worst', 'n'], row('first (creates database, demo data)', first), row('again', second)]);
}
