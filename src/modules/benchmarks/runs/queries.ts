import { sql } from 'kysely';
import { positionsOf } from '#modules/network/index.ts';
import { namesOf } from '#platform/auth/index.ts';
import type { Ctx } from '#platform/context.ts';
import { once } from '#platform/once.ts';
import { requirePerson } from '#platform/policy.ts';
import type { Numbers, Profile } from '../go-international/profile.ts';
import { editionOf, textsOf, type Edition } from '../instruments.ts';
import type { AnswerValue, Band, Evidence, Importance, Level } from '../model.ts';
import { runPolicy, type RunAction } from '../policy.ts';
import { accessRun, type Run } from './access.ts';
import { ownAnswers } from './answer-writer.ts';
import { proofOf, type Proof } from './evidence.ts';
import { toValue } from './inputs.ts';
import type { FullResult } from './result.ts';

export type ListedRun = {
	runId: string;
	providerId: string;
	mode: 'full' | 'group';
	status: Run['status'];
	edition: string;
	createdAt: Date;
	finishedAt: Date | null;
	/** 0 to 100, unrounded; null without a result. */
	index: number | null;
	maturity: number | null;
	band: Band | null;
	provisional: boolean;
	/** Items answered so far, whatever the answer. */
	answered: number;
	items: number;
};

/** Runs of a provider the viewer may see, newest first: all for its administrators, else those they are named for. */
export async function runsOf(ctx: Ctx, providerId: string, limit = 50): Promise<ListedRun[]> {
	const person = requirePerson(ctx);
	return once(ctx, `benchmarks.runs ${providerId} ${person} ${limit}`, async () => {
		const admin = (await positionsOf(ctx, person)).some(
			({ organisationId, roles }) => organisationId === providerId && roles.includes('provider-admin'),
		);
		return listed(ctx, sql`run.provider_id = ${providerId} and ${admin ? sql`true` : named(ctx, person)}`, limit);
	});
}

/** One page of the runs a person may see after a position, in the order they were started; for the API. */
export async function runsAfter(ctx: Ctx, after: string | undefined, limit: number, providerId?: string): Promise<ListedRun[]> {
	const person = requirePerson(ctx);
	const administered = (await positionsOf(ctx, person))
		.filter(({ roles }) => roles.includes('provider-admin'))
		.map(({ organisationId }) => organisationId);
	return listed(
		ctx,
		sql`(run.provider_id = any(${administered}::uuid[]) or ${named(ctx, person)})
			and (${after ?? null}::uuid is null or run.id > ${after ?? null}::uuid)
			and (${providerId ?? null}::uuid is null or run.provider_id = ${providerId ?? null}::uuid)`,
		limit,
		sql`run.id`,
	);
}

/** Runs of other organisations a person was named for (as mentor, facilitator, …) and may still see, newest first. */
export async function runsSharedWith(ctx: Ctx, limit = 50): Promise<ListedRun[]> {
	return listed(ctx, named(ctx, requirePerson(ctx)), limit);
}

const named = (ctx: Ctx, person: string) => sql`exists (
	select 1 from benchmarks.run_role named
	where named.run_id = run.id and named.person_id = ${person} and (named.ends_at is null or named.ends_at > ${ctx.now()}))`;

const newestFirst = sql`coalesce(run.finished_at, run.created_at) desc, run.id desc`;

async function listed(ctx: Ctx, where: ReturnType<typeof sql>, limit: number, order = newestFirst): Promise<ListedRun[]> {
	const { rows } = await sql<{
		id: string; provider_id: string; mode: 'full' | 'group'; status: Run['status']; instrument: Run['instrument']; edition: string; created_at: Date;
		finished_at: Date | null; score: FullResult['score'] | null; answered: number;
	}>`
		select run.id, run.provider_id, run.mode, run.status, run.instrument, run.edition, run.created_at, run.finished_at, result.result->'score' as score,
			(select count(*) from benchmarks.answer where answer.run_id = run.id and answer.participant_id = ${ownAnswers}) as answered
		from benchmarks.run left join benchmarks.result on result.run_id = run.id
		where run.mode in ('full', 'group') and run.deleted_at is null and ${where}
		order by ${order} limit ${limit}`.execute(ctx.db); // prettier-ignore
	return rows.map((row) => ({
		runId: row.id,
		providerId: row.provider_id,
		mode: row.mode,
		status: row.status,
		edition: row.edition,
		createdAt: row.created_at,
		finishedAt: row.finished_at,
		index: row.score?.index ?? null,
		maturity: row.score?.maturity ?? null,
		band: row.score?.band ?? null,
		provisional: row.score?.provisional ?? false,
		answered: row.answered,
		items: editionOf(row.instrument, row.edition).instrument.items.length,
	}));
}

/** One run's frame: what it is, what the viewer may do. */
export type RunHead = Run & {
	allowed: Record<RunAction, boolean>;
	roles: string[];
	profile: Partial<Profile>;
	numbers: Numbers;
	profileVersion: number;
};

/** @throws AppError not_signed_in, not_found */
export async function readRun(ctx: Ctx, runId: string, { deleted = false } = {}): Promise<RunHead> {
	const { run, roles, allows } = await accessRun(ctx, runId, { deleted });
	const more = await ctx.db
		.selectFrom('benchmarks.run')
		.select(['profile', 'numbers', 'profile_version'])
		.where('id', '=', runId)
		.executeTakeFirstOrThrow();
	const actions = Object.keys(runPolicy.table) as RunAction[];
	return {
		...run,
		allowed: Object.fromEntries(actions.map((action) => [action, allows(action)])) as Record<RunAction, boolean>,
		roles: roles.map(({ role }) => role),
		profile: more.profile as Partial<Profile>,
		numbers: more.numbers as Numbers,
		profileVersion: more.profile_version,
	};
}

/** An item's answer as it stands. */
export type StandingAnswer = {
	value: AnswerValue;
	reason: string | null;
	reasonText: string | null;
	evidence: Evidence | null;
	version: number;
	personId: string | null;
	/** Name of the person who gave it; null when their account is gone. */
	by: string | null;
	at: Date;
};

/** An answer that met another one and waits for somebody to decide. */
export type OpenConflict = Omit<StandingAnswer, 'version'> & {
	item: string;
	/** The device it came from. */
	client: string;
};

export type RunAnswers = {
	answers: Map<string, StandingAnswer>;
	/** The latest of each item and device that differs from what stands and that nobody decided who had seen both. */
	conflicts: OpenConflict[];
	notes: Map<string, { text: string; version: number; by: string | null; at: Date }>;
	proof: Proof[];
	importance: Map<string, Importance>;
	targets: Map<string, Level>;
	focus: string[];
};

/** Everything said in a run, for callers who have asked the policy. */
export async function answersOfRun(ctx: Ctx, runId: string): Promise<RunAnswers> {
	const { db } = ctx;
	const [answers, conflicts, notes, proof, importance, targets, focus] = await Promise.all([
		db
			.selectFrom('benchmarks.answer')
			.select(['item', 'value', 'reason', 'reason_text', 'evidence', 'version', 'answered_by', 'answered_at'])
			.where('run_id', '=', runId)
			.where('participant_id', '=', ownAnswers)
			.limit(500)
			.execute(),
		conflictsIn(db, runId),
		db
			.selectFrom('benchmarks.note')
			.select(['item', 'text', 'version', 'changed_by', 'changed_at'])
			.where('run_id', '=', runId)
			.where('participant_id', '=', ownAnswers)
			.limit(500)
			.execute(),
		proofOf(db, runId),
		db.selectFrom('benchmarks.section_setting').select(['section', 'importance']).where('run_id', '=', runId).limit(100).execute(),
		db.selectFrom('benchmarks.target').select(['item', 'level']).where('run_id', '=', runId).limit(500).execute(),
		db.selectFrom('benchmarks.focus').select('item').where('run_id', '=', runId).orderBy('position').limit(10).execute(),
	]);
	const people = [
		...answers.map(({ answered_by }) => answered_by),
		...notes.map(({ changed_by }) => changed_by),
		...conflicts.map(({ person_id }) => person_id),
	];
	const names = await namesOf(ctx, [...new Set(people.filter((id) => id !== null))]);
	const nameOf = (id: string | null) => (id && names.get(id)) || null;
	return {
		answers: new Map(
			answers.map((row) => [
				row.item,
				{
					value: toValue(row.value),
					reason: row.reason,
					reasonText: row.reason_text,
					evidence: row.evidence as Evidence | null,
					version: row.version,
					personId: row.answered_by,
					by: nameOf(row.answered_by),
					at: row.answered_at,
				},
			]),
		),
		conflicts: conflicts.map((row) => ({
			item: row.item,
			client: row.client,
			value: toValue(row.value),
			reason: row.reason,
			reasonText: row.reason_text,
			evidence: row.evidence,
			personId: row.person_id,
			by: nameOf(row.person_id),
			at: row.answered_at,
		})),
		notes: new Map(
			notes
				.filter(({ text }) => text)
				.map((row) => [row.item, { text: row.text, version: row.version, by: nameOf(row.changed_by), at: row.changed_at }]),
		),
		proof,
		importance: new Map(importance.map(({ section, importance }) => [section, importance as Importance])),
		targets: new Map(targets.map(({ item, level }) => [item, level as Level])),
		focus: focus.map(({ item }) => item),
	};
}

type ConflictRow = {
	item: string;
	client: string;
	value: string;
	reason: string | null;
	reason_text: string | null;
	evidence: Evidence | null;
	person_id: string | null;
	answered_at: Date;
};

async function conflictsIn(db: Ctx['db'], runId: string): Promise<ConflictRow[]> {
	const { rows } = await sql<ConflictRow>`
		with latest as (
			select distinct on (item, client) * from benchmarks.answer_entry
			where run_id = ${runId} and participant_id = ${ownAnswers} and outcome = 'conflict'
			order by item, client, sequence desc
		)
		select latest.item, latest.client, latest.value, latest.reason, latest.reason_text, latest.evidence, latest.person_id, latest.answered_at
		from latest
		join benchmarks.answer standing
			on (standing.run_id, standing.participant_id, standing.item) = (latest.run_id, latest.participant_id, latest.item)
		where (
			(standing.value, standing.reason, standing.reason_text) is distinct from (latest.value, latest.reason, latest.reason_text)
			or standing.evidence <> latest.evidence
		) and not exists (
			select from benchmarks.answer_entry later
			where (later.run_id, later.participant_id, later.item) = (latest.run_id, latest.participant_id, latest.item)
				and later.outcome = 'saved'
				and (later.client = latest.client and later.sequence > latest.sequence
					or later.decides and later.answered_at >= latest.answered_at)
		)
		order by latest.answered_at limit 500`.execute(db);
	return rows;
}

/** A finished run among those of its provider, with its result and the answers that stand. */
export type EarlierRun = {
	runId: string;
	mode: 'full' | 'group';
	edition: string;
	finishedAt: Date;
	result: FullResult;
	values: Map<string, AnswerValue>;
};

/** The provider's finished run before this one, for "last year" marks; null for the first. */
export async function runBefore(ctx: Ctx, run: Pick<Run, 'id' | 'providerId' | 'instrument' | 'createdAt'>): Promise<EarlierRun | null> {
	return (await runsBefore(ctx, run, 1))[0] ?? null;
}

/** The provider's finished runs before this one, newest first, for trends. For callers who have asked the policy. */
export async function runsBefore(
	ctx: Ctx,
	run: Pick<Run, 'id' | 'providerId' | 'instrument' | 'createdAt'>,
	most: number,
): Promise<EarlierRun[]> {
	const rows = await ctx.db
		.selectFrom('benchmarks.run as run')
		.innerJoin('benchmarks.result as result', 'result.run_id', 'run.id')
		.select(['run.id', 'run.mode', 'run.edition', 'run.finished_at', 'result.result'])
		.where('run.provider_id', '=', run.providerId)
		.where('run.instrument', '=', run.instrument)
		.where('run.status', '=', 'finished')
		.where('run.mode', 'in', ['full', 'group'])
		.where('run.deleted_at', 'is', null)
		.where('run.id', '!=', run.id)
		.where('run.created_at', '<', run.createdAt)
		.orderBy('run.finished_at', 'desc')
		.limit(most)
		.execute();
	if (rows.length === 0) return [];
	const answers = await ctx.db
		.selectFrom('benchmarks.answer')
		.select(['run_id', 'item', 'value'])
		.where(
			'run_id',
			'in',
			rows.map(({ id }) => id),
		)
		.where('participant_id', '=', ownAnswers)
		.limit(500 * rows.length)
		.execute();
	const byRun = Map.groupBy(answers, ({ run_id }) => run_id);
	return rows.map((row) => ({
		runId: row.id,
		mode: row.mode as EarlierRun['mode'],
		edition: row.edition,
		finishedAt: row.finished_at!,
		result: row.result as unknown as FullResult,
		values: new Map((byRun.get(row.id) ?? []).map(({ item, value }) => [item, toValue(value)])),
	}));
}

/** The stored result of a run; null until it is finished. For callers who have asked the policy. */
export async function resultOf(ctx: Ctx, runId: string): Promise<{ result: FullResult; inputsHash: string; madeAt: Date } | null> {
	const row = await ctx.db
		.selectFrom('benchmarks.result')
		.select(['result', 'inputs_hash', 'made_at'])
		.where('run_id', '=', runId)
		.executeTakeFirst();
	return row ? { result: row.result as unknown as FullResult, inputsHash: row.inputs_hash, madeAt: row.made_at } : null;
}

/** One item in the reader's words. */
export type ItemTexts = {
	item: string;
	section: string;
	title: string;
	question: string;
	levels: { level: Level; text: string }[];
	/** Examples of proof. */
	evidence: string;
	notApplicableAllowed: boolean;
	theme: string;
};
export type SectionTexts = { code: string; name: string; question: string; items: ItemTexts[] };

/** Every section with its items in the reader's language, in the instrument's order. */
export function questionsIn(edition: Edition<'go-international'>, locale: string): SectionTexts[] {
	const text = textsOf(edition, locale);
	const { instrument } = edition;
	return instrument.sections.map(({ code }) => ({
		code,
		name: text(`gi.${code}.name`),
		question: text(`gi.${code}.question`),
		items: instrument.items
			.filter(({ section }) => section === code)
			.map((item) => ({
				item: item.code,
				section: code,
				title: text(`gi.${item.code}.title`),
				question: text(`gi.${item.code}.q`),
				levels: instrument.levels.map((level) => ({ level, text: text(`gi.${item.code}.l${level}`) })),
				evidence: text(`gi.${item.code}.ev`),
				notApplicableAllowed: item.notApplicableAllowed,
				theme: item.theme,
			})),
	}));
}
