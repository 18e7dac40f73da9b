import type { Ctx } from './context.ts';
import type { Database } from './database/connect.ts';

/**
 * What one page asks more than once while it is put together, from several places that know nothing of each other: who
 * works where, what somebody may do. Made for a request that only reads, and gone with it; so an answer is never older
 * than the page. Requests that change something, streams and jobs have none.
 */
export type Asked = { db: Database; answers: Map<string, Promise<unknown>> };

/** A new, empty memory for one request. */
export function nothingAsked(db: Database): Asked {
	return { db, answers: new Map() };
}

/**
 * Asks, or gives the answer this request got before. Inside a transaction it always asks: what one has changed must be
 * seen.
 * @param question names the question with everything its answer depends on
 */
export function once<T>(ctx: Pick<Ctx, 'db' | 'asked'>, question: string, ask: () => Promise<T>): Promise<T> {
	const { asked } = ctx;
	if (!asked || asked.db !== ctx.db) return ask();
	let answer = asked.answers.get(question) as Promise<T> | undefined;
	if (!answer) asked.answers.set(question, (answer = ask()));
	return answer;
}
