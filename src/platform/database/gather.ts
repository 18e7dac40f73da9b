/** So many keys are read in one query at most. */
const largestGathering = 500;

type Waiting<Key, Row> = { key: Key; done: (row: Row | undefined) => void; failed: (error: unknown) => void };

/**
 * Reads single rows for many requests with few queries: what is asked for while one query runs goes together into the
 * next. Nothing is remembered, so every answer is as fresh as a query of its own. Never inside a transaction, which sees
 * its own changes on its own connection.
 */
class Gatherer<Key, Row> {
	#waiting: Waiting<Key, Row>[] = [];
	#running = 0;
	#read: (keys: Key[]) => Promise<ReadonlyMap<Key, Row>>;
	constructor(read: (keys: Key[]) => Promise<ReadonlyMap<Key, Row>>) {
		this.#read = read;
	}

	load(key: Key): Promise<Row | undefined> {
		return new Promise((done, failed) => {
			this.#waiting.push({ key, done, failed });
			if (this.#running < 1) void this.#run();
		});
	}

	async #run(): Promise<void> {
		this.#running++;
		// What is asked for in the same turn is asked for together.
		await Promise.resolve();
		while (this.#waiting.length) {
			const batch = this.#waiting.splice(0, largestGathering);
			try {
				const rows = await this.#read([...new Set(batch.map(({ key }) => key))]);
				for (const { key, done } of batch) done(rows.get(key));
			} catch (error) {
				for (const { failed } of batch) failed(error);
			}
		}
		this.#running--;
	}
}

/**
 * Makes a reader of single rows that gathers what is asked for at the same time, separately for each database.
 * @param read reads the rows of several keys; a key without a row is left out
 */
export function gathered<Db extends object, Key, Row>(
	read: (db: Db, keys: Key[]) => Promise<ReadonlyMap<Key, Row>>,
): (db: Db, key: Key) => Promise<Row | undefined> {
	const gatherers = new WeakMap<Db, Gatherer<Key, Row>>();
	return (db, key) => {
		let gatherer = gatherers.get(db);
		if (!gatherer) gatherers.set(db, (gatherer = new Gatherer((keys) => read(db, keys))));
		return gatherer.load(key);
	};
}
