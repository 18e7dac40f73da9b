import { tick } from 'svelte';
import { invalidateAll } from '$app/navigation';
import type { Delivery, QueueState } from '../answer-queue.ts';
import { openDecisionQueue, type Decision, type DecisionQueue } from '../decision-queue.ts';
import { focusTitle } from '../questions/title.ts';
import { decisionOf, draftOf, emptyDraft, parkingOf, type Draft } from './draft.ts';
import { useDrafts } from './drafts.svelte.ts';
import { meetingTransport } from './meeting-transport.ts';
import type { MeetingShown } from './shown.ts';
import { thisMoment } from './this-moment.ts';

export type MeetingOptions = {
	/** The meeting as the page came with it. */
	told: () => MeetingShown;
	/** The meeting's address. */
	here: () => string;
	/** What a form without script held when it was refused, by the item it was for. */
	typed: () => { item: string | null; values: Record<string, string> } | undefined;
};

export type Meeting = ReturnType<typeof useMeeting>;

/** Messages come in bursts: so many milliseconds after the last one the meeting is read anew. */
const burst = 100;
/** After a line was refused it is asked for again so many milliseconds later. */
const pause = 5_000;

/**
 * The meeting of a group as its screens draw it. Whoever leads goes on while the line is down: what is shown and settled
 * here counts here at once, and on the other screens when the line is back.
 */
export function useMeeting({ told, here, typed }: MeetingOptions) {
	/** The meeting as the script read it last. */
	let read = $state.raw<MeetingShown>();
	const shown = $derived(read && read.now > told().now ? read : told());
	/** What is shown before the server has answered: what was chosen here while the line was down included. */
	let ahead = $state<{ item: string | null; since: string; told?: string }>();
	let queue = $state.raw<DecisionQueue>();
	let saving = $state<QueueState>();
	/** What was settled here and is on its way, by item. */
	const sending = $state<Record<string, Decision & { told?: string }>>({});
	let lost = $state(false);
	let refusal = $state<string>();
	/** Versions the server has acknowledged in this window. */
	const versions: Record<string, number> = {};
	const drafts = useDrafts();
	const transport = $derived(meetingTransport(here()));

	/** What the server was told counts here until the page holds something it read afterwards: an older answer may arrive late. */
	const isAhead = (own: { told?: string } | undefined) => own !== undefined && (own.told === undefined || shown.now < own.told);
	const current = $derived(ahead && isAhead(ahead) ? ahead : (shown.current ?? { item: null, since: shown.now }));
	const of = (item: string) => shown.items.find((view) => view.item === item)!;
	const view = $derived(current.item ? of(current.item) : null);
	const isSettled = (item: string) => Boolean(of(item).agreed) || isAhead(sending[item]);
	const open = $derived(shown.agenda.filter((item) => !isSettled(item)));
	const unsettled = $derived(shown.items.filter(({ item }) => !isSettled(item)).length);
	const position = $derived(current.item ? shown.agenda.indexOf(current.item) : -1);
	const draft = $derived.by((): Draft => {
		if (!view) return emptyDraft;
		const back = typed();
		return drafts.of(view.item) ?? { ...draftOf(view), ...(back?.item === view.item ? back.values : {}) };
	});

	/** Reads the meeting anew. While the line is down everything stays as it is; who is led elsewhere goes there. */
	async function look(): Promise<'elsewhere' | void> {
		const said = await transport.look();
		if (said === 'elsewhere') {
			await invalidateAll();
			return said;
		}
		if (said && said.now > shown.now) read = said;
	}

	async function send(decision: Decision): Promise<Delivery> {
		const { item } = decision;
		const said = await transport.decide({ ...decision, basedOn: Math.max(decision.basedOn, versions[item] ?? 0) });
		if (!said || said.status >= 500 || said.status === 429) return { saved: false, refused: false };
		const message = said.body.message ?? '';
		if (said.status === 200) {
			versions[item] = Number(said.body.version);
			if (sending[item]) sending[item].told = said.body.at!;
			await look();
			return { saved: true, at: said.body.at! };
		}
		if (said.status === 401) return { saved: false, refused: false, blocked: said.body.message };
		// Somebody else settled it, or something is missing: it comes back to be looked at.
		await look();
		delete sending[item];
		refusal = `${of(item).title}: ${message}`;
		return { saved: false, refused: true, message };
	}

	/** Counts turned pages: the answer to an earlier one says nothing about a later one. */
	let turns = 0;

	/** Puts an item on all screens; when the line is down, on this one, and on the others later. */
	async function show(item: string | null, again = false): Promise<void> {
		const turn = ++turns;
		const mine = { item, since: thisMoment() };
		ahead = mine;
		refusal = undefined;
		const said = await transport.show(item, again);
		if (said?.status === 200) {
			if (turn === turns) ahead = { ...mine, told: said.body.at! };
			await look();
		}
		await tick();
		focusTitle();
	}

	function settle(decision: Decision): void {
		const rest = open.filter((item) => item !== decision.item);
		const at = shown.agenda.indexOf(decision.item);
		const next = rest.find((item) => shown.agenda.indexOf(item) > at) ?? rest[0] ?? null;
		sending[decision.item] = decision;
		queue?.put(decision);
		drafts.drop(decision.item);
		void show(next);
	}

	/** Hears that something changed, and notices when the line is down. @returns what ends it */
	function listen(): () => void {
		let looking: ReturnType<typeof setTimeout> | undefined;
		const soon = () => {
			clearTimeout(looking);
			looking = setTimeout(() => void look(), burst);
		};
		let source: EventSource | undefined;
		let before = false;
		let over = false;
		let later: ReturnType<typeof setTimeout> | undefined;
		function open(): void {
			const opened = (source = new EventSource(`${here()}/live`));
			opened.onmessage = ({ data }) => {
				if ((JSON.parse(data as string) as { kind: string }).kind !== 'rights') return soon();
				opened.close();
				void anew();
			};
			opened.onopen = () => {
				lost = false;
				// What was said while the line was down is lost: look again, and say what was chosen here meanwhile.
				if (before) soon();
				before = true;
				void queue?.flush();
				if (ahead && !ahead.told && shown.leads) void show(ahead.item);
			};
			opened.onerror = () => {
				lost = true;
				// An answer that is no stream: the browser does not ask again by itself.
				if (opened.readyState === EventSource.CLOSED) later = setTimeout(() => void anew(), pause);
			};
		}
		/** Looks what may still be seen here, and listens again unless that is on another page. */
		async function anew(): Promise<void> {
			if ((await look()) !== 'elsewhere' && !over) open();
		}
		open();
		const online = () => void queue?.flush();
		addEventListener('online', online);
		return () => {
			clearTimeout(looking);
			over = true;
			clearTimeout(later);
			source?.close();
			removeEventListener('online', online);
		};
	}

	return {
		/** What everybody sees. */
		get shown() {
			return shown;
		},
		get here() {
			return here();
		},
		/** The item on the screens, or none: the opening or the end. */
		get current() {
			return current;
		},
		get view() {
			return view;
		},
		of,
		/** Items of the agenda that have still to be settled. */
		get open() {
			return open;
		},
		/** How many of all items have. */
		get unsettled() {
			return unsettled;
		},
		get parked() {
			return shown.items.filter(({ agreed }) => agreed?.parked);
		},
		stateOf: (item: string) => (of(item).agreed?.parked ? 'parked' : isSettled(item) ? 'settled' : 'open'),
		/** The items before and after the one being shown. */
		get previous() {
			return shown.agenda[position - 1];
		},
		get next() {
			return shown.agenda[position + 1];
		},
		get isFirst() {
			return position === 0;
		},
		/** The script of whoever leads has started. */
		get started() {
			return queue !== undefined;
		},
		/** How it stands with the line and with what was settled here. */
		get line() {
			const waiting = Object.values(sending).filter(({ told }) => !told).length;
			return { waiting, lost, offline: Boolean(saving?.offline), blocked: saving?.blocked };
		},
		/** What was refused, and why. */
		get refusal() {
			return refusal;
		},
		get draft() {
			return draft;
		},
		change(next: Partial<Draft>): void {
			if (!view) return;
			drafts.keep(view.item, { ...draft, ...next });
			refusal = undefined;
		},
		show,
		/** Settles what is filled in, or parks it. @returns whether nothing was missing */
		settle(parks: boolean): boolean {
			const decision = view && (parks ? parkingOf(view, draft, shown.today) : decisionOf(view, draft));
			if (decision) settle(decision);
			return Boolean(decision);
		},
		/** Takes up what waits on the device of whoever leads, and listens. @returns what ends it */
		join(): () => void {
			const key = `meeting/${shown.run.id}`;
			if (shown.leads) {
				drafts.open(`${key}/draft`);
				const opened = openDecisionQueue({ key, storage: localStorage, send, onChange: (state) => (saving = state) });
				for (const decision of opened.waiting()) sending[decision.item] = decision;
				queue = opened;
				void opened.flush();
			}
			return listen();
		},
	};
}
