/**
 * What was read lately, at most so many at a time; the one not asked for longest goes first. For content that never
 * changes under its key: nothing here grows old, it is only forgotten.
 */
export class Kept<T> {
	readonly #most: number;
	readonly #all = new Map<string, Promise<T>>();

	constructor(most: number) {
		this.#most = most;
	}

	/** What is under a key, read now when it is not there. Several who ask at once wait for one reading; a failed one is not kept. */
	async get(key: string, read: () => Promise<T>): Promise<T> {
		const known = this.#all.get(key);
		const content = known ?? read();
		this.#all.delete(key);
		this.#all.set(key, content);
		if (!known) content.catch(() => this.#all.delete(key));
		if (this.#all.size > this.#most) this.#all.delete(this.#all.keys().next().value!);
		return content;
	}

	forget(): void {
		this.#all.clear();
	}
}
