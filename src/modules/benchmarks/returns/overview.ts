import { sql } from 'kysely';
import { namesOf } from '#platform/auth/index.ts';
import type { Ctx } from '#platform/context.ts';
import { authoriseReturn, editionOfReturn } from './access.ts';
import { unconfirmed } from './confirmations.ts';
import { evaluate, progressByAxis, progressOf, unitsIn } from './evaluation.ts';
import { cohortOf } from './lifecycle.ts';
import type { ThroughLink } from './history.ts';
import { itself, reasonPrefix } from './model.ts';
import { centresOf } from './numbers.ts';
import { inputsOf, yearBefore } from './result.ts';
import { wordsIn } from './words.ts';

export type ReturnOverview = {
	axes: { code: string; name: string; filled: number; needed: number }[];
	units: { id: string; filled: number; needed: number; participants: number | null }[];
	/** Numbers that are missing, other faults, warnings without a comment. */
	missing: number;
	faults: number;
	waiting: number;
	/** Submitting is possible from this day, while that is later than today. */
	readyFrom: string | null;
};

/** How far a return is, for those who may see its numbers. @throws AppError not_found, forbidden */
export async function overviewOfReturn(ctx: Ctx, id: string): Promise<ReturnOverview> {
	const { row, allows } = await authoriseReturn(ctx, id, 'read numbers');
	const edition = editionOfReturn(row);
	const { instrument } = edition;
	const [inputs, previous] = await Promise.all([inputsOf(ctx.db, row), yearBefore(ctx.db, row)]);
	const found = evaluate(instrument, inputs.file, 'submit', previous);
	const units = unitsIn(found).filter(([unit]) => allows('read numbers', { centre: unit }));
	const { text } = wordsIn(edition, ctx.locale);
	return {
		axes: instrument.axes.map(({ code }) => {
			const all = units.map(([, part]) => progressByAxis(instrument, part).get(code)!);
			return {
				code,
				name: text(`su.${code}.name`),
				filled: all.reduce((sum, { filled }) => sum + filled, 0),
				needed: all.reduce((sum, { needed }) => sum + needed, 0),
			};
		}),
		units: units.map(([unit, part]) => {
			const participants = part.data.values.get('part_total');
			return { id: unit, ...progressOf(instrument, part), participants: typeof participants === 'number' ? participants : null };
		}),
		missing: found.faults.filter(({ code }) => code === 'E_REQUIRED').length,
		faults: found.faults.filter(({ code }) => code !== 'E_REQUIRED').length,
		waiting: (await unconfirmed(ctx.db, id, found.warnings)).length,
		readyFrom: cohortOf(row, ctx.now())?.values.date ?? null,
	};
}

/** One line of a return's history. */
export type HistoryEntry = {
	id: string;
	at: Date;
	kind: string;
	/** What changed, in words, with its unit where there are several. */
	what: string;
	before: string | null;
	after: string | null;
	note: string;
	by: string | null;
	/** Came through a link in a mail, without an account. */
	byTask: boolean;
	revision: number;
};

/** What a provider allows, as it is asked for on its page. */
const consents = {
	sharing: 'returns.sharing.agree',
	best: 'returns.sharing.best',
	invitable: 'returns.sharing.invitable',
	centres_seen: 'returns.centres.seen',
} as const;

/**
 * The history of a return, newest first.
 * @param after the entry to go on behind
 */
export async function historyOfReturn(ctx: Ctx, id: string, limit = 50, after?: string): Promise<HistoryEntry[]> {
	const { row, allows } = await authoriseReturn(ctx, id, 'read numbers');
	const words = wordsIn(editionOfReturn(row), ctx.locale);
	// Who may not read what the provider holds itself has only some of the centres.
	const centres = allows('read numbers', { centre: itself })
		? null
		: (await centresOf(ctx.db, id)).flatMap(({ id: centre }) => (allows('read numbers', { centre }) ? centre : []));
	const rows = await ctx.db
		.selectFrom('benchmarks.return_entry as entry')
		.leftJoin('benchmarks.centre as centre', 'centre.id', 'entry.centre_id')
		.selectAll('entry')
		.select('centre.name as centre')
		.where('entry.return_id', '=', id)
		.$if(!!after, (query) => query.where('entry.id', '<', after!))
		.$if(centres !== null, (query) => query.where(sql<boolean>`(entry.centre_id is null or entry.centre_id = any(${centres}::uuid[]))`))
		.orderBy('entry.id', 'desc')
		.limit(limit)
		.execute();
	const names = await namesOf(ctx, [...new Set(rows.flatMap(({ person_id }) => person_id ?? []))]);
	const nameOf = (target: string) =>
		target in consents ? ctx.t(consents[target as keyof typeof consents]) : words.nameOf(target.replace(reasonPrefix, ''));
	const say = (value: unknown, target: string | null): string | null => {
		if (value === null || value === undefined) return null;
		if (isThroughLink(value)) return ctx.t('returns.history.no');
		if (typeof value === 'boolean') return ctx.t(value ? 'returns.history.yes' : 'returns.history.no');
		if (typeof value !== 'object') return String(value);
		const { value: inner, trust, name } = value as { value?: unknown; trust?: number | null; name?: string };
		if (name !== undefined) return name;
		if (inner === undefined || inner === null) return null;
		const reason = target?.startsWith(reasonPrefix) ? words.text(`su.reason.${String(inner)}`) : null;
		const shown = reason ?? words.shown(target?.split('@')[0] ?? '', inner as number | string[]);
		return trust ? `${shown} (${words.text(`su.trust.${trust}.name`)})` : shown;
	};
	return rows.map((entry) => ({
		id: entry.id,
		at: entry.at,
		kind: entry.kind,
		what: [entry.target && !['task', 'confirmation', 'panel'].includes(entry.kind) ? nameOf(entry.target) : null, entry.centre]
			.filter(Boolean)
			.join(' · '),
		before: say(entry.before, entry.target),
		after: say(entry.after, entry.target),
		note: entry.note || commentOf(entry.before, entry.after),
		by: entry.person_id ? (names.get(entry.person_id) ?? null) : null,
		byTask: entry.task_id !== null || isThroughLink(entry.after),
		revision: entry.revision,
	}));
}

/** A consent that was taken back through a link in a mail. */
const isThroughLink = (value: unknown): value is ThroughLink =>
	typeof value === 'object' && value !== null && (value as ThroughLink).link === true;

/** The comment that came to stand beside a number with this change; empty where it stayed. */
function commentOf(before: unknown, after: unknown): string {
	const [old, now] = [before, after].map(
		(side) => (typeof side === 'object' && side !== null ? (side as { comment?: string }).comment : '') ?? '',
	);
	return now === old ? '' : now!;
}

/** Values of indicators of a sum and of its centres, without scores: what they would be as numbers stand. */
export async function readSum(
	ctx: Ctx,
	id: string,
): Promise<{ total: Record<string, number | null>; centres: Record<string, Record<string, number | null>> }> {
	const { row, allows } = await authoriseReturn(ctx, id, 'read numbers');
	const { file } = await inputsOf(ctx.db, row);
	const found = evaluate(editionOfReturn(row).instrument, file, 'draft', null);
	const valuesOf = ({ indicators }: typeof found.result) =>
		Object.fromEntries(Object.entries(indicators).map(([code, { value }]) => [code, value]));
	return {
		total: valuesOf(found.result),
		centres: Object.fromEntries(
			[...found.centres].filter(([centre]) => allows('read numbers', { centre })).map(([centre, { result }]) => [centre, valuesOf(result)]),
		),
	};
}
