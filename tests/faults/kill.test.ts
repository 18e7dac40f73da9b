import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { currentEdition } from '#modules/benchmarks/index.ts';
import { openDatabase, openPool } from '#platform/database/connect.ts';
import { startEmbedded } from '#platform/database/embedded.ts';
import { answerThroughKills, type Answerer } from '../support/kills.ts';
import { newFolder } from '../support/product.ts';
import { seededRandom } from '../support/random.ts';

let place: string;
beforeAll(async () => void (place = await newFolder()));
afterAll(() => rm(place, { recursive: true, force: true }));

/** The database keeps the hash of a guest's cookie. */
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

type Answer = { token: string; item: string; value: string; sequence: number };

const items = currentEdition('go-international')
	.instrument.items.filter(({ headline }) => headline)
	.map(({ code }) => code);

/** A guest who goes through one quick check after the other, each in a fresh browser, and answers every question once. */
function guest(seed: number): Answerer<Answer> {
	const random = seededRandom(seed);
	let token: string | undefined;
	let asked = 0;
	let sequence = 0;
	let next: { item: string; value: string; sequence: number } | undefined;
	return {
		async send(url) {
			next ??= { item: items[asked]!, value: ['1', '2', '3', '4', 'DK'][Math.floor(random() * 5)]!, sequence: ++sequence };
			const answer = await fetch(`${url}/en/benchmarks/go-international/quick/answers`, {
				method: 'POST',
				headers: { 'content-type': 'application/json', ...(token && { cookie: `quick-check=${token}` }) },
				body: JSON.stringify(next),
			});
			const { at } = (await answer.json()) as { at?: string };
			if (!answer.ok || !at) throw new Error(`Not saved: ${answer.status}`);
			token ??= /quick-check=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '')![1]!;
			const saved = { token, ...next };
			next = undefined;
			asked = (asked + 1) % items.length;
			if (asked === 0) token = undefined;
			return saved;
		},
	};
}

test('a server killed 20 times while guests answer has every acknowledged answer once, as it was given', async () => {
	const data = join(place, 'data');
	const { acknowledged, unacknowledged, killsUnderWay } = await answerThroughKills({
		data,
		kills: 20,
		seed: 20_261_124,
		answerers: [1, 2, 3, 4].map(guest),
		env: { VENHANS_DEMO: 'off' },
	});
	expect(killsUnderWay).toBeGreaterThan(0);
	expect(unacknowledged).toBeGreaterThan(0);
	expect(acknowledged.length).toBeGreaterThan(20);

	const server = await startEmbedded(data);
	const db = openDatabase(openPool(server.url, 1));
	try {
		const { rows } = await sql<{ token: string; item: string; value: string; sequence: number }>`
			select encode(run.owner_token_hash, 'hex') as token, answer.item, answer.value, answer.sequence
			from benchmarks.answer join benchmarks.run on run.id = answer.run_id`.execute(db);
		const stored = rows.map(({ token, item, value, sequence }) => `${token} ${item} ${value} ${sequence}`);
		const given = acknowledged.map(({ token, item, value, sequence }) => `${sha256(token)} ${item} ${value} ${sequence}`);
		expect(new Set(stored).size).toBe(stored.length);
		expect(new Set(given).size).toBe(given.length);
		const found = new Set(stored);
		expect(given.filter((answer) => !found.has(answer))).toEqual([]);
		// What was not acknowledged may be there or not; nothing else is.
		expect(stored.length - given.length).toBeLessThanOrEqual(unacknowledged);
	} finally {
		await db.destroy();
		await server.stop();
	}
}, 600_000);
