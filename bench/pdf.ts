import { demoId } from '../src/modules/network/demo/seed.ts';
import { memory } from './support/process.ts';
import { startProduct } from './support/product.ts';
import { ms, printTable } from './support/table.ts';
import { signInAs, visitor } from './support/visitor.ts';

const warmRuns = 20;

/** From the request to the last byte of a PDF: the first after the start, then one after the other. Aim: under 1 s warm. */
export async function measure(): Promise<void> {
	console.log(`The first PDF after the start, then ${warmRuns} more one after the other; memory of the whole server.`);
	const rows: (string | number)[][] = [
		['PDF', 'kB', 'cold', 'warm median', 'warm worst', 'MB before', 'MB after 1', `MB after ${warmRuns + 1}`],
	];
	const looks = [
		{ name: 'quick check, one page', path: '/en/benchmarks/go-international/sample.pdf' },
		{ name: 'full report', path: `/en/runs/${demoId('run', 'vale 2')}/report.pdf` },
	];
	for (const { name, path } of looks) {
		const product = await startProduct();
		try {
			const person = visitor(product.url);
			await signInAs(person, 'Ana Ferreira');
			const print = async () => {
				const started = performance.now();
				const response = await fetch(product.url + path, { headers: { cookie: person.cookie() } });
				const bytes = await response.bytes();
				if (!response.ok || Buffer.from(bytes.subarray(0, 5)).toString() !== '%PDF-')
					throw new Error(`${path} answered ${response.status}, not a PDF`);
				return { milliseconds: performance.now() - started, bytes: bytes.length };
			};
			const before = memory(product.process.pid!);
			const cold = await print();
			const afterOne = memory(product.process.pid!);
			const warm: number[] = [];
			for (let run = 0; run < warmRuns; run++) warm.push((await print()).milliseconds);
			warm.sort((a, b) => a - b);
			rows.push([
				name,
				Math.round(cold.bytes / 1000),
				ms(cold.milliseconds),
				ms(warm[warmRuns / 2]!),
				ms(warm.at(-1)!),
				before,
				afterOne,
				memory(product.process.pid!),
			]);
		} finally {
			await product.stop();
		}
	}
	printTable(rows);
}
