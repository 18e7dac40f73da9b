import type { Ctx } from '../context.ts';
import { mark } from './mark.ts';
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
	if (others) {
		await others;
		found = parts.find(key, state, now);
	}
	if (found) {
		parts.asked.found++;
		page.kept = found;
		return { head: found.head as Head, part: marksOf(true) };
	}
	parts.asked.made++;
	page.over = parts.begin(making);
	const { head, body } = await make();
	// Only what was read from one state throughout, with nothing missing, may stand for it.
	if (!page.incomplete && (await parts.stateOf(db)) === state) page.keep = (bytes) => parts.keep(key, { state, made: now, head }, bytes);
	return { head, body: unsent(body), part: marksOf(false) };
}
