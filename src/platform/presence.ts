import { setTimeout as delay } from 'node:timers/promises';
import type { App } from './context.ts';
import { AppError } from './errors.ts';
import { newId } from './ids.ts';
import { publishLive, type LiveMessage } from './live.ts';

/**
 * Who has a thing open at this moment, on whichever node. Every open page says again and again that it is there; whoever
 * falls silent is gone, be it a closed lid, a lost line or a killed server. Nothing is stored.
 */
export type Present = {
	/** The open page, by a name that no other has and that ends with it; somebody with two windows is there twice. */
	client: string;
	personId: string;
	name: string;
	/** Where in the thing they are, e.g. the code of a question. */
	place: string | null;
};

/** An open page says so this often. */
export const heartbeatSeconds = 10;
/** Two heartbeats can get lost; then whoever sent them is gone. */
export const silenceSeconds = 25;

/**
 * Says that somebody is there.
 * @param first on arrival: the others answer, so that the newcomer knows them at once
 * @param rights what they may see as asked a moment ago, in the word of whoever watches for their page; only that hears it
 */
export function sayPresent(app: Pick<App, 'db'>, topic: string, who: Present, first = false, rights?: string): Promise<void> {
	return publishLive(app.db, topic, { kind: 'present', who, first, rights });
}

/** Open pages that are called answer within so many milliseconds. */
const answerMilliseconds = 500;
/** A call that is not heard on its own node after so many milliseconds is repeated, and given up after so many calls. */
const callAgainMilliseconds = 250;
const mostCalls = 20;

/**
 * Asks who is there at this moment: every open page answers, on whichever node; somebody with several pages at one place is
 * told once. Takes half a second.
 * @throws AppError unavailable when this node hears nothing
 */
export async function whoIsThere(app: Pick<App, 'db' | 'live'>, topic: string): Promise<Present[]> {
	const id = newId();
	const there = new Map<string, Present>();
	const left = new Set<string>();
	const heard = Promise.withResolvers<true>();
	const end = app.live.subscribe(topic, (message) => {
		if (message.kind === 'call' && message.id === id) heard.resolve(true);
		else if (message.kind === 'present') there.set((message.who as Present).client, message.who as Present);
		else if (message.kind === 'gone') left.add(message.client as string);
	});
	try {
		// A node listens from its first page on, and a line can be broken: called is until the call is heard here.
		for (let calls = 1; ; calls++) {
			await publishLive(app.db, topic, { kind: 'call', id });
			if (await Promise.race([heard.promise, delay(callAgainMilliseconds)])) break;
			if (calls === mostCalls) throw new AppError('unavailable', 'Who is there can not be asked at this moment');
		}
		await delay(answerMilliseconds);
		const here = [...there.values()].filter(({ client }) => !left.has(client));
		return [...new Map(here.map((who) => [`${who.personId} ${who.place}`, who])).values()];
	} finally {
		end();
	}
}

type Watcher = {
	/** The page that watches; it answers newcomers. */
	client: string;
	/** Everybody there, whoever watches included; called when that changed. */
	onChange: (people: Present[]) => void;
	/** The watching page says that it is open, every ten seconds; who says so, and what they may see where that was asked. */
	onHeartbeat?: (said: { personId: string; rights?: string }) => void;
	/** The watching page itself was not heard of for too long. */
	onSilence: () => void;
	/** Everything else that is said about the topic. */
	onMessage: (message: LiveMessage) => void;
};

/**
 * Watches who is there, for an open page.
 * @returns ends the watching and says that the page has left; call it when the page's line ends, whoever ended it
 */
export function watchPresence(app: Pick<App, 'db' | 'live' | 'log' | 'now'>, topic: string, watcher: Watcher): () => void {
	const there = new Map<string, { who: Present; until: number }>();
	/** Pages that left, for as long as something they said before may still arrive. */
	const left = new Map<string, number>();
	const tell = () => watcher.onChange([...there.values()].map(({ who }) => who));
	// An opened page has until its first heartbeat.
	let ownUntil = app.now().getTime() + silenceSeconds * 1000;

	const end = app.live.subscribe(topic, (message) => {
		if (message.kind === 'present') {
			const { who, first, rights } = message as unknown as { who: Present; first: boolean; rights?: string };
			if (left.has(who.client)) return;
			const before = there.get(who.client)?.who;
			const until = app.now().getTime() + silenceSeconds * 1000;
			there.set(who.client, { who, until });
			if (who.client === watcher.client) {
				ownUntil = until;
				watcher.onHeartbeat?.({ personId: who.personId, rights });
			} else if (first) answer();
			if (before?.place !== who.place || before?.name !== who.name) tell();
		} else if (message.kind === 'gone') {
			const client = message.client as string;
			left.set(client, app.now().getTime() + silenceSeconds * 1000);
			if (there.delete(client)) tell();
		} else if (message.kind === 'call') answer();
		else watcher.onMessage(message);
	});

	const untold = (error: unknown) => app.log.warn({ err: error, topic }, 'a presence was not told');
	const answer = () => {
		const own = there.get(watcher.client);
		if (own) sayPresent(app, topic, own.who).catch(untold);
	};

	const sweep = setInterval(() => {
		const now = app.now().getTime();
		const before = there.size;
		for (const [client, { until }] of there) if (until < now) there.delete(client);
		for (const [client, until] of left) if (until < now) left.delete(client);
		if (there.size !== before) tell();
		if (ownUntil < now) watcher.onSilence();
	}, 2_000);
	sweep.unref();

	return () => {
		clearInterval(sweep);
		end();
		publishLive(app.db, topic, { kind: 'gone', client: watcher.client }).catch(untold);
	};
}
