import { openAnswerQueue, type AnswerQueueOptions, type Delivery, type QueuedAnswer, type QueueState } from './answer-queue.ts';

/**
 * The answers of a run as one device knows them: what the server says stands, what was given here and is on its way, and
 * where two people's answers met. What was given here is shown at once; what others give replaces it only when the
 * server has judged both.
 */

/** An answer without who gave it and when. */
export type Said = { value: string; reason: string | null; reasonText: string | null; evidence: string | null };

/** An answer as it stands on the server; times are ISO 8601. */
export type Standing = Said & { version: number; personId: string | null; by: string | null; at: string };

/** An answer that met another one and waits for a decision. */
export type Met = Omit<Standing, 'version'> & { item: string; client: string };

/** Everything the server tells about the answers of a run. */
export type ServerAnswers = { answers: Record<string, Standing>; conflicts: Met[] };

/** What the server says to one answer. */
export type Acknowledged = { outcome: 'saved' | 'superseded' | 'conflict'; at: string; standing: Standing };

/** One sending: what the server said, or why there is no answer from it. */
export type Sent = { said: Acknowledged } | Exclude<Delivery, { saved: true }>;

/** What is sent: the answer, and the device and window it comes from. */
export type SentAnswer = QueuedAnswer & { client: string; window?: string; basedOn: number };

export type RunAnswersOptions = Omit<AnswerQueueOptions, 'send' | 'onChange'> & {
	/** Names this device for one person; the same in all their windows. */
	client: string;
	/** Names this window, where the server is to leave out what it saves itself from what it tells. */
	window?: string;
	/** Whoever answers here, for their own conflicts. */
	me: { personId: string; name: string };
	/** What the page came with. */
	known: ServerAnswers;
	/** Carries one answer to the server; never throws. */
	send: (answer: SentAnswer) => Promise<Sent>;
	onChange: (state: QueueState) => void;
	/** An answer given here met another one. */
	onConflict: (item: string) => void;
};

export type RunAnswers = {
	/** What to show for an item. */
	said(item: string): Said | undefined;
	/** What the server says stands, with who gave it. */
	standing(item: string): Standing | undefined;
	/** Answers that wait for a decision, the server's and those of this device. */
	conflicts(item?: string): Met[];
	/** Gives an answer; it is safe on the device when this returns. */
	give(item: string, said: Said): void;
	/** Decides between answers that met. */
	decide(item: string, said: Said): void;
	/** Takes in what the server tells, e.g. after somebody else answered or the line came back. */
	learn(known: ServerAnswers): void;
	flush(): Promise<void>;
	waiting(): number;
};

/** Opens the answers of a run on this device; answers left from an earlier visit are sent first. */
export function openRunAnswers({ client, window, me, known, send, onChange, onConflict, ...queueing }: RunAnswersOptions): RunAnswers {
	const standing = new Map(Object.entries(known.answers));
	let conflicts = known.conflicts;
	/** Decided here and not yet told to the server, which would bring the conflict back. */
	const deciding = new Set<string>();

	/** A version never comes back: what was asked for before a newer answer arrived is old when it is here. */
	function stand(item: string, told: Standing): void {
		if (told.version >= (standing.get(item)?.version ?? 0)) standing.set(item, told);
	}

	async function deliver(answer: QueuedAnswer): Promise<Delivery> {
		const sent = await send({ ...answer, basedOn: answer.basedOn ?? 0, client, window });
		if (!('said' in sent)) return sent;
		const { outcome, at, standing: stands } = sent.said;
		stand(answer.item, stands);
		if (answer.decides) deciding.delete(answer.item);
		// A conflict with one's own earlier conflict is the same conflict: the newest counts.
		conflicts = conflicts.filter(
			(met) => !(met.item === answer.item && (met.client === client || (answer.decides && outcome === 'saved'))),
		);
		if (outcome === 'conflict') {
			const { value, reason = null, reasonText = null, evidence = null } = answer;
			conflicts.push({ item: answer.item, client, value, reason, reasonText, evidence, personId: me.personId, by: me.name, at });
			onConflict(answer.item);
		}
		return { saved: true, at };
	}

	const queue = openAnswerQueue({ ...queueing, send: deliver, onChange });
	for (const { item, decides } of queue.waiting()) if (decides) deciding.add(item);

	function put(item: string, { value, reason, reasonText, evidence }: Said, decides: boolean): void {
		queue.put({
			item,
			value,
			...(reason && { reason }),
			...(reasonText && { reasonText }),
			...(evidence && { evidence }),
			basedOn: standing.get(item)?.version ?? 0,
			...(decides && { decides }),
		});
	}

	return {
		said(item) {
			const own = queue.waiting().findLast((waiting) => waiting.item === item);
			if (own) return { value: own.value, reason: own.reason ?? null, reasonText: own.reasonText ?? null, evidence: own.evidence ?? null };
			return standing.get(item);
		},
		standing: (item) => standing.get(item),
		conflicts: (item) => conflicts.filter((met) => !deciding.has(met.item) && (item === undefined || met.item === item)),
		give: (item, said) => put(item, said, false),
		decide(item, said) {
			deciding.add(item);
			put(item, said, true);
		},
		learn(told) {
			for (const [item, answer] of Object.entries(told.answers)) stand(item, answer);
			conflicts = told.conflicts;
		},
		flush: queue.flush,
		waiting: () => queue.waiting().length,
	};
}

/** The name of this device for a person, made at the first visit; without storage it lasts as long as the window. */
export function deviceOf(storage: Pick<Storage, 'getItem' | 'setItem'>, personId: string): string {
	const place = `device/${personId}`;
	// Not randomUUID(), which browsers offer over https only.
	const made = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
	try {
		const known = storage.getItem(place);
		if (!known) storage.setItem(place, made);
		return known ?? made;
	} catch {
		return made;
	}
}
