import type { Ctx } from '#platform/context.ts';
import { editionOf, textsOf } from '../instruments.ts';
import type { AnswerValue } from '../model.ts';
import type { Met, ServerAnswers, Standing } from '../ui/run-answers.ts';
import type { StandingNote } from '../ui/note-keeper.ts';
import { accessRun, type Run } from './access.ts';
import { ownAnswers } from './answer-writer.ts';
import type { Proof } from './evidence.ts';
import { secondsAnItem } from './pace.ts';
import { answersOfRun, questionsIn, runBefore, type RunAnswers, type SectionTexts } from './queries.ts';

/** What changes while people answer; an open page asks for it again when it hears that something happened. */
export type LiveAnswers = ServerAnswers & {
	status: Run['status'];
	notes: Record<string, StandingNote>;
	proof: Proof[];
	/** How long an item takes in this run. */
	secondsAnItem: number;
};

/** @throws AppError not_signed_in, not_found */
export async function liveAnswers(ctx: Ctx, runId: string): Promise<LiveAnswers> {
	const { run, allows } = await accessRun(ctx, runId);
	const [said, pace] = await Promise.all([answersOfRun(ctx, runId), paceOf(ctx, runId)]);
	return { status: run.status, secondsAnItem: pace, ...shownAnswers(said, allows('read notes')) };
}

/** Everything the answering screens show. */
export type Answering = LiveAnswers & {
	run: { id: string; mode: Run['mode']; edition: string; year: number };
	mayAnswer: boolean;
	mayFinish: boolean;
	sections: SectionTexts[];
	/** Language the instrument's texts are in: the reader's, or English as a fallback. */
	textLocale: string;
	notApplicable: { hint: string; reasons: { code: string; text: string }[] };
	/** What was answered last time, and in which year; null for the first run. */
	before: { year: number; values: Record<string, AnswerValue> } | null;
};

/** @throws AppError not_signed_in, not_found */
export async function readAnswering(ctx: Ctx, runId: string): Promise<Answering> {
	const { run, allows } = await accessRun(ctx, runId);
	const edition = editionOf(run.instrument, run.edition);
	const text = textsOf(edition, ctx.locale);
	const [said, pace, before] = await Promise.all([answersOfRun(ctx, runId), paceOf(ctx, runId), runBefore(ctx, run)]);
	return {
		run: { id: run.id, mode: run.mode, edition: run.edition, year: run.createdAt.getUTCFullYear() },
		status: run.status,
		// The levels of a group check are agreed in its meeting, not here.
		mayAnswer: allows('answer') && run.status === 'open' && run.mode === 'full',
		mayFinish: allows('finish'),
		sections: questionsIn(edition, ctx.locale),
		textLocale: edition.locales.includes(ctx.locale) ? ctx.locale : 'en',
		notApplicable: {
			hint: text('gi.na.hint'),
			reasons: edition.instrument.notApplicableReasons.map((code) => ({ code, text: text(`gi.na.${code}`) })),
		},
		before: before && { year: before.finishedAt.getUTCFullYear(), values: Object.fromEntries(before.values) },
		secondsAnItem: pace,
		...shownAnswers(said, allows('read notes')),
	};
}

async function paceOf(ctx: Ctx, runId: string): Promise<number> {
	const rows = await ctx.db
		.selectFrom('benchmarks.answer_entry')
		.select(['client', 'sequence', 'item'])
		.where('run_id', '=', runId)
		.where('participant_id', '=', ownAnswers)
		.limit(1000)
		.execute();
	return secondsAnItem(rows.map(({ sequence, ...row }) => ({ ...row, sequence: Number(sequence) })));
}

/** As pages and scripts read it: plain objects, times in ISO 8601. */
function shownAnswers(said: RunAnswers, notes: boolean): Omit<LiveAnswers, 'status' | 'secondsAnItem'> {
	const shown = ({ value, at, ...more }: Omit<Standing, 'value' | 'at' | 'version'> & { value: AnswerValue; at: Date }) => ({
		...more,
		value: String(value),
		at: at.toISOString(),
	});
	return {
		answers: Object.fromEntries([...said.answers].map(([item, { version, ...answer }]) => [item, { ...shown(answer), version }])),
		conflicts: said.conflicts.map(({ item, client, ...answer }): Met => ({ ...shown(answer), item, client })),
		notes: Object.fromEntries([...(notes ? said.notes : [])].map(([item, note]) => [item, { ...note, at: note.at.toISOString() }])),
		proof: said.proof,
	};
}
