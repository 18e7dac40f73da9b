/**
 * Keeps answers safe between the click and the server's word that they are saved. An answer is written to the device
 * first, then sent; it leaves the device only when the server has acknowledged it. Answers are sent one at a time in
 * the order they were given; a newer answer to the same item replaces one that still waits. A lost line, a closed lid
 * or a restarted server only means a later delivery. Tabs of the same run share what waits on the device and send one
 * after the other: the first answer of all opens the run, and two at once would open two.
 */

export type QueuedAnswer = {
	item: string;
	/** Level 1-4, `NA` or `DK`. */
	value: string;
	/** Why the item does not apply; only with `NA`. */
	reason?: string;
	/** The reason in own words; with `other`. */
	reasonText?: string;
	/** Milliseconds since 1970, always rising on this device: tells a late arrival from a newer answer, also between two tabs. */
	sequence: number;
};

/** What the server says to one answer. `refused`: sending it again would not help. */
export type Delivery = { saved: true; at: string } | { saved: false; refused: true; message: string } | { saved: false; refused: false };

export type QueueState = {
	waiting: number;
	/** When the last answer was acknowledged. */
	savedAt?: Date;
	/** The last attempt did not reach the server. */
	offline: boolean;
	/** Why the server refused an answer. */
	refusal?: string;
};

export type AnswerQueueOptions = {
	/** Where answers wait; separate for each run. */
	key: string;
	storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
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
	let queue: QueuedAnswer[] = read().queue;
	let sequence = read().sequence;
	/** Sequences this tab is done with: delivered, or replaced by a newer answer. */
	const settled = new Set<number>();
	let state: QueueState = { waiting: queue.length, offline: false };
	let running: Promise<void> | undefined;
	let wake: (() => void) | undefined;

	function read(): { queue: QueuedAnswer[]; sequence: number } {
		try {
			const { queue, sequence } = JSON.parse(storage.getItem(key) ?? '') as { queue: QueuedAnswer[]; sequence: number };
			if (Array.isArray(queue) && Number.isInteger(sequence)) return { queue, sequence };
		} catch {
			// Nothing stored yet, or something that is not ours: begin anew.
		}
		return { queue: [], sequence: 0 };
	}

	/** Writes what waits here beside what other tabs hold back; of two answers to one item the newer stays. */
	function write(): void {
		try {
			const stored = read();
			const all = [...stored.queue.filter((other) => !settled.has(other.sequence)), ...queue];
			const newest = new Map(all.toSorted((a, b) => a.sequence - b.sequence).map((answer) => [answer.item, answer]));
			const waiting = [...newest.values()].sort((a, b) => a.sequence - b.sequence);
			storage.setItem(key, JSON.stringify({ queue: waiting, sequence: Math.max(sequence, stored.sequence) }));
		} catch {
			// Private windows may refuse storage; the answer still waits in memory and is sent from there.
		}
	}

	function change(next: Partial<QueueState>): void {
		state = { ...state, ...next, waiting: queue.length };
		onChange(state);
	}

	async function deliver(): Promise<void> {
		let pause = firstRetry;
		while (queue.length) {
			const answer = queue[0]!;
			const delivery = await (locks ? locks.request(key, () => send(answer)) : send(answer));
			if (delivery.saved || delivery.refused) {
				// Only this very answer is settled: a newer one to the same item may have arrived meanwhile.
				queue = queue.filter((waiting) => waiting.sequence !== answer.sequence);
				settled.add(answer.sequence);
				write();
				change(
					delivery.saved
						? { savedAt: new Date(delivery.at), offline: false, refusal: undefined }
						: { offline: false, refusal: delivery.message },
				);
				pause = firstRetry;
			} else {
				change({ offline: true });
				await Promise.race([delay(pause), new Promise<void>((now) => (wake = now))]);
				pause = Math.min(pause * 2, longestRetry);
			}
		}
		// In the same breath as the last look at the queue: an answer put a moment later begins a new delivery.
		running = undefined;
	}

	const flush = async (): Promise<void> => {
		wake?.();
		if (queue.length) await (running ??= deliver());
	};

	return {
		put(answer) {
			const sending = running ? queue[0]?.sequence : undefined;
			// The one on its way stays: the server orders it before the newer one by its sequence.
			for (const waiting of queue) if (waiting.item === answer.item && waiting.sequence !== sending) settled.add(waiting.sequence);
			queue = queue.filter((waiting) => !settled.has(waiting.sequence));
			sequence = Math.max(now(), sequence + 1, read().sequence + 1);
			queue.push({ ...answer, sequence });
			write();
			change({ refusal: undefined });
			void flush();
		},
		flush,
		waiting: () => [...queue],
	};
}
