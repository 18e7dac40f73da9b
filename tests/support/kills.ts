import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { seededRandom } from './random.ts';
import { freePort, startProduct } from './product.ts';

/** One person (or device) who answers over HTTP. */
export type Answerer<Acknowledged> = {
	/**
	 * Sends the next answer, or the same one again when the last attempt was not acknowledged.
	 * @returns what the server said is saved
	 * @throws when no acknowledgement arrived, for whatever reason
	 */
	send(url: string): Promise<Acknowledged>;
};

export type KillRun<Acknowledged> = {
	/** What the server acknowledged, in the order it did. */
	acknowledged: Acknowledged[];
	/** Attempts that were not acknowledged. Each may be in the database or not. */
	unacknowledged: number;
	/** How often the server was killed while at least one attempt was under way. */
	killsUnderWay: number;
};

/**
 * Lets people answer while the server is killed again and again at moments chosen by `seed`, every other time together
 * with its database. Ends with an orderly stop; the data folder can then be opened and compared with what was
 * acknowledged.
 */
export async function answerThroughKills<Acknowledged>({
	data,
	kills,
	seed,
	answerers,
	env = {},
	longestLifeMilliseconds = 700,
}: {
	data: string;
	kills: number;
	seed: number;
	answerers: readonly Answerer<Acknowledged>[];
	/** Variables of the server. */
	env?: NodeJS.ProcessEnv;
	longestLifeMilliseconds?: number;
}): Promise<KillRun<Acknowledged>> {
	const random = seededRandom(seed);
	const port = await freePort();
	const url = `http://localhost:${port}`;
	const acknowledged: Acknowledged[] = [];
	let unacknowledged = 0;
	let underWay = 0;
	let killsUnderWay = 0;
	let going = true;
	const answering = answerers.map(async ({ send }) => {
		while (going) {
			underWay++;
			await send(url).then(
				(answer) => acknowledged.push(answer),
				() => unacknowledged++,
			);
			underWay--;
			// A device that is told nothing waits a moment before it tries again; one that is told goes on at once.
			if (unacknowledged > 0) await new Promise((wait) => setTimeout(wait, 5));
		}
	});
	let product = await startProduct(data, { port, env });
	try {
		for (let kill = 0; kill < kills; kill++) {
			const before = acknowledged.length;
			while (acknowledged.length === before) await new Promise((wait) => setTimeout(wait, 1));
			await new Promise((wait) => setTimeout(wait, random() * longestLifeMilliseconds));
			if (underWay > 0) killsUnderWay++;
			if (random() < 0.5) process.kill(await databaseOf(data), 'SIGKILL');
			await product.kill();
			product = await startProduct(data, { port, env });
		}
		const before = acknowledged.length;
		while (acknowledged.length < before + answerers.length) await new Promise((wait) => setTimeout(wait, 5));
	} finally {
		going = false;
		await Promise.all(answering);
		await product.stop();
	}
	return { acknowledged, unacknowledged, killsUnderWay };
}

/** Process of the embedded PostgreSQL of a data folder. */
async function databaseOf(data: string): Promise<number> {
	return Number((await readFile(join(data, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);
}
