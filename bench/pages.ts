import { demoId } from '../src/modules/network/demo/seed.ts';
import { bareServer } from './support/bare.ts';
import { load } from './support/load.ts';
import { computed } from './support/process.ts';
import { startProduct } from './support/product.ts';
import { ms, printTable } from './support/table.ts';
import { signInAs, takeQuickCheck, visitor } from './support/visitor.ts';

const quick = '/en/benchmarks/go-international/quick';

/** Pages rendered for one reader, beside a bare node:http server that sends the same bytes. Aim: p99 under 50 ms at 50 connections. */
export async function measure(): Promise<void> {
	console.log('Requests on 1 and 50 lines for 5 s each after 1 s of warming up; client, server and database on this machine.');
	console.log('Computed: time the server itself computes for one request; the database’s is not in it.');
	const product = await startProduct();
	try {
		const guest = visitor(product.url);
		await takeQuickCheck(guest);
		const person = visitor(product.url);
		await signInAs(person, 'Ana Ferreira');
		const looks = [
			{ name: 'front page, guest', path: '/en', who: visitor(product.url) },
			{ name: 'question, guest', path: `${quick}?q=3`, who: guest },
			{ name: 'result, guest', path: `${quick}/result`, who: guest },
			{ name: 'home, signed in', path: '/en/home', who: person },
			{ name: 'report, signed in', path: `/en/runs/${demoId('run', 'vale 2')}/report`, who: person },
		];
		const rows: (string | number)[][] = [['page', 'kB', 'lines', 'requests/s', 'p50', 'p99', 'errors', 'computed']];
		for (const { name, path, who } of looks) {
			const body = Buffer.from(await who.get(path));
			const size = (body.length / 1000).toFixed(0);
			const bare = await bareServer(body, { 'content-type': 'text/html' });
			for (const lines of [1, 50]) {
				const before = computed(product.process.pid!);
				const { perSecond, p50, p99, errors, all } = await load(product.url + path, lines, { cookie: who.cookie() });
				const spent = before === undefined ? '–' : ms((computed(product.process.pid!)! - before) / all);
				rows.push([name, size, lines, Math.round(perSecond), ms(p50), ms(p99), errors, spent]);
				const floor = await load(bare.url, lines);
				rows.push(['  bare node:http', size, lines, Math.round(floor.perSecond), ms(floor.p50), ms(floor.p99), floor.errors, '']);
			}
			bare.stop();
		}
		printTable(rows);
	} finally {
		await product.stop();
	}
}
