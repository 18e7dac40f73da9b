import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Ctx } from '#platform/context.ts';
import { AppError } from '#platform/errors.ts';
import { eventStream } from '#platform/event-stream.ts';
import type { LiveMessage } from '#platform/live.ts';
import { personOf } from '#platform/policy.ts';
import { heartbeatSeconds, sayPresent, watchPresence } from '#platform/presence.ts';
import { rightsTopic } from '#platform/rights.ts';
import { answerScript, readScript } from './scripts.ts';

const clientName = z.string().regex(/^[\w-]{8,60}$/);

/** What the reader of a stream may hear. */
export type Heard = {
	topic: string;
	/** What the reader may see, in a word that is another one as soon as they may see something else. */
	rights: string;
	/** What the page is told of a message; null for nothing. */
	tells?: (message: LiveMessage) => object | null;
};

type Line = {
	/** Tells the page, in the order of the calls. */
	tell: (message: object) => void;
	/** Asks again what the reader may see; what is told afterwards waits for the answer. */
	ask: () => void;
	end: () => void;
};

/**
 * A stream whose reader's rights are asked again: when their roles change, and whenever `listen` says so. As soon as they may
 * see something else than when it was opened, the page is told (`rights`) and the stream ends: the page asks anew.
 * @param access what the reader may hear; refuses whoever may not open the thing
 * @param listen starts to listen; what it returns ends that
 */
async function guardedStream<H extends Heard>(
	ctx: Ctx,
	access: (ctx: Ctx) => Promise<H>,
	listen: (line: Line, heard: H) => () => void,
): Promise<Response> {
	// A stream lives longer than what one request remembers.
	const { asked: _, ...lasting } = ctx;
	const heard = await access(lasting);
	return eventStream(({ send, end }) => {
		let told = Promise.resolve();
		let over = false;
		const inOrder = (work: () => void | Promise<void>) => void (told = told.then(() => (over ? undefined : work())));
		const ask = () =>
			inOrder(async () => {
				try {
					if ((await access(lasting)).rights === heard.rights) return;
					send({ kind: 'rights' });
				} catch (error) {
					if (error instanceof AppError && error.status < 500) send({ kind: 'rights' });
					else ctx.log.warn({ err: error, topic: heard.topic }, 'the rights of a live reader could not be asked');
				}
				end();
			});
		const person = personOf(ctx.actor);
		const endings = [
			...(person ? [ctx.live.subscribe(rightsTopic(person), ({ kind }) => kind !== 'stopping' && ask())] : []),
			listen({ tell: (message) => inOrder(() => send(message)), ask, end }, heard),
		];
		return () => {
			over = true;
			for (const ending of endings) ending();
		};
	});
}

/** What an open page hears of a thing. */
export type HeardOfPage = Heard & {
	/** Whether its reader may know of somebody at a place. */
	meets?: (place: string | null) => boolean;
};

/** A reader's rights as a heartbeat carries them, however long their word is. */
const rightsMark = ({ rights }: Pick<Heard, 'rights'>) => createHash('sha256').update(rights).digest('base64url');

/**
 * Tells an open page at once who else is at the thing it shows (`people`), and what happens to it. The page has to say
 * every ten seconds that it is still open; otherwise its stream ends. Saying so asks for its reader's rights (`stillOpen`); the
 * stream asks itself where they were others, or somebody else said it.
 * @param access what the reader may hear; refuses whoever may not open the thing
 */
export async function openPage(ctx: Ctx, url: URL, access: (ctx: Ctx) => Promise<HeardOfPage>): Promise<Response> {
	const client = clientName.safeParse(url.searchParams.get('client'));
	if (!client.success) throw new AppError('invalid_input', { message: 'Name the open page', field: 'client' });
	return guardedStream(ctx, access, ({ tell, ask, end }, { topic, rights, meets = () => true, tells = (message) => message }) => {
		const [own, mark] = [personOf(ctx.actor), rightsMark({ rights })];
		return watchPresence(ctx, topic, {
			client: client.data,
			onChange: (people) => tell({ kind: 'people', people: people.filter(({ place }) => meets(place)) }),
			onHeartbeat(said) {
				if (said.personId !== own || said.rights !== mark) ask();
			},
			onSilence: end,
			onMessage(message) {
				if (message.kind === 'stopping') return end();
				const told = tells(message);
				if (told) tell(told);
			},
		});
	});
}

/**
 * Tells a screen what happens to a thing, without saying who looks. Its reader's rights are asked again before each message,
 * and every ten seconds.
 * @param access what the reader may hear; refuses whoever may not open the thing
 */
export function openScreen(ctx: Ctx, access: (ctx: Ctx) => Promise<Heard>): Promise<Response> {
	return guardedStream(ctx, access, ({ tell, ask, end }, { topic, tells = (message) => message }) => {
		const again = setInterval(ask, heartbeatSeconds * 1000);
		again.unref();
		const leave = ctx.live.subscribe(topic, (message) => {
			if (message.kind === 'stopping') return end();
			const told = tells(message);
			if (!told) return;
			ask();
			tell(told);
		});
		return () => {
			clearInterval(again);
			leave();
		};
	});
}

const heartbeat = z.strictObject({
	client: clientName,
	/** Where in the thing the page is. */
	place: z.string().max(60).nullable().default(null),
	first: z.boolean().default(false),
});

/**
 * The page says that it is open.
 * @param heardAt what it is said on, and what may be seen; refuses whoever may not be there
 */
export function stillOpen(
	{ ctx, session }: App.Locals,
	request: Request,
	heardAt: (place: string | null) => Promise<Pick<Heard, 'topic' | 'rights'>>,
) {
	return answerScript(
		async () => {
			const { client, place, first } = heartbeat.parse(await readScript(request));
			const heard = await heardAt(place);
			if (!session) return;
			const who = { client, place, personId: session.personId, name: session.name };
			await sayPresent(ctx, heard.topic, who, first, rightsMark(heard));
		},
		({ code }) => ctx.t(code === 'not_signed_in' ? 'runs.blocked.signedOut' : 'runs.blocked.noAccess'),
	);
}
