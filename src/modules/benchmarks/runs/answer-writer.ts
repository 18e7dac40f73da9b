import { sql } from 'kysely';
import type { App } from '#platform/context.ts';
import type { Database, DatabaseTransaction } from '#platform/database/connect.ts';
import { AppError } from '#platform/errors.ts';
import { publishAll } from '#platform/live.ts';
import { requireOpen } from './access.ts';

/** One answer on its way into the database. */
export type WrittenAnswer = {
	runId: string;
	/** The nil id for the run's own answers, else a participant of a group check. */
	participantId: string;
	item: string;
	/** The device and its rising number; the same pair again is the same answer. */
	client: string;
	sequence: number;
	/** The window it was given in; empty where nobody listens there. */
	window: string;
	value: string;
	reason: string | null;
	reasonText: string | null;
	evidence: string | null;
	/** The version the device had seen when it answered; 0 for none. */
	basedOn: number;
	/** Whoever gave it had seen both answers of a conflict. */
	decides?: boolean;
	personId: string | null;
	at: Date;
};

export type AnswerOutcome = {
	/**
	 * `saved`: it stands. `superseded`: a newer one of the same device was there already. `conflict`: somebody else had
	 * answered meanwhile; theirs stands, this one is kept in the history and comes back to be decided.
	 */
	outcome: 'saved' | 'superseded' | 'conflict';
	/** The version that stands now. */
	version: number;
	/** What stands now. */
	standing: { value: string; reason: string | null; reasonText: string | null; evidence: string | null; by: string | null; at: Date };
};

type Waiting = { answer: WrittenAnswer; done: (outcome: AnswerOutcome) => void; failed: (error: unknown) => void };

/** So many answers are written in one transaction at most. */
const largestBatch = 200;

/**
 * Writes answers of many people with few transactions: those that arrive while one transaction runs go together into
 * the next. An answer is acknowledged only after the commit it is in, so nothing acknowledged can be lost.
 */
class AnswerWriter {
	#waiting: Waiting[] = [];
	#running = false;
	#db: Database;
	constructor(db: Database) {
		this.#db = db;
	}

	write(answer: WrittenAnswer): Promise<AnswerOutcome> {
		return new Promise((done, failed) => {
			this.#waiting.push({ answer, done, failed });
			if (!this.#running) void this.#run();
		});
	}

	async #run(): Promise<void> {
		this.#running = true;
		while (this.#waiting.length) {
			const batch = this.#take();
			try {
				const outcomes = await writeBatch(
					this.#db,
					batch.map(({ answer }) => answer),
				);
				batch.forEach(({ done, failed }, i) => {
					const outcome = outcomes[i]!;
					if (outcome instanceof AppError) failed(outcome);
					else done(outcome);
				});
			} catch (error) {
				// One answer the database refuses must not take the others with it.
				if (batch.length === 1) batch[0]!.failed(error);
				else
					await Promise.all(
						batch.map(({ answer, done, failed }) =>
							writeBatch(this.#db, [answer]).then(([one]) => (one instanceof AppError ? failed(one) : done(one!)), failed),
						),
					);
			}
		}
		this.#running = false;
	}

	/** The oldest ones, at most one for each item of each run: two of the same item have an order between them. */
	#take(): Waiting[] {
		const taken: Waiting[] = [];
		const left: Waiting[] = [];
		const items = new Set<string>();
		for (const each of this.#waiting) {
			const { runId, participantId, item } = each.answer;
			const key = `${runId} ${participantId} ${item}`;
			if (taken.length < largestBatch && !items.has(key)) taken.push(each);
			else left.push(each);
			items.add(key);
		}
		this.#waiting = left;
		return taken;
	}
}

const writers = new WeakMap<object, AnswerWriter>();

/**
 * Saves one answer; resolves when it is durable.
 * @throws AppError not_found, conflict when the run takes no answers any more
 */
export async function writeAnswer(app: Pick<App, 'db'>, answer: WrittenAnswer): Promise<AnswerOutcome> {
	// A change that holds a transaction already (a call of the API) writes inside it: acknowledged with it or not at all.
	if (app.db.isTransaction) {
		const [outcome] = await write(app.db as DatabaseTransaction, [answer]);
		if (outcome instanceof AppError) throw outcome;
		return outcome!;
	}
	let writer = writers.get(app.db);
	if (!writer) writers.set(app.db, (writer = new AnswerWriter(app.db)));
	return writer.write(answer);
}

type Row = {
	n: number;
	outcome: AnswerOutcome['outcome'];
	version: number;
	value: string;
	reason: string | null;
	reason_text: string | null;
	evidence: string | null;
	answered_by: string | null;
	answered_at: Date;
};

const writeBatch = (db: Database, answers: WrittenAnswer[]) => db.transaction().execute((tx) => write(tx, answers));

async function write(tx: DatabaseTransaction, answers: WrittenAnswer[]): Promise<(AnswerOutcome | AppError)[]> {
	const runs = await lockRuns(tx, answers);
	const refusals = answers.map((answer) => refusalOf(runs.get(answer.runId), answer));
	const accepted = answers.filter((_, i) => !refusals[i]);
	const rows = accepted.length ? await store(tx, accepted) : [];
	const outcomes = new Map(accepted.map((answer, i) => [answer, toOutcome(rows[i]!)]));
	await tellOpenPages(tx, outcomes);
	return answers.map((answer, i) => refusals[i] ?? outcomes.get(answer)!);
}

/** What is said of an answer on the topic of its run. */
export type AnswerNews = { item: string; version: number; outcome: AnswerOutcome['outcome']; by: string | null; window: string };

/** Says what changed in the runs' own answers; what a participant of a group check answers is nobody else's business. */
async function tellOpenPages(tx: DatabaseTransaction, outcomes: ReadonlyMap<WrittenAnswer, AnswerOutcome>): Promise<void> {
	const changes = [...outcomes]
		.filter(([{ participantId }, { outcome }]) => participantId === ownAnswers && outcome !== 'superseded')
		.map(([{ runId, item, personId, window }, { version, outcome }]) => ({
			runId,
			change: { item, version, outcome, by: personId, window } satisfies AnswerNews,
		}));
	if (changes.length === 0) return;
	const messages = [...Map.groupBy(changes, ({ runId }) => runId)].map(([runId, own]) => ({
		topic: `run:${runId}`,
		message: { kind: 'answers', answers: own.map(({ change }) => change) },
	}));
	await publishAll(tx, messages);
}

/** The run's own (single or agreed) answers, as opposed to one participant's of a group check. */
export const ownAnswers = '00000000-0000-0000-0000-000000000000';

/**
 * Holds the runs of a batch, in the order of their ids so that two nodes never wait for each other in a circle.
 * While they are held no other node can judge the same items.
 */
async function lockRuns(tx: DatabaseTransaction, answers: WrittenAnswer[]) {
	const ids = [...new Set(answers.map(({ runId }) => runId))];
	const { rows } = await sql<{ id: string; status: string; mode: string; changed_at: Date }>`
		select id, status, mode, changed_at from benchmarks.run where id = any(${ids}::uuid[]) and deleted_at is null
		order by id for update`.execute(tx);
	const latest = new Date(Math.max(...answers.map(({ at }) => at.getTime())));
	// Enough for "closes after 90 days without a change"; a write an answer would be waste.
	const untouched = rows.filter(({ changed_at }) => latest.getTime() - changed_at.getTime() > 60_000).map(({ id }) => id);
	if (untouched.length) await sql`update benchmarks.run set changed_at = ${latest} where id = any(${untouched}::uuid[])`.execute(tx);
	return new Map(rows.map((row) => [row.id, row]));
}

function refusalOf(run: { status: string; mode: string } | undefined, { participantId }: WrittenAnswer): AppError | null {
	if (!run) return new AppError('not_found', 'There is no such run');
	if (run.mode === 'group' && participantId === ownAnswers)
		return new AppError('conflict', 'The levels of a group check are agreed in the meeting, not answered here');
	try {
		requireOpen(run as Parameters<typeof requireOpen>[0]);
		return null;
	} catch (error) {
		return error as AppError;
	}
}

/** Judges and stores in one statement; one row an answer, in their order. */
async function store(tx: DatabaseTransaction, answers: WrittenAnswer[]): Promise<Row[]> {
	const column = <K extends keyof WrittenAnswer>(key: K) => answers.map((answer) => answer[key]);
	const { rows } = await sql<Row>`
		with given as (
			select * from unnest(
				${column('runId')}::uuid[], ${column('participantId')}::uuid[], ${column('item')}::text[], ${column('client')}::text[],
				${column('sequence')}::bigint[], ${column('value')}::text[], ${column('reason')}::text[], ${column('reasonText')}::text[],
				${column('evidence')}::text[], ${column('basedOn')}::int[], ${answers.map(({ decides = false }) => decides)}::boolean[],
				${column('personId')}::uuid[], ${column('at')}::timestamptz[]
			) with ordinality as given(run_id, participant_id, item, client, sequence, value, reason, reason_text, evidence, based_on, decides,
				person_id, at, n)
		), met as (
			-- Unseen: another device answered after this one had last looked.
			select given.*, standing.run_id is not null and standing.client <> given.client and standing.version <> given.based_on as unseen,
				standing.client = given.client and standing.sequence > given.sequence as late, standing.version as standing_version,
				standing.value as standing_value, standing.reason as standing_reason, standing.reason_text as standing_reason_text,
				standing.evidence as standing_evidence, standing.answered_by as standing_by, standing.answered_at as standing_at
			from given
			left join benchmarks.answer standing
				on (standing.run_id, standing.participant_id, standing.item) = (given.run_id, given.participant_id, given.item)
		), judged as (
			select met.*, entry.outcome as known,
				-- Who says the same without speaking of proof leaves the proof the other one gave.
				case when unseen then coalesce(met.evidence, standing_evidence) else met.evidence end as kept_evidence,
				case
					when entry.outcome is not null then entry.outcome
					when late then 'superseded'
					when unseen and ((standing_value, standing_reason, standing_reason_text) is distinct from (met.value, met.reason, met.reason_text)
						or standing_evidence <> met.evidence) then 'conflict'
					else 'saved'
				end as outcome
			from met
			left join benchmarks.answer_entry entry on (entry.run_id, entry.participant_id, entry.item, entry.client, entry.sequence)
				= (met.run_id, met.participant_id, met.item, met.client, met.sequence)
		), entries as (
			insert into benchmarks.answer_entry
				(run_id, participant_id, item, client, sequence, value, reason, reason_text, evidence, based_on, decides, person_id, outcome,
				answered_at)
			select run_id, participant_id, item, client, sequence, value, reason, reason_text, evidence, based_on, decides, person_id, outcome, at
			from judged where known is null
		), stored as (
			insert into benchmarks.answer
				(run_id, item, participant_id, value, reason, reason_text, evidence, sequence, client, answered_by, answered_at)
			select run_id, item, participant_id, value, reason, reason_text, kept_evidence, sequence, client, person_id, at
			from judged where known is null and outcome = 'saved'
			on conflict (run_id, item, participant_id) do update set
				value = excluded.value, reason = excluded.reason, reason_text = excluded.reason_text, evidence = excluded.evidence,
				sequence = excluded.sequence, client = excluded.client, answered_by = excluded.answered_by, answered_at = excluded.answered_at,
				version = answer.version + 1
			returning run_id, item, participant_id, version
		)
		select judged.n::int, judged.outcome,
			coalesce(stored.version, judged.standing_version) as version,
			case when stored.version is null then judged.standing_value else judged.value end as value,
			case when stored.version is null then judged.standing_reason else judged.reason end as reason,
			case when stored.version is null then judged.standing_reason_text else judged.reason_text end as reason_text,
			case when stored.version is null then judged.standing_evidence else judged.kept_evidence end as evidence,
			case when stored.version is null then judged.standing_by else judged.person_id end as answered_by,
			case when stored.version is null then judged.standing_at else judged.at end as answered_at
		from judged left join stored using (run_id, item, participant_id)
		order by judged.n`.execute(tx);
	return rows;
}

function toOutcome(row: Row): AnswerOutcome {
	return {
		outcome: row.outcome,
		version: row.version,
		standing: {
			value: row.value,
			reason: row.reason,
			reasonText: row.reason_text,
			evidence: row.evidence,
			by: row.answered_by,
			at: row.answered_at,
		},
	};
}
