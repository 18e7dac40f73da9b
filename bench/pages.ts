import { bareServer } from './support/bare.ts';
import { load } from './support/load.ts';
import { startProduct } from './support/product.ts';
import { finishedQuickCheck } from './support/quick-check.ts';
import { ms, printTable } from './support/table.ts';

/** Rendering a questionnaire screen and a result page on the server, beside a bare server that sends the same bytes. */
export async function measure(): Promise<void> {
	console.log(
		'GET of a built page with demo data, 5 s after 1 s of warming up, 1 and 50 connections; bare: node:http, same bytes, own process.',
	);
	const product = await startProduct();
	try {
		const cookie = await finishedQuickCheck(product.url);
		const rows: (string | number)[][] = [['page', 'kB', 'connections', 'requests/s', 'p50', 'p99', 'errors']];
		const pages = { question: '/en/benchmarks/go-international/quick?q=5', result: '/en/benchmarks/go-international/quick/result' };
		for (const [name, path] of Object.entries(pages)) {
			const page = await fetch(product.url + path, { headers: { cookie }, redirect: 'manual' });
			if (page.status !== 200) throw new Error(`${path} answered ${page.status}`);
			const body = new Uint8Array(await page.arrayBuffer());
			const bare = await bareServer(body, { 'content-type': 'text/html; charset=utf-8' });
			for (const connections of [1, 50])
				for (const [who, url] of [
					[name, product.url + path],
					[`${name}, bare`, bare.url],
				] as const) {
					const { perSecond, p50, p99, errors } = await load(url, connections, { cookie });
					rows.push([who, Math.round(body.length / 1024), connections, Math.round(perSecond), ms(p50), ms(p99), errors]);
				}
			bare.stop();
		}
		printTable(rows);
	} finally {
		await product.stop();
	}
}
