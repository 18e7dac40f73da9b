import { readFileSync } from 'node:fs';
import { startProduct } from './support/product.ts';
import { finishedQuickCheck } from './support/quick-check.ts';
import { ms, printTable } from './support/table.ts';

/** Printing the one-page PDF of a quick check: the first one after a start, and ten more; memory of the whole process. */
export async function measure(): Promise<void> {
	console.log('GET of the one-page PDF from the built product over loopback: first after the start, then 10 one after the other.');
	const product = await startProduct();
	try {
		const cookie = await finishedQuickCheck(product.url);
		const resident = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${product.process.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
		const print = async () => {
			const started = performance.now();
			const answer = await fetch(`${product.url}/de/benchmarks/go-international/quick/result.pdf`, { headers: { cookie } });
			const { byteLength } = await answer.arrayBuffer();
			if (!answer.ok) throw new Error(`The PDF answered ${answer.status}`);
			return { milliseconds: performance.now() - started, kilobytes: Math.round(byteLength / 1024) };
		};
		const before = resident();
		const cold = await print();
		const warm: number[] = [];
		for (let i = 0; i < 10; i++) warm.push((await print()).milliseconds);
		warm.sort((a, b) => a - b);
		printTable([
			['PDF', 'time', 'kB', 'memory of the process'],
			['before', '–', '–', `${Math.round(before)} MB`],
			['cold', ms(cold.milliseconds), cold.kilobytes, '–'],
			['warm, median of 10', ms(warm[5]!), cold.kilobytes, '–'],
			['warm, worst of 10', ms(warm[9]!), cold.kilobytes, `${Math.round(resident())} MB`],
		]);
	} finally {
		await product.stop();
	}
}
