import { demoId } from '../src/modules/network/demo/seed.ts';
import { s1Fields } from '../src/modules/benchmarks/solity/vectors.fixture.ts';
import { startProduct } from './support/product.ts';
import { ms, printTable } from './support/table.ts';
import { sendFile, signInAs, visitor } from './support/visitor.ts';

const centres = 200;
const rounds = 5;

/**
 * A file with every number of 200 centres: from sending it to the address of what it would do, that page, and from the
 * word to the last number stored; then the same numbers changed. Aim: under 2 s each.
 */
export async function measure(): Promise<void> {
	console.log(`Over HTTP, each step to the last byte of its answer; ${rounds} files one after the other, the first into an empty return.`);
	const product = await startProduct();
	try {
		const person = visitor(product.url);
		await signInAs(person, 'Ana Ferreira');
		const year = new Date().getUTCFullYear();
		const led = await person.post('/en/benchmarks/solity/start', {
			provider: demoId('organisation', 'vale'),
			year: String(year),
			level: 'centres',
			names: Array.from({ length: centres }, (_, i) => `Centre ${i + 1}`).join('\n'),
			cohort: 'Y',
			month: '1',
			key: demoId('key', 'import'),
		});
		const home = led!;
		const rows: (string | number)[][] = [['file', 'lines', 'kB', 'look', 'page', 'confirm', 'changed']];
		for (let round = 0; round < rounds; round++) {
			const text = fileOf(year, round);
			const looked = await timed(() => sendFile(product.url, `${home}/import?/look`, person.cookie(), { name: 'numbers.csv', text }));
			const opened = await timed(() => person.get(looked.result));
			const digest = /name="digest" value="([^"]+)"/.exec(opened.result)?.[1];
			if (!digest) throw new Error('The file can not be confirmed');
			const confirmed = await timed(() => person.post(`${looked.result}?/confirm`, { digest }));
			const changed = Number(/imported=(\d+)/.exec(confirmed.result ?? '')?.[1]);
			const lines = text.split('\n').length - 1;
			if (changed !== lines) throw new Error(`${changed} of ${lines} numbers were stored`);
			const name = round === 0 ? 'new numbers' : `changed, ${round}`;
			const kilobytes = Math.round(text.length / 1000);
			rows.push([name, lines, kilobytes, ms(looked.milliseconds), ms(opened.milliseconds), ms(confirmed.milliseconds), changed]);
		}
		printTable(rows);
	} finally {
		await product.stop();
	}
}

/** Every field of every centre; each round has other numbers, within their ranges or not: the review is another thing. */
function fileOf(year: number, round: number): string {
	const lines = Array.from({ length: centres }, (_, i) =>
		Object.entries(s1Fields).map(([field, value]) => {
			const cell = typeof value === 'number' ? String(value + i + round) : value.slice(0, 2 + (round % 3)).join('|');
			return `SU-1.0;centre-${i + 1};${year};${field};${cell};${(round % 2) + 3};`;
		}),
	).flat();
	return ['edition;unit;year;field;value;trust;comment', ...lines].join('\n');
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; milliseconds: number }> {
	const started = performance.now();
	const result = await work();
	return { result, milliseconds: performance.now() - started };
}
