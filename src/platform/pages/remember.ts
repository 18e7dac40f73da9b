import type { Ctx } from '../context.ts';
import { mark } from './mark.ts';
import type { Part } from './parts.ts';
import { unsent } from './unsent.ts';

/** Where the remembered part begins and ends in the page; src/ui/Remembered.svelte writes them. */
export type PartMarks = { begin: string; end: string; kept: boolean };

const marksOf = (kept: boolean): PartMarks => ({ begin: `<!--${mark}-->`, end: `<!--/${mark}-->`, kept });

export type Remembered<Head, Body> = {
	/** What stands outside the part: a title. */
	head: Head;
	/** Absent when the part is there as bytes already. */
	body?: Body;
	part?: PartMarks;
};

/**
 * The part of a page without scripts (`csr = false`) that takes long to put together. It is taken from memory only while
 * PostgreSQL says that nothing was committed since it was made: what anybody changed, withdrew or revoked shows at the
 * next request, on every node. Rights are checked by the caller before, every time. A page whose reader sends a form, or
 * one asked for as data, is always made; what lacks something that could not be had for now (`page.incomplete`) is not kept.
 * Many who ask in the same state at once wait for the first of them.
 * One part a page.
 * @param question what the part depends on beside the database: the page, who reads, in which language, with which
 * rights and parameters
 */
export async function rememberPart<Head extends object, Body extends object>(
	ctx: Ctx,
	question: readonly unknown[],
	make: () => Promise<{ head: Head; body: Body }>,
): Promise<Remembered<Head, Body>> {
	const { page, parts, db } = ctx;
	if (!page) return make();
	if (parts.none) {
		const { head, body } = await make();
		return { head, body: unsent(body) };
	}
	const key = JSON.stringify(question);
	const state = await parts.stateOf(db);
	const now = ctx.now().getTime();
	const making = `${state} ${key}`;
	let found = parts.find(key, state, now);
	const others = found ? undefined : parts.making(making);
	// Whoever makes it just now began in this very state: what they read is as new as what we would.
	if (others) found = await others;
	if (found) {
		parts.asked.found++;
		page.kept = found;
		return { head: found.head as Head, part: marksOf(true) };
	}
	parts.asked.made++;
	const done = parts.begin(making);
	let part: Part | undefined;
	page.over = () => done(part);
	const { head, body } = await make();
	// Only what was read from one state throughout, with nothing missing, may stand for it later on.
	const lasts = !page.incomplete && (await parts.stateOf(db)) === state;
	page.keep = (bytes) => {
		part = { ...bytes, state, made: now, head };
		if (lasts) parts.keep(key, part);
	};
	return { head, body: unsent(body), part: marksOf(false) };
}
