/**
 * Keeps answers safe between the click and the server's word that they are saved. An answer is written to the device
 * first, then sent; it leaves the device only when the server has acknowledged it. Answers are sent one at a time in
 * the order they were given; a newer answer to the same item replaces one that still waits. A lost line, a closed lid
 * or a restarted server only means a later delivery. Tabs of the same run share what waits on the device, where each
 * answer has a place of its own, and send one after the other: the first answer of all may open the run, and two at once
 * would open two.
 */

export type QueuedAnswer = {
	item: string;
	/** Level 1-4, `NA` or `DK`. */
	value: string;
	/** Why the item does not apply; only with `NA`. */
	reason?: string;
	/** The reason in own words; with `other`. */
	reasonText?: string;
	/** What proof there is; only at level 3 or 4. */
	evidence?: string;
	/** The version of the item's answer this one was given on; full checks only. */
	basedOn?: number;
	/** Given by somebody who saw both answers of a conflict. */
	decides?: boolean;
	/** Milliseconds since 1970, always rising on this device: tells a late arrival from a newer answer, also between two tabs. */
	sequence: number;
};

/**
 * What became of one sending. `refused`: sending it again would not help, it is let go. `blocked`: it stays on the
 * device, and sending it again makes sense after something changed (signed in again, run opened again); with `alone` others
 * may go on their way meanwhile.
 */
export type Delivery =
	| { saved: true; at: string }
	| { saved: false; refused: true; message: string }
	| { saved: false; refused: false; blocked?: string; alone?: boolean };

export type QueueState = {
	waiting: number;
	/** When the last answer was acknowledged. */
	savedAt?: Date;
	/** The last attempt did not reach the server. */
	offline: boolean;
	/** Why the server refused an answer. */
	refusal?: string;
	/** Why something is not sent for now. */
	blocked?: string;
};

export type DeviceStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

export type AnswerQueueOptions = {
	/** Where answers wait; separate for each run and person. */
	key: string;
	storage: DeviceStorage;
	/** Carries one answer to the server; never throws. */
	send: (answer: QueuedAnswer) => Promise<Delivery>;
	onChange: (state: QueueState) => void;
	/** Waits before the next attempt; tests pass their own. */
	delay?: (milliseconds: number) => Promise<void>;
	now?: () => number;
	/** Lets one tab at a time send; browsers offer it on https and localhost only. */
	locks?: Pick<LockManager, 'request'> | null;
};

const firstRetry = 1_000;
const longestRetry = 30_000;

export type AnswerQueue = {
	/** Takes an answer; it is safe on the device when this returns. */
	put(answer: Omit<QueuedAnswer, 'sequence'>): void;
	/** Tries to deliver at once what waits, e.g. when the line is back. */
	flush(): Promise<void>;
	/** Answers not yet acknowledged, oldest first. */
	waiting(): QueuedAnswer[];
};

/** Opens the queue of one run; answers left from an earlier visit are sent first. */
export function openAnswerQueue({
	key,
	storage,
	send,
	onChange,
	delay = (ms) => new Promise((done) => setTimeout(done, ms)),
	now = Date.now,
	locks = globalThis.navigator?.locks,
}: AnswerQueueOptions): AnswerQueue {
	const placeOf = ({ sequence, item }: QueuedAnswer) => `${key}/answer/${sequence}/${item}`;
	const lastPlace = `${key}/last`;
	let queue: QueuedAnswer[] = read();
	let sequence = Math.max(0, ...queue.map((answer) => answer.sequence));
	let state: QueueState = { waiting: queue.length, offline: false };
	let running: Promise<void> | undefined;
	/** The one on its way. */
	let sending: QueuedAnswer | undefined;
	let wake: (() => void) | undefined;

	/** Private windows may refuse storage; then answers wait in memory and are sent from there. */
	function attempt<T>(work: () => T): T | undefined {
		try {
			return work();
		} catch {
			return undefined;
		}
	}

	/** What waits on the device; of two answers to one item, given in two tabs, the newer stays. */
	function read(): QueuedAnswer[] {
		const places = attempt(() => Array.from({ length: storage.length }, (_, i) => storage.key(i)!)) ?? [];
		const found = places
			.filter((place) => place.startsWith(`${key}/answer/`))
			.flatMap((place) => {
				const answer = attempt(() => JSON.parse(storage.getItem(place)!) as QueuedAnswer);
				return answer && Number.isInteger(answer.sequence) ? [answer] : [];
			})
			.sort((a, b) => a.sequence - b.sequence);
		const newest = new Map(found.map((answer) => [answer.item, answer]));
		for (const answer of found) if (newest.get(answer.item) !== answer) attempt(() => storage.removeItem(placeOf(answer)));
		return found.filter((answer) => newest.get(answer.item) === answer);
	}

	function change(next: Partial<QueueState>): void {
		state = { ...state, ...next, waiting: queue.length };
		onChange(state);
	}

	function letGo(answer: QueuedAnswer): void {
		queue = queue.filter((waiting) => waiting !== answer);
		attempt(() => storage.removeItem(placeOf(answer)));
	}

	async function deliver(): Promise<void> {
		let pause = firstRetry;
		/** Blocked for themselves; tried again the next time. */
		const held = new Set<QueuedAnswer>();
		const next = () => (sending = queue.find((answer) => !held.has(answer)));
		for (let answer = next(); answer; answer = next()) {
			const delivery = await (locks ? locks.request(key, () => send(answer)) : send(answer));
			if (delivery.saved || delivery.refused) {
				// Only this very answer is settled: a newer one to the same item may have arrived meanwhile.
				letGo(answer);
				const blocked = held.size > 0 ? state.blocked : undefined;
				change(
					delivery.saved
						? { savedAt: new Date(delivery.at), offline: false, refusal: undefined, blocked }
						: { offline: false, refusal: delivery.message, blocked },
				);
				pause = firstRetry;
			} else if (delivery.blocked) {
				change({ offline: false, blocked: delivery.blocked });
				if (!delivery.alone) break;
				held.add(answer);
			} else {
				change({ offline: true });
				await Promise.race([delay(pause), new Promise<void>((now) => (wake = now))]);
				pause = Math.min(pause * 2, longestRetry);
			}
		}
		// In the same breath as the last look at the queue: an answer put a moment later begins a new delivery.
		running = undefined;
		sending = undefined;
	}

	const flush = async (): Promise<void> => {
		wake?.();
		if (queue.length) await (running ??= deliver());
	};

	return {
		put(given) {
			// The one on its way stays: the server orders it before the newer one by its sequence.
			for (const replaced of queue.filter((waiting) => waiting.item === given.item && waiting !== sending)) letGo(replaced);
			// Numbers rise even when the clock is set back, and beyond those of another window.
			const last = Number(attempt(() => storage.getItem(lastPlace)) ?? 0);
			sequence = Math.max(now(), sequence + 1, last + 1);
			const answer = { ...given, sequence };
			queue.push(answer);
			attempt(() => storage.setItem(placeOf(answer), JSON.stringify(answer)));
			attempt(() => storage.setItem(lastPlace, String(sequence)));
			change({ refusal: undefined });
			void flush();
		},
		flush,
		waiting: () => [...queue],
	};
}
