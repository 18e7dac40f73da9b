import { sql } from 'kysely';
import { demoId, demoPersons, demoProviders, generatedProviders, pick, seededNumbers } from '#modules/network/index.ts';
import { systemContext, type App, type Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { inTransaction } from '#platform/events.ts';
import type { Profile } from '../go-international/profile.ts';
import { currentEdition } from '../instruments.ts';
import type { AnswerValue, Evidence, LevelInstrument } from '../model.ts';
import { ownAnswers } from '../runs/answer-writer.ts';
import { hashOfInputs, makeResult, type RunInputs } from '../runs/result.ts';
import { levelsNear } from './levels.ts';
import { openGroupCheck } from './open-group.ts';
import { agreedInTheGroup, insertGroup } from './group.ts';
import { demoNeeds } from './needs.ts';
import { demoActions } from './plan.ts';
import { seedReturnsDemo } from './returns.ts';
import { insertReturns } from './collected-returns.ts';
import { insertSimilarMessage } from './similar-message.ts';
import { stories, type RunStory } from './stories.ts';

const setting = 'demo.benchmarks';
const day = 86_400_000;

/**
 * Loads two years of runs and three of returns for the fictional providers, a plan, and one of each for the generated
 * ones: once, all or nothing. @returns whether anything was loaded
 */
export async function seedBenchmarksDemo(app: App): Promise<boolean> {
	const ctx = systemContext(app, 'demo');
	return inTransaction(ctx, async (tx) => {
		const first = await tx
			.insertInto('platform.setting')
			.values({ key: setting, value: JSON.stringify({ at: ctx.now() }) })
			.onConflict((conflict) => conflict.doNothing())
			.returning('key')
			.executeTakeFirst();
		if (!first) return false;
		const { instrument } = currentEdition('go-international');
		for (const run of storiedRuns(ctx, instrument)) {
			await insertRuns(tx, [run]);
			if (run.mode === 'group' && run.ended) await insertGroup(tx, { ...run, ended: run.ended, answers: run.inputs.answers });
		}
		await openGroupCheck({ ...ctx, db: tx }, instrument);
		await insertRuns(tx, generatedRuns(ctx, instrument));
		await seedReturnsDemo(ctx, tx);
		await insertReturns(ctx, tx);
		await insertSimilarMessage(ctx, tx);
		await tx.insertInto('benchmarks.action').values(demoActions(ctx.now())).execute();
		await tx.insertInto('benchmarks.theme_need').values(demoNeeds(ctx.now())).execute();
		await tx
			.insertInto('benchmarks.plan_review')
			.values({
				id: demoId('review', 'vale'),
				provider_id: demoId('organisation', 'vale'),
				due_on: new Date(ctx.now().getTime() + 150 * day).toISOString().slice(0, 10),
			})
			.execute();
		return true;
	});
}

type DemoRun = {
	id: string;
	providerId: string;
	mode: 'full' | 'group';
	began: Date;
	ended: Date | null;
	startedBy: string | null;
	people: string[];
	profile: Profile;
	numbers: Record<string, number>;
	sharing: boolean;
	instrument: LevelInstrument;
	inputs: RunInputs;
	reasons: Record<string, string>;
	focus: string[];
	notes: Record<string, string>;
};

function storiedRuns(ctx: Ctx, instrument: LevelInstrument): DemoRun[] {
	return demoProviders.flatMap((provider, order) => {
		const story = stories[provider.key];
		if (!story) return [];
		const colleagues = demoPersons.filter(({ at }) => at === provider.key).map(({ key }) => demoId('person', key));
		return story.runs.map((run, index) => {
			const random = seededNumbers(1000 + order * 10);
			return {
				id: demoId('run', `${provider.key} ${index + 1}`),
				providerId: demoId('organisation', provider.key),
				mode: run.mode,
				began: new Date(ctx.now().getTime() - run.began * day),
				ended: run.ended === undefined ? null : new Date(ctx.now().getTime() - run.ended * day),
				startedBy: colleagues[0] ?? null,
				// What a group agreed on was given by nobody alone.
				people: run.mode === 'group' ? [] : colleagues,
				profile: {
					country: provider.country,
					providerType: provider.type,
					sizeClass: provider.size,
					levels: provider.levels as Profile['levels'],
					sectors: [...new Set(provider.sectors.map((code) => code.slice(0, 3)))] as Profile['sectors'],
					placeKind: provider.placeKind,
					erasmusStatus: provider.erasmus,
					experience: story.experience,
					coordinationHours: story.hours,
					answeredBy: 'international-officer',
					networks: [],
				},
				numbers: run.numbers ?? {},
				sharing: run.sharing ?? false,
				instrument,
				inputs: inputsOf(instrument, run, random),
				reasons: run.notApplicable ?? {},
				focus: run.focus ?? [],
				notes: run.notes ?? {},
			};
		});
	});
}

function inputsOf(instrument: LevelInstrument, run: RunStory, random: () => number): RunInputs {
	const answers = new Map<string, AnswerValue>(levelsNear(instrument, run.aims, random));
	for (const item of run.unknown ?? []) answers.set(item, 'DK');
	for (const item of Object.keys(run.notApplicable ?? {})) answers.set(item, 'NA');
	if (run.mode === 'group') for (const [item, agreed] of agreedInTheGroup()) answers.set(item, agreed);
	const known = run.answered === undefined ? instrument.items.length : Math.round((run.answered / 100) * instrument.items.length);
	for (const { code } of instrument.items.slice(known)) answers.delete(code);
	const evidence = new Map<string, Evidence>();
	for (const [item, value] of answers)
		if (value === 3 || value === 4)
			evidence.set(item, random() < (run.proven ?? 0.5) ? (random() < 0.6 ? 'documented' : 'partial') : 'none');
	return { answers, evidence, importance: new Map(Object.entries(run.importance ?? {})), targets: new Map() };
}

/** One run for each generated provider; a few too old, too unsure or unwilling to be compared, as in life. */
function generatedRuns(ctx: Ctx, instrument: LevelInstrument): DemoRun[] {
	const random = seededNumbers(4711);
	const lift = { none: -0.5, 'consortium-member': -0.1, 'short-term': 0, accredited: 0.45, 'consortium-coordinator': 0.8 };
	return generatedProviders().map((provider) => {
		const overall = 2.15 + lift[provider.erasmus] + (random() + random() - 1) * 0.8;
		const shape = { ENV: 0.05, DIR: 0.2, PLAN: -0.15, ORG: 0.1, STAFF: 0, PART: 0.2, MOB: 0.3, HOME: -0.35, IMP: -0.3 };
		const aims = Object.fromEntries(
			Object.entries(shape).map(([code, more]) => [code, overall + more + (random() - 0.5) * 0.9]),
		) as RunStory['aims'];
		const unsure = random() < 0.06;
		const ended = random() < 0.04 ? 760 : 20 + Math.floor(random() * 500);
		const inputs = inputsOf(
			instrument,
			{ began: ended + 10, ended, mode: 'full', aims, proven: random(), unknown: unsure ? ['HOME-1', 'IMP-1'] : [] },
			random,
		);
		return {
			id: demoId('run', provider.key),
			providerId: demoId('organisation', provider.key),
			mode: 'full' as const,
			began: new Date(ctx.now().getTime() - (ended + 10) * day),
			ended: new Date(ctx.now().getTime() - ended * day),
			startedBy: null,
			people: [],
			profile: {
				country: provider.country,
				providerType: provider.type,
				sizeClass: provider.size,
				levels: provider.levels as Profile['levels'],
				sectors: [...new Set(provider.sectors.map((code) => code.slice(0, 3)))] as Profile['sectors'],
				placeKind: provider.placeKind,
				erasmusStatus: provider.erasmus,
				experience: pick(random, [['0', 20], ['1-3', 30], ['4-9', 30], ['10-or-more', 20]] as const),
				coordinationHours: Math.round(random() * 40),
				answeredBy: 'international-officer' as const,
				networks: [],
			}, // prettier-ignore
			numbers: {},
			sharing: random() < 0.88,
			instrument,
			inputs,
			reasons: {},
			focus: [],
			notes: {},
		};
	});
}

/** Rows of many runs in a few statements. */
async function insertRuns(tx: DatabaseTransaction, runs: DemoRun[]): Promise<void> {
	await tx
		.insertInto('benchmarks.run')
		.values(
			runs.map((run) => ({
				id: run.id,
				instrument: run.instrument.instrument,
				edition: run.instrument.edition,
				mode: run.mode,
				status: run.ended ? 'finished' : 'open',
				provider_id: run.providerId,
				started_by: run.startedBy,
				locale: 'en',
				profile: JSON.stringify(run.profile),
				numbers: JSON.stringify(run.numbers),
				sharing: run.sharing,
				created_at: run.began,
				changed_at: run.ended ?? run.began,
				finished_at: run.ended,
			})),
		)
		.execute();
	const answers = runs.flatMap((run) => {
		const length = (run.ended ?? new Date(run.began.getTime() + 3 * day)).getTime() - run.began.getTime();
		return [...run.inputs.answers].map(([item, value], n) => ({
			run_id: run.id,
			item,
			value: String(value),
			reason: run.reasons[item] ?? null,
			evidence: run.inputs.evidence.get(item) ?? null,
			sequence: n + 1,
			client: 'demo',
			person: run.people.length ? run.people[n % run.people.length]! : null,
			at: new Date(run.began.getTime() + (length * (n + 1)) / (run.inputs.answers.size + 1)),
		}));
	});
	const column = <K extends keyof (typeof answers)[number]>(key: K) => answers.map((answer) => answer[key]);
	await sql`
		insert into benchmarks.answer (run_id, item, participant_id, value, reason, evidence, sequence, client, answered_by, answered_at)
		select run_id, item, ${ownAnswers}, value, reason, evidence, sequence, client, person, at from unnest(
			${column('run_id')}::uuid[], ${column('item')}::text[], ${column('value')}::text[], ${column('reason')}::text[], ${column('evidence')}::text[],
			${column('sequence')}::bigint[], ${column('client')}::text[], ${column('person')}::uuid[], ${column('at')}::timestamptz[]
		) as given(run_id, item, value, reason, evidence, sequence, client, person, at)`.execute(tx);
	await sql`
		insert into benchmarks.answer_entry (run_id, item, participant_id, value, reason, evidence, sequence, client, based_on, person_id, outcome, answered_at)
		select run_id, item, participant_id, value, reason, evidence, sequence, client, 0, answered_by, 'saved', answered_at
		from benchmarks.answer where run_id = any(${runs.map(({ id }) => id)}::uuid[]) and answered_by is not null`.execute(tx);

	const settings = runs.flatMap((run) =>
		[...run.inputs.importance].map(([section, importance]) => ({ run_id: run.id, section, importance })),
	);
	if (settings.length) await tx.insertInto('benchmarks.section_setting').values(settings).execute();
	const focus = runs.flatMap((run) => run.focus.map((item, position) => ({ run_id: run.id, item, position })));
	if (focus.length) await tx.insertInto('benchmarks.focus').values(focus).execute();
	const notes = runs.flatMap((run) =>
		Object.entries(run.notes).map(([item, text]) => ({
			run_id: run.id,
			item,
			text,
			changed_by: run.people[0] ?? null,
			changed_at: run.ended ?? run.began,
		})),
	);
	if (notes.length) await tx.insertInto('benchmarks.note').values(notes).execute();

	const results = runs.flatMap((run) =>
		run.ended
			? [
					{
						run_id: run.id,
						edition: run.instrument.edition,
						inputs_hash: hashOfInputs(run.instrument.edition, run.inputs),
						result: JSON.stringify(makeResult(run.instrument, run.inputs)),
						made_at: run.ended,
					},
				]
			: [],
	);
	if (results.length) await tx.insertInto('benchmarks.result').values(results).execute();
}
