import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoId } from '#modules/network/index.ts';
import { answerOverHttp, nameEditorOverHttp, sendForm, signInOverHttp, type SignedIn } from '../support/full-check.ts';
import { newFolder, startProduct, type Product } from '../support/product.ts';

let place: string;
let product: Product;
let ana: SignedIn;
let rui: SignedIn;
const run = demoId('run', 'vale 2');
const report = `/en/runs/${run}/report`;

beforeAll(async () => {
	place = await newFolder();
	product = await startProduct(place);
	[ana, rui] = await Promise.all(
		['ana-ferreira', 'rui-matos'].map((key) => signInOverHttp(product.url, demoId('person', key))) as [
			Promise<SignedIn>,
			Promise<SignedIn>,
		],
	);
});
afterAll(async () => {
	await product?.stop();
	await rm(place, { recursive: true, force: true });
});

const look = (path: string, headers: Record<string, string>) => fetch(product.url + path, { headers, redirect: 'manual' });
const read = async ({ cookie }: SignedIn, path = report) => (await look(path, { cookie })).text();
const main = (html: string) => /<main[\s\S]*<\/main>/.exec(html)![0];

/** Reads until the page comes from memory: its second look at an unchanged database. */
async function readTwice(who: SignedIn, path = report): Promise<string> {
	await read(who, path);
	return read(who, path);
}

async function asked(from: 'found' | 'made'): Promise<number> {
	const figures = await (await fetch(`${product.url}/metrics`)).text();
	return Number(new RegExp(`venhans_remembered_asked_total\\{from="${from}"\\} (\\d+)`).exec(figures)![1]);
}

test('a report read again and again comes from memory, whole, and is the one the browser has', async () => {
	const before = await asked('found');
	const made = await look(report, ana);
	const whole = await made.text();
	let again = await look(report, ana);
	for (let times = 0; times < 20 && (await asked('found')) === before; times++) again = await look(report, ana);
	expect(await asked('found')).toBeGreaterThan(before);
	expect(main(await again.text())).toBe(main(whole));
	expect(whole).toMatch(/<\/html>\s*$/);
	expect(whole).not.toMatch(/%venhans|>undefined</);
	const tag = made.headers.get('etag')!;
	expect((await look(report, { cookie: ana.cookie, 'if-none-match': tag })).status).toBe(304);
});

test('each language and each person has its own', async () => {
	const english = await readTwice(ana);
	expect(main(await readTwice(ana, report.replace('/en/', '/de/')))).not.toBe(main(english));
	await nameEditorOverHttp(product.url, `/en/runs/${run}`, ana, demoId('person', 'rui-matos'));
	const [his, hers] = [await readTwice(rui), await readTwice(ana)];
	expect(hers).toContain(`${report.replace('/report', '/share')}"`);
	expect(his).not.toContain(`${report.replace('/report', '/share')}"`);
});

test('a right that was taken back is gone at the next look, and so is a link', async () => {
	await readTwice(rui);
	await sendForm(product.url, `/en/runs/${run}?/remove`, ana, { person: demoId('person', 'rui-matos'), role: 'editor' });
	expect((await look(report, rui)).status).toBe(404);
	expect((await look(report, {})).status).toBe(303);
	expect((await look(report, ana)).status).toBe(200);

	const made = await fetch(`${product.url}/en/runs/${run}/share?/make`, {
		method: 'POST',
		headers: { origin: product.url, accept: 'text/html', cookie: ana.cookie },
		body: new URLSearchParams({ parts: 'summary', days: '14', label: 'Mentor' }),
	});
	const page = await made.text();
	const link = /\/en\/shared\/[\w-]+/.exec(page)![0];
	expect((await look(link, {})).status).toBe(200);
	expect((await look(link, {})).status).toBe(200);
	await sendForm(product.url, `/en/runs/${run}/share?/end`, ana, { link: /name="link" value="([^"]+)"/.exec(page)![1]! });
	expect((await look(link, {})).status).toBe(410);
});

test('a changed plan, an agreement taken back and a changed answer show at the next look', async () => {
	const before = main(await readTwice(ana));
	// The first priorities are in the demo's plan already.
	const items = [...before.matchAll(/name="item" value="([^"]+)"/g)].map(([, item]) => item!);
	for (const item of new Set(items)) await sendForm(product.url, `${report}?/plan`, ana, { item });
	const planned = main(await readTwice(ana));
	expect(planned).not.toBe(before);

	for (const sharing of ['on', 'off']) {
		await sendForm(product.url, `/en/runs/${run}/comparison?/sharing`, ana, { sharing, group: '' });
		const next = sharing === 'on' ? 'off' : 'on';
		expect(await read(ana, `/en/runs/${run}/comparison`)).toContain(`name="sharing" value="${next}"`);
		const made = await asked('made');
		await read(ana);
		expect(await asked('made')).toBe(made + 1);
	}

	await sendForm(product.url, `/en/runs/${run}?/reopen`, ana, {});
	expect((await look(report, ana)).status).toBe(303);
	const first = await answerOverHttp(product.url, ana, run, { item: 'ENV-1', value: '1', client: 'test', sequence: 1, basedOn: 1 });
	const { version } = first.standing;
	await answerOverHttp(product.url, ana, run, { item: 'ENV-1', value: '4', client: 'test', sequence: 2, basedOn: version });
	await sendForm(product.url, `/en/runs/${run}/importance`, ana, { go: 'finish' });
	const after = main(await read(ana));
	expect(after).not.toBe(planned);
	expect(main(await read(ana))).toBe(after);
});
