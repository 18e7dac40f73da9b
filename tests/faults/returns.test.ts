import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoId } from '#modules/network/index.ts';
import { openDatabase, openPool } from '#platform/database/connect.ts';
import { startEmbedded } from '#platform/database/embedded.ts';
import { nameEditorOverHttp, signInOverHttp, type SignedIn } from '../support/full-check.ts';
import { answerThroughKills, type Answerer } from '../support/kills.ts';
import { newFolder, startProduct } from '../support/product.ts';
import { seededRandom } from '../support/random.ts';
import { saveNumberOverHttp, startReturnOverHttp } from '../support/returns.ts';

let place: string;
beforeAll(async () => void (place = await newFolder()));
afterAll(() => rm(place, { recursive: true, force: true }));

type Saved = { returnId: string; target: string; value: number };

const targets = ['part_total', 'part_planned', 'js_requests', 'js_started_90', 'out_leavers', 'out_known'];

/**
 * One device of somebody who enters numbers: any of them, each time a value nobody else types, based on what this device
 * last saw. What was not acknowledged is sent again as it was; what is refused because somebody else was first is given up.
 */
function device(returnId: string, who: SignedIn, name: string, seed: number): Answerer<Saved> {
	const random = seededRandom(seed);
	const seen = new Map<string, number>();
	let sequence = 0;
	let next: { target: string; value: string; sequence: number; basedOn: number } | undefined;
	return {
		async send(url) {
			if (!next) {
				const target = targets[Math.floor(random() * targets.length)]!;
				next = { target, value: String(seed * 100_000 + ++sequence), sequence, basedOn: seen.get(target) ?? 0 };
			}
			const { target, value } = next;
			const { outcome, version } = await saveNumberOverHttp(url, who, returnId, { ...next, client: name });
			seen.set(target, version);
			next = undefined;
			if (outcome === 'stale') throw new Error(`${target} was changed by somebody else`);
			return { returnId, target, value: Number(value) };
		},
	};
}

test('a server killed 20 times while three people enter two returns has every acknowledged number, none twice, none older', async () => {
	const data = join(place, 'data');
	const product = await startProduct(data);
	const person = (key: string) => signInOverHttp(product.url, demoId('person', key));
	const [ana, rui, elodie] = await Promise.all([person('ana-ferreira'), person('rui-matos'), person('elodie-castan')]);
	const year = new Date().getUTCFullYear();
	const vale = await startReturnOverHttp(product.url, ana, demoId('organisation', 'vale'), year);
	const garonne = await startReturnOverHttp(product.url, elodie, demoId('organisation', 'garonne'), year);
	await nameEditorOverHttp(product.url, `/en/returns/${vale}/people`, ana, demoId('person', 'rui-matos'));
	await product.stop();

	const { acknowledged, unacknowledged, killsUnderWay } = await answerThroughKills({
		data,
		kills: 20,
		seed: 20_261_124,
		longestLifeMilliseconds: 200,
		answerers: [
			device(vale, ana, 'ana-laptop', 1),
			device(vale, ana, 'ana-phone', 2),
			device(vale, rui, 'rui-laptop', 3),
			device(garonne, elodie, 'elodie-laptop', 4),
			device(garonne, elodie, 'elodie-phone', 5),
		],
	});
	expect(killsUnderWay).toBeGreaterThan(10);
	expect(unacknowledged).toBeGreaterThan(0);

	const server = await startEmbedded(data);
	const db = openDatabase(openPool(server.url, 1));
	try {
		const { rows: history } = await sql<Saved>`
			select return_id as "returnId", target, (after -> 'value')::int as value from benchmarks.return_entry
			where return_id in (${vale}, ${garonne}) and kind = 'value' order by id`.execute(db);
		const line = ({ returnId, target, value }: Saved) => `${returnId} ${target} ${value}`;
		const stored = history.map(line);
		const given = acknowledged.map(line);
		expect(new Set(stored).size).toBe(stored.length);
		expect(new Set(given).size).toBe(given.length);
		const found = new Set(stored);
		expect(given.filter((number) => !found.has(number))).toEqual([]);
		// What was not acknowledged may be there or not; nothing else is.
		expect(stored.length - given.length).toBeLessThanOrEqual(unacknowledged);

		// What stands is the last of the history, and was counted once for each of its lines.
		const { rows: standing } = await sql<Saved & { version: number }>`
			select return_id as "returnId", target, value::int, version from benchmarks.datum where return_id in (${vale}, ${garonne})`.execute(db);
		expect(standing.length).toBeGreaterThan(targets.length);
		for (const { returnId, target, value, version } of standing) {
			const saved = history.filter((entry) => entry.returnId === returnId && entry.target === target);
			expect({ target, value, version }).toEqual({ target, value: saved.at(-1)!.value, version: saved.length });
		}
	} finally {
		await db.destroy();
		await server.stop();
	}
}, 240_000);
