import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoId } from '#modules/network/index.ts';
import { openDatabase, openPool } from '#platform/database/connect.ts';
import { startEmbedded } from '#platform/database/embedded.ts';
import {
	answerOverHttp,
	itemCodes,
	nameEditorOverHttp,
	signInOverHttp,
	startOverHttp,
	type Said,
	type SignedIn,
} from '../support/full-check.ts';
import { answerThroughKills, type Answerer } from '../support/kills.ts';
import { newFolder, startProduct } from '../support/product.ts';
import { seededRandom } from '../support/random.ts';

let place: string;
beforeAll(async () => void (place = await newFolder()));
afterAll(() => rm(place, { recursive: true, force: true }));

type Answer = { runId: string; item: string; client: string; sequence: number; value: string; outcome: Said['outcome'] };

/**
 * One device of somebody who answers a full check: any item, any level, based on what this device last saw; an answer
 * that was not acknowledged is sent again as it was.
 */
function device(runId: string, who: SignedIn, client: string, seed: number): Answerer<Answer> {
	const random = seededRandom(seed);
	const seen = new Map<string, number>();
	let sequence = 0;
	let next: { item: string; value: string; sequence: number; basedOn: number } | undefined;
	return {
		async send(url) {
			if (!next) {
				const item = itemCodes[Math.floor(random() * itemCodes.length)]!;
				const value = ['1', '2', '3', '4', 'DK'][Math.floor(random() * 5)]!;
				next = { item, value, sequence: ++sequence, basedOn: seen.get(item) ?? 0 };
			}
			const said = await answerOverHttp(url, who, runId, { ...next, value: next.value as '1', client });
			seen.set(next.item, said.standing.version);
			const answer = { runId, client, item: next.item, value: next.value, sequence: next.sequence, outcome: said.outcome };
			next = undefined;
			return answer;
		},
	};
}

test('a server killed 50 times while five people answer two full checks has every acknowledged answer, none twice', async () => {
	const data = join(place, 'data');
	const product = await startProduct(data);
	const person = (key: string) => signInOverHttp(product.url, demoId('person', key));
	const [ana, rui, elodie, marc] = await Promise.all([
		person('ana-ferreira'),
		person('rui-matos'),
		person('elodie-castan'),
		person('marc-delmas'),
	]);
	const vale = await startOverHttp(product.url, ana, demoId('organisation', 'vale'));
	const garonne = await startOverHttp(product.url, elodie, demoId('organisation', 'garonne'));
	await nameEditorOverHttp(product.url, `/en/runs/${vale}`, ana, demoId('person', 'rui-matos'));
	await nameEditorOverHttp(product.url, `/en/runs/${garonne}`, elodie, demoId('person', 'marc-delmas'));
	await product.stop();

	const { acknowledged, unacknowledged, killsUnderWay } = await answerThroughKills({
		data,
		kills: 50,
		seed: 20_261_124,
		longestLifeMilliseconds: 400,
		answerers: [
			device(vale, ana, 'ana-laptop', 1),
			device(vale, ana, 'ana-phone', 2),
			device(vale, rui, 'rui-laptop', 3),
			device(garonne, elodie, 'elodie-laptop', 4),
			device(garonne, marc, 'marc-laptop', 5),
		],
	});
	expect(killsUnderWay).toBeGreaterThan(25);
	expect(unacknowledged).toBeGreaterThan(0);

	const server = await startEmbedded(data);
	const db = openDatabase(openPool(server.url, 1));
	try {
		const { rows: entries } = await sql<Answer>`
			select run_id as "runId", item, client, sequence, value, outcome from benchmarks.answer_entry
			where run_id in (${vale}, ${garonne})`.execute(db);
		const line = ({ runId, item, client, sequence, value, outcome }: Answer) => [runId, item, client, sequence, value, outcome].join(' ');
		const stored = entries.map(line);
		const given = acknowledged.map(line);
		expect(new Set(stored).size).toBe(stored.length);
		expect(new Set(given).size).toBe(given.length);
		const found = new Set(stored);
		expect(given.filter((answer) => !found.has(answer))).toEqual([]);
		// What was not acknowledged may be there or not; nothing else is.
		expect(stored.length - given.length).toBeLessThanOrEqual(unacknowledged);

		// What stands was made by the answers of the history, each counted once.
		const { rows: standing } = await sql<{
			run_id: string;
			item: string;
			version: number;
			value: string;
			client: string;
			sequence: number;
		}>`
			select run_id, item, version, value, client, sequence from benchmarks.answer where run_id in (${vale}, ${garonne})`.execute(db);
		for (const { run_id, item, version, value, client, sequence } of standing) {
			const saved = entries.filter((entry) => entry.runId === run_id && entry.item === item && entry.outcome === 'saved');
			expect([item, version]).toEqual([item, saved.length]);
			expect(saved).toContainEqual(expect.objectContaining({ client, sequence, value }));
		}
	} finally {
		await db.destroy();
		await server.stop();
	}
}, 240_000);
