import { demoId } from '../src/modules/network/demo/seed.ts';
import { bareServer } from './support/bare.ts';
import { load } from './support/load.ts';
import { computed } from './support/process.ts';
import { startProduct, type Product } from './support/product.ts';
import { ms, printTable } from './support/table.ts';
import { signInAs, takeQuickCheck, visitor, type Visitor } from './support/visitor.ts';

const quick = '/en/benchmarks/go-international/quick';

/** Pages rendered for one reader, beside a bare node:http server that sends the same bytes. Aim: p99 under 50 ms at 50 connections. */
export async function measure(): Promise<void> {
	console.log('Requests on 1 and 50 lines for 5 s each after 1 s of warming up; client, server and database on this machine.');
	console.log('Computed: time the server itself computes for one request; the database’s is not in it.');
	const rows: (string | number)[][] = [['page', 'kB', 'lines', 'requests/s', 'p50', 'p99', 'errors', 'computed']];
	const report = `/en/runs/${demoId('run', 'vale 2')}/report`;
	const product = await startProduct();
	try {
		const guest = visitor(product.url);
		await takeQuickCheck(guest);
		const person = visitor(product.url);
		await signInAs(person, 'Ana Ferreira');
		for (const look of [
			{ name: 'front page, guest', path: '/en', who: visitor(product.url) },
			{ name: 'question, guest', path: `${quick}?q=3`, who: guest },
			{ name: 'result, guest', path: `${quick}/result`, who: guest },
			{ name: 'home, signed in', path: '/en/home', who: person },
			{ name: 'report, the same again', path: report, who: person },
		])
			rows.push(...(await figures(product, look)));
		const over = answerOnAndOn(visitor(product.url));
		rows.push(...(await figures(product, { name: 'report, others answer', path: report, who: person }, false)));
		console.log(`While others answered, ${(await over()).toFixed(0)} answers a second were saved.`);
	} finally {
		await product.stop();
	}
	// What is put together for every reader: nobody read it in the minute before, or somebody changes something all the time.
	const forgetful = await startProduct({ env: { PAGE_MEMORY_MB: '0' } });
	try {
		const person = visitor(forgetful.url);
		await signInAs(person, 'Ana Ferreira');
		rows.push(...(await figures(forgetful, { name: 'report, put together', path: report, who: person }, false)));
	} finally {
		await forgetful.stop();
	}
	printTable(rows);
}

type Look = { name: string; path: string; who: Visitor };

/** The rows of one page; with the bare server's beside them. */
async function figures(product: Product, { name, path, who }: Look, beside = true): Promise<(string | number)[][]> {
	const body = Buffer.from(await who.get(path));
	const size = (body.length / 1000).toFixed(0);
	const bare = beside ? await bareServer(body, { 'content-type': 'text/html' }) : undefined;
	const rows: (string | number)[][] = [];
	for (const lines of [1, 50]) {
		const before = computed(product.process.pid!);
		const { perSecond, p50, p99, errors, all } = await load(product.url + path, lines, { cookie: who.cookie() });
		const spent = before === undefined ? '–' : ms((computed(product.process.pid!)! - before) / all);
		rows.push([name, size, lines, Math.round(perSecond), ms(p50), ms(p99), errors, spent]);
		if (!bare) continue;
		const floor = await load(bare.url, lines);
		rows.push(['  bare node:http', size, lines, Math.round(floor.perSecond), ms(floor.p50), ms(floor.p99), floor.errors, '']);
	}
	bare?.stop();
	return rows;
}

/** Takes the quick check again and again with a pause before every answer: a change in the database each time. @returns ends it, and says how many answers a second it were */
function answerOnAndOn(who: Visitor): () => Promise<number> {
	const began = performance.now();
	let over = false;
	let saved = 0;
	const work = (async () => {
		const page = await who.get(`${quick}?q=1`);
		const item = /name="item" value="([^"]+)"/.exec(page)![1]!;
		for (; !over; saved++) {
			await who.post(`${quick}?/answer`, { step: '1', item, value: String((saved % 4) + 1), go: 'next' });
			await new Promise((pause) => setTimeout(pause, 100));
		}
	})();
	return async () => {
		over = true;
		await work;
		return saved / ((performance.now() - began) / 1000);
	};
}
