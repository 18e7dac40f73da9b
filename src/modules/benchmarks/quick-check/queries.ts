import { sql } from 'kysely';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { ready } from '#platform/database/ready.ts';
import { AppError } from '#platform/errors.ts';
import { isId } from '#platform/ids.ts';
import { editionOf, textsOf, type Edition } from '../instruments.ts';
import type { AnswerValue, Band, Level, LevelInstrument } from '../model.ts';
import { recommendationsFor } from '../go-international/recommendations.ts';
import { hashToken } from '../owner.ts';
import { toValue } from '../runs/inputs.ts';
import { headlineItems, scoreQuickCheck } from './result.ts';

type Db = Ctx['db'] | DatabaseTransaction;

export type QuickRun = {
	id: string;
	instrument: LevelInstrument['instrument'];
	edition: string;
	mode: string;
	status: string;
	personId: string | null;
	createdAt: Date;
	finishedAt: Date | null;
	changedAt: Date;
};
export type StoredAnswer = { value: AnswerValue; reason: string | null; reasonText: string | null; answeredAt: Date };

/** How a reader proves that a run is theirs: by the secret of a guest's cookie, or by being the person who claimed it. */
export type Owner = { token: string } | { runId: string };

/** The quick check a guest's secret belongs to; with `lock`, nobody else changes it until the transaction ends. */
export async function findRun(db: Db, token: string, lock = false): Promise<QuickRun | undefined> {
	const [row] = await (lock ? lockedRun : runOfGuest)(db, hashToken(token));
	return row && toRun(row);
}

/**
 * The run a reader may see.
 * @throws AppError not_found, also for somebody else's run: its existence is nobody's business
 */
export async function readableRun(ctx: Ctx, owner: Owner): Promise<QuickRun> {
	const found = 'token' in owner ? await findRun(ctx.db, owner.token) : await runOfPerson(ctx, owner.runId);
	if (!found) throw new AppError('not_found', { message: 'There is no quick check here', help: 'Start a new one.' });
	return found;
}

async function runOfPerson(ctx: Ctx, runId: string): Promise<QuickRun | undefined> {
	if (!isId(runId) || !('personId' in ctx.actor)) return undefined;
	const row = await runs(ctx.db).where('id', '=', runId).where('person_id', '=', ctx.actor.personId).executeTakeFirst();
	return row && toRun(row);
}

const runs = (db: Db) =>
	db
		.selectFrom('benchmarks.run')
		.select(['id', 'instrument', 'edition', 'mode', 'status', 'person_id', 'created_at', 'finished_at', 'changed_at'])
		.where('mode', '=', 'quick');

const runOfGuest = ready((db, hash: ReturnType<typeof hashToken>) => runs(db).where('owner_token_hash', '=', hash));
const lockedRun = ready((db, hash: ReturnType<typeof hashToken>) => runs(db).where('owner_token_hash', '=', hash).forUpdate());

type Row = Awaited<ReturnType<ReturnType<typeof runs>['executeTakeFirstOrThrow']>>;

function toRun(row: Row): QuickRun {
	return {
		id: row.id,
		instrument: row.instrument as QuickRun['instrument'],
		edition: row.edition,
		mode: row.mode,
		status: row.status,
		personId: row.person_id,
		createdAt: row.created_at,
		finishedAt: row.finished_at,
		changedAt: row.changed_at,
	};
}

/** Whether the run of a guest's secret is in somebody's account. */
export async function isKept(ctx: Pick<Ctx, 'db'>, token: string): Promise<boolean> {
	return !!(await findRun(ctx.db, token))?.personId;
}

const givenAnswers = ready((db, runId: string) =>
	db
		.selectFrom('benchmarks.answer')
		.select(['item', 'value', 'reason', 'reason_text', 'answered_at'])
		.where('run_id', '=', runId)
		.limit(500),
);

/** All answers of a run, item → answer. */
export async function answersOf(db: Db, runId: string): Promise<Map<string, StoredAnswer>> {
	const rows = await givenAnswers(db, runId);
	return new Map(
		rows.map((row) => [
			row.item,
			{
				value: toValue(row.value),
				reason: row.reason,
				reasonText: row.reason_text,
				answeredAt: row.answered_at,
			},
		]),
	);
}

export type QuickQuestion = {
	item: string;
	section: string;
	sectionName: string;
	title: string;
	question: string;
	levels: { level: Level; text: string }[];
	evidence: string;
	notApplicableAllowed: boolean;
	answer: { value: string; reason: string | null; reasonText: string | null; answeredAt: Date } | null;
};

export type QuickCheckState = {
	runId: string;
	edition: string;
	status: string;
	claimed: boolean;
	changedAt: Date;
	/** Language the instrument's texts are in: the reader's, or English as a fallback. */
	textLocale: string;
	questions: QuickQuestion[];
	notApplicable: { hint: string; reasons: { code: string; text: string }[] };
	answered: number;
};

/** The questions of a quick check as a guest sees them, with no run behind them yet. */
export function quickQuestions(
	edition: Edition<'go-international'>,
	locale: string,
	answers: ReadonlyMap<string, StoredAnswer> = new Map(),
): QuickQuestion[] {
	return questionsIn(edition, locale).map((question) => {
		const answer = answers.get(question.item);
		return { ...question, answer: answer ? { ...answer, value: String(answer.value) } : null };
	});
}

// An edition is frozen: its questions in a language are put together once.
const putTogether = new WeakMap<Edition, Map<string, Omit<QuickQuestion, 'answer'>[]>>();

function questionsIn(edition: Edition<'go-international'>, locale: string): Omit<QuickQuestion, 'answer'>[] {
	let inLanguages = putTogether.get(edition);
	if (!inLanguages) putTogether.set(edition, (inLanguages = new Map()));
	let questions = inLanguages.get(locale);
	if (!questions) {
		const text = textsOf(edition, locale);
		questions = headlineItems(edition.instrument).map(({ code, section, notApplicableAllowed }) => ({
			item: code,
			section,
			sectionName: text(`gi.${section}.name`),
			title: text(`gi.${code}.title`),
			question: text(`gi.${code}.q`),
			levels: edition.instrument.levels.map((level) => ({ level, text: text(`gi.${code}.l${level}`) })),
			evidence: text(`gi.${code}.ev`),
			notApplicableAllowed,
		}));
		inLanguages.set(locale, questions);
	}
	return questions;
}

/** Everything the answering screens show. @throws AppError not_found */
export async function quickCheckState(ctx: Ctx, owner: Owner): Promise<QuickCheckState> {
	const run = await readableRun(ctx, owner);
	const edition = editionOf(run.instrument, run.edition);
	const text = textsOf(edition, ctx.locale);
	const questions = quickQuestions(edition, ctx.locale, await answersOf(ctx.db, run.id));
	return {
		runId: run.id,
		edition: run.edition,
		status: run.status,
		claimed: run.personId !== null,
		changedAt: run.changedAt,
		textLocale: edition.locales.includes(ctx.locale) ? ctx.locale : 'en',
		questions,
		notApplicable: {
			hint: text('gi.na.hint'),
			reasons: edition.instrument.notApplicableReasons.map((code) => ({ code, text: text(`gi.na.${code}`) })),
		},
		answered: questions.filter(({ answer }) => answer).length,
	};
}

export type NextStep = {
	item: string;
	section: string;
	title: string;
	level: Level;
	now: string;
	/** The description of the next level: what "one step further" means. */
	then: string;
	recommendations: { code: string; text: string; effort: 'S' | 'M' | 'L' }[];
};

export type QuickCheckResult = {
	runId: string;
	edition: string;
	madeAt: Date;
	claimed: boolean;
	textLocale: string;
	/** Unrounded, 1 to 4; null when too few questions have a level. */
	maturity: number | null;
	index: number | null;
	band: { code: Band; name: string; headline: string; text: string } | null;
	bandNames: string[];
	/** One row a section, in the instrument's order. */
	profile: {
		item: string;
		section: string;
		sectionName: string;
		title: string;
		level: Level | null;
		state: 'level' | 'NA' | 'DK' | 'unanswered';
		levelName: string | null;
		chosen: string | null;
	}[];
	strengths: { item: string; section: string; title: string; level: Level; text: string }[];
	nextSteps: NextStep[];
	counts: { levels: number; notApplicable: number; unknown: number; unanswered: number; all: number };
	/** What the figure was made from: section weight and level of each item that has one. */
	made: { item: string; weight: number; level: Level }[];
	/** Language of numbers and dates. */
	locale: string;
	source: string;
};

/** How many recommendations stand beside a next step on the result page. */
const recommendationsShown = 2;

/** The result of a quick check in the reader's language, made from the stored answers. @throws AppError not_found */
export async function quickCheckResult(ctx: Ctx, owner: Owner): Promise<QuickCheckResult> {
	const run = await readableRun(ctx, owner);
	const answers = await answersOf(ctx.db, run.id);
	const edition = editionOf(run.instrument, run.edition);
	return describeResult(edition, ctx.locale, new Map([...answers].map(([item, { value }]) => [item, value])), {
		runId: run.id,
		madeAt: run.finishedAt ?? run.changedAt,
		claimed: run.personId !== null,
	});
}

/** Puts the figures of given answers into words. Pure apart from reading the edition's texts. */
export function describeResult(
	edition: Edition<'go-international'>,
	locale: string,
	values: ReadonlyMap<string, AnswerValue>,
	run: { runId: string; madeAt: Date; claimed: boolean },
): QuickCheckResult {
	const { instrument } = edition;
	const text = textsOf(edition, locale);
	const items = headlineItems(instrument);
	const figures = scoreQuickCheck(items, values);
	const levelOf = (code: string) => values.get(code) as Level;
	const sectionOf = (code: string) => items.find((item) => item.code === code)!.section;
	return {
		...run,
		edition: instrument.edition,
		textLocale: edition.locales.includes(locale) ? locale : 'en',
		maturity: figures.maturity && figures.maturity.numerator / figures.maturity.denominator,
		index: figures.index,
		band: figures.band && {
			code: figures.band,
			name: text(`gi.band.${figures.band}.name`),
			headline: text(`gi.band.${figures.band}.headline`),
			text: text(`gi.band.${figures.band}.text`),
		},
		bandNames: instrument.levels.map((level) => text(`gi.level.${level}.name`)),
		profile: items.map(({ code, section }) => {
			const value = values.get(code);
			const level = typeof value === 'number' ? value : null;
			return {
				item: code,
				section,
				sectionName: text(`gi.${section}.name`),
				title: text(`gi.${code}.title`),
				level,
				state: level ? ('level' as const) : ((value as 'NA' | 'DK' | undefined) ?? ('unanswered' as const)),
				levelName: level && text(`gi.level.${level}.name`),
				chosen: level && text(`gi.${code}.l${level}`),
			};
		}),
		strengths: figures.strengths.map((code) => ({
			item: code,
			section: text(`gi.${sectionOf(code)}.name`),
			title: text(`gi.${code}.title`),
			level: levelOf(code),
			text: text(`gi.${code}.l${levelOf(code)}`),
		})),
		nextSteps: figures.nextSteps.map((code) => {
			const level = levelOf(code);
			return {
				item: code,
				section: text(`gi.${sectionOf(code)}.name`),
				title: text(`gi.${code}.title`),
				level,
				now: text(`gi.${code}.l${level}`),
				then: text(`gi.${code}.l${level + 1}`),
				recommendations: recommendationsFor(instrument, sectionOf(code), level, new Map([[code, level]]))
					.slice(0, recommendationsShown)
					.map(({ code: recommendation, effort }) => ({ code: recommendation, effort, text: text(`gi.${recommendation}.text`) })),
			};
		}),
		counts: {
			levels: figures.levels.length,
			notApplicable: figures.notApplicable.length,
			unknown: figures.unknown.length,
			unanswered: figures.unanswered.length,
			all: items.length,
		},
		made: figures.levels.map(({ item, level }) => ({ item, level, weight: items.find(({ code }) => code === item)!.sectionWeight })),
		locale,
		source: text('gi.source'),
	};
}

export type OwnQuickCheck = { runId: string; status: string; createdAt: Date; finishedAt: Date | null; index: number | null };

/**
 * A person's own quick checks, newest first.
 * @param after the id of the run to go on behind
 */
export async function quickChecksOf(ctx: Ctx, personId: string, limit = 20, after?: string): Promise<OwnQuickCheck[]> {
	const { rows } = await sql<{ id: string; status: string; created_at: Date; finished_at: Date | null; index: number | null }>`
		select run.id, run.status, run.created_at, run.finished_at, (result.result->>'index')::float8 as index
		from benchmarks.run left join benchmarks.result on result.run_id = run.id
		where run.person_id = ${personId} and run.mode = 'quick'
			${after ? sql`and (run.created_at, run.id) < (select created_at, id from benchmarks.run where id = ${after} and person_id = ${personId})` : sql``}
		order by run.created_at desc, run.id desc limit ${limit}`.execute(ctx.db);
	return rows.map((row) => ({
		runId: row.id,
		status: row.status,
		createdAt: row.created_at,
		finishedAt: row.finished_at,
		index: row.index,
	}));
}
