import type { DeviceStorage } from './answer-queue.ts';

/**
 * Keeps notes safe while somebody writes: every keystroke is on the device at once and on the server a moment after the
 * last one. Somebody else's change never disappears and never replaces what is being written: both texts are shown until
 * one is chosen or they are joined.
 */

/** A note as it stands on the server. */
export type StandingNote = { text: string; version: number; by: string | null; at: string };

/** What became of one sending; `blocked` and lost ones are tried again when something changed. */
export type NoteSent =
	| { saved: true; version: number; at: string }
	| { saved: false; conflict: { text: string; version: number; by: string | null } }
	| { saved: false; blocked?: string }
	| { saved: false; refusal: string };

export type NoteState = {
	text: string;
	/** Written here and not yet acknowledged. */
	waiting: boolean;
	savedAt?: Date;
	offline: boolean;
	/** What somebody else wrote meanwhile. */
	conflict?: { text: string; version: number; by: string | null };
	/** Why the server refused the text. */
	refusal?: string;
};

type Draft = { text: string; basedOn: number };

export type NoteKeeperOptions = {
	/** Where drafts wait; separate for each run and person. */
	key: string;
	storage: DeviceStorage;
	known: Record<string, StandingNote>;
	/** Carries one text to the server; never throws. */
	send: (note: { item: string; text: string; basedOn: number }) => Promise<NoteSent>;
	onChange: (item: string) => void;
	/** Waits for a pause in writing, and before the next attempt; tests pass their own. */
	delay?: (milliseconds: number) => Promise<void>;
};

/** So long nobody types before a text is sent. */
const pauseInWriting = 900;
const firstRetry = 1_000;
const longestRetry = 30_000;

export type NoteKeeper = {
	note(item: string): NoteState;
	/** Takes the text as it is now; it is safe on the device when this returns. */
	write(item: string, text: string): void;
	/** Ends a conflict with this text. */
	settle(item: string, text: string): void;
	learn(known: Record<string, StandingNote>): void;
	/** Sends at once what waits. */
	flush(): Promise<void>;
	waiting(): number;
};

export function openNoteKeeper({
	key,
	storage,
	known,
	send,
	onChange,
	delay = (ms) => new Promise((done) => setTimeout(done, ms)),
}: NoteKeeperOptions): NoteKeeper {
	const placeOf = (item: string) => `${key}/note/${item}`;
	const standing = new Map(Object.entries(known));
	const drafts = new Map<string, Draft>(read());
	const told = new Map<string, Pick<NoteState, 'savedAt' | 'offline' | 'conflict' | 'refusal'>>();
	const sending = new Map<string, Promise<void>>();
	/** Counts keystrokes, so that only the last one of a burst sends. */
	let strokes = 0;
	/** Ends the pauses between attempts. */
	const wake: (() => void)[] = [];

	function read(): [string, Draft][] {
		try {
			return Array.from({ length: storage.length }, (_, i) => storage.key(i)!)
				.filter((place) => place.startsWith(placeOf('')))
				.map((place) => [place.slice(placeOf('').length), JSON.parse(storage.getItem(place)!) as Draft]);
		} catch {
			return [];
		}
	}

	function keep(item: string, draft: Draft | undefined): void {
		if (draft) drafts.set(item, draft);
		else drafts.delete(item);
		try {
			if (draft) storage.setItem(placeOf(item), JSON.stringify(draft));
			else storage.removeItem(placeOf(item));
		} catch {
			// A device that refuses storage still sends from memory.
		}
	}

	function tell(item: string, next: Partial<NoteState>): void {
		told.set(item, { offline: false, ...told.get(item), ...next });
		onChange(item);
	}

	async function deliver(item: string): Promise<void> {
		let pause = firstRetry;
		for (let draft = toSend(item); draft; draft = toSend(item)) {
			const sent = await send({ item, ...draft });
			if (sent.saved) {
				standing.set(item, { text: draft.text, version: sent.version, by: null, at: sent.at });
				const newest = drafts.get(item)?.text ?? draft.text;
				// Written on meanwhile: the rest is based on what was saved just now.
				keep(item, newest === draft.text ? undefined : { text: newest, basedOn: sent.version });
				tell(item, { savedAt: new Date(sent.at), offline: false, refusal: undefined });
				pause = firstRetry;
			} else if ('conflict' in sent) {
				tell(item, { conflict: sent.conflict, offline: false });
				break;
			} else if ('refusal' in sent) {
				tell(item, { refusal: sent.refusal, offline: false });
				break;
			} else if (sent.blocked) {
				tell(item, { offline: false });
				break;
			} else {
				tell(item, { offline: true });
				await Promise.race([delay(pause), new Promise<void>((now) => wake.push(now))]);
				pause = Math.min(pause * 2, longestRetry);
			}
		}
		// In the same breath as the last look: what is written a moment later begins a new delivery.
		sending.delete(item);
	}

	const toSend = (item: string) => (told.get(item)?.conflict ? undefined : drafts.get(item));

	async function start(item: string): Promise<void> {
		if (!toSend(item)) return;
		let running = sending.get(item);
		if (!running) sending.set(item, (running = deliver(item)));
		await running;
	}

	function put(item: string, text: string, basedOn: number): void {
		// What the server knows already need not be sent; a draft taken back to it is no draft.
		const stands = standing.get(item);
		const known = text === (stands?.text ?? '') && basedOn === (stands?.version ?? 0) && !sending.has(item);
		keep(item, known ? undefined : { text, basedOn });
		tell(item, { refusal: undefined });
	}

	return {
		note(item) {
			const draft = drafts.get(item);
			return { offline: false, ...told.get(item), text: draft?.text ?? standing.get(item)?.text ?? '', waiting: draft !== undefined };
		},
		write(item, text) {
			put(item, text, drafts.get(item)?.basedOn ?? standing.get(item)?.version ?? 0);
			const stroke = ++strokes;
			void delay(pauseInWriting).then(() => (stroke === strokes ? start(item) : undefined));
		},
		settle(item, text) {
			const conflict = told.get(item)?.conflict;
			if (!conflict) return;
			standing.set(item, { ...conflict, at: new Date().toISOString() });
			tell(item, { conflict: undefined });
			put(item, text, conflict.version);
			void start(item);
		},
		learn(now) {
			for (const [item, note] of Object.entries(now)) {
				if (note.version <= (standing.get(item)?.version ?? 0)) continue;
				standing.set(item, note);
				// A text being written stays based on what its writer saw, so that the server can tell.
				if (!drafts.has(item)) onChange(item);
			}
		},
		async flush() {
			for (const now of wake.splice(0)) now();
			await Promise.all([...drafts.keys()].map(start));
		},
		waiting: () => drafts.size,
	};
}
