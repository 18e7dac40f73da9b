import { createHash } from 'node:crypto';
import { databaseState } from './state.ts';

/** What depends on the clock is finer than a day nowhere in a part, and so it may be this late. */
const longestMilliseconds = 60_000;

/** A part of a page as it is sent. */
export type PartBytes = { bytes: Buffer; digest: string };
/** One with the state it was made from, when, and what stands outside of it. */
export type Part = PartBytes & { state: string; made: number; head: unknown };

/**
 * Parts of pages that were put together a moment ago, by everything they depend on. Nothing is served from here unless
 * the database is still in the state it was made from; see `rememberPart`.
 */
export class Parts {
	#parts = new Map<string, Part>();
	#making = new Map<string, Promise<Part | undefined>>();
	#bytes = 0;
	#sweeping: NodeJS.Timeout | undefined;
	#limit: number;
	/** What a part was made from; tests have their own. */
	readonly stateOf: typeof databaseState;
	/** How often a part was there, and how often it had to be made. */
	readonly asked = { found: 0, made: 0 };

	/** @param limit bytes that parts take at most; the oldest go first. 0: none is kept */
	constructor({ limit, stateOf = databaseState }: { limit: number; stateOf?: typeof databaseState }) {
		this.#limit = limit;
		this.stateOf = stateOf;
	}

	get none(): boolean {
		return this.#limit === 0;
	}

	get size(): { parts: number; bytes: number } {
		return { parts: this.#parts.size, bytes: this.#bytes };
	}

	/** The part, if the database is still in that state and a minute has not gone by. */
	find(key: string, state: string, now: number): Part | undefined {
		const part = this.#parts.get(key);
		return part && part.state === state && Math.abs(now - part.made) < longestMilliseconds ? part : undefined;
	}

	keep(key: string, part: Part): void {
		const { bytes } = part;
		this.#drop(key);
		if (bytes.length > this.#limit) return;
		this.#parts.set(key, part);
		this.#bytes += bytes.length;
		for (const oldest of this.#parts.keys()) {
			if (this.#bytes <= this.#limit) break;
			this.#drop(oldest);
		}
		// Nothing of anybody stays when nobody asks any more.
		this.#sweeping ??= setTimeout(() => this.#sweep(), longestMilliseconds).unref();
	}

	/** Somebody else makes the same just now: it, or undefined when nothing came of it. */
	making(making: string): Promise<Part | undefined> | undefined {
		return this.#making.get(making);
	}

	/** Says that it is being made. @returns to be called when it is there, or will not be */
	begin(making: string): (part?: Part) => void {
		const { promise, resolve } = Promise.withResolvers<Part | undefined>();
		this.#making.set(making, promise);
		return (part) => {
			if (this.#making.get(making) === promise) this.#making.delete(making);
			resolve(part);
		};
	}

	#drop(key: string): void {
		this.#bytes -= this.#parts.get(key)?.bytes.length ?? 0;
		this.#parts.delete(key);
	}

	#sweep(): void {
		this.#sweeping = undefined;
		this.#parts.clear();
		this.#bytes = 0;
	}
}

export function partBytes(bytes: Buffer): PartBytes {
	return { bytes, digest: createHash('sha256').update(bytes).digest('base64url') };
}
