import { sql } from 'kysely';
import { demoId, demoPersons, demoProviders, generatedProviders, seededNumbers } from '#modules/network/index.ts';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { fingerprintOf } from '../instrument-check.ts';
import { currentEdition } from '../instruments.ts';
import { fingerprint, warningKey } from '../returns/confirmations.ts';
import { evaluate, type ReturnFile } from '../returns/evaluation.ts';
import { itself, reasonPrefix, type Datum, type Return, type ReturnCentre } from '../returns/model.ts';
import { commentsOf, fileOf } from '../returns/numbers.ts';
import { asYear } from '../returns/evaluation.ts';
import { engine, type Inputs } from '../returns/result.ts';
import type { CountedInstrument, TrustLevel } from '../solity/instrument.ts';
import { numbersNear, trustNear, type UnitStory } from './return-numbers.ts';
import { returnStories, type ReturnStory } from './return-stories.ts';

const day = 86_400_000;
const settings = {
	cohort_basis: 'Y',
	year_start_month: 1,
	list_shortage: { name: 'National list of shortage occupations', date: '2025' },
	list_area: { name: 'National list of priority areas', date: '2024' },
};

type DemoReturn = {
	row: Pick<Return, 'id' | 'providerId' | 'edition' | 'year' | 'level' | 'state' | 'settings' | 'sharing' | 'best' | 'invitable'>;
	began: Date;
	ended: Date | null;
	personId: string | null;
	centres: ReturnCentre[];
	numbers: Map<string, Map<string, Datum>>;
	previous: ReturnFile | null;
};

/** Loads the years of the other fictional providers, one of them being collected, and one for each of the generated ones. */
export async function insertReturns(ctx: Ctx, tx: DatabaseTransaction): Promise<void> {
	const { instrument } = currentEdition('solity');
	const newest = ctx.now().getUTCFullYear() - 1;
	await insertCentres(tx);
	const told = storiedReturns(ctx, instrument, newest);
	await insertAll(tx, instrument, [...told, ...generatedReturns(ctx, instrument, newest)]);
	await insertTasks(ctx, tx, told);
	await insertRoles(ctx, tx);
}

/** Those who tell their years themselves, in returns.ts. */
const toldElsewhere = { returns: ['vale'], newest: ['garonne'], centres: ['garonne'] };

const centreOf = (key: string, name: string): ReturnCentre => ({
	id: demoId('organisation', key),
	code: key.replace(/^garonne-/, ''),
	name,
	leftOut: null,
	about: null,
});

async function insertCentres(tx: DatabaseTransaction): Promise<void> {
	const rows = demoProviders.flatMap(({ key: provider, centres = [] }) =>
		(toldElsewhere.centres.includes(provider) ? [] : centres).map(({ key, name }) => ({
			id: demoId('organisation', key),
			provider_id: demoId('organisation', provider),
			code: key,
			name,
			in_network: true,
		})),
	);
	await tx.insertInto('benchmarks.centre').values(rows).execute();
}

function storiedReturns(ctx: Ctx, instrument: CountedInstrument, newest: number): DemoReturn[] {
	return demoProviders.flatMap((provider, order) => {
		const story = returnStories[provider.key];
		if (!story || toldElsewhere.returns.includes(provider.key)) return [];
		const centres = story.level === 'centres' ? (provider.centres ?? []).map(({ key, name }) => centreOf(key, name)) : [];
		const [person] = demoPersons.filter(({ at }) => at === provider.key);
		let previous: ReturnFile | null = null;
		const years = toldElsewhere.newest.includes(provider.key) ? story.years.slice(0, -1) : story.years;
		return years.map((unit, index) => {
			const year = newest - 2 + index;
			const isNewest = index === 2;
			const state = !isNewest || story.newest === 'locked' ? 'locked' : story.newest === 'submitted' ? 'submitted' : 'draft';
			const ended = isNewest ? new Date(ctx.now().getTime() - 12 * day) : new Date(Date.UTC(year + 1, 9, 20));
			const began = isNewest ? new Date(ctx.now().getTime() - 40 * day) : new Date(Date.UTC(year + 1, 8, 10));
			const random = seededNumbers(5000 + order * 100);
			const collecting = state === 'draft';
			const row = {
				id: demoId('return', `${provider.key} year ${index + 1}`),
				providerId: demoId('organisation', provider.key),
				edition: instrument.edition,
				year,
				level: story.level,
				state,
				settings: { ...settings, ...(story.level === 'centres' && { dup_persons: Math.round(unit.participants * 0.02) }) },
				sharing: story.sharing,
				best: story.sharing && story.best === true,
				invitable: story.sharing && story.invitable === true,
			} as const;
			const numbers = numbersOfStory(
				instrument,
				story,
				unit,
				centres,
				random,
				began,
				person ? demoId('person', person.key) : null,
				collecting,
			);
			const made = {
				row,
				began,
				ended: collecting ? null : ended,
				personId: person ? demoId('person', person.key) : null,
				centres,
				numbers,
				previous,
			};
			previous = fileOf(row, centres, numbers);
			return made;
		});
	});
}

function numbersOfStory(
	instrument: CountedInstrument,
	story: ReturnStory,
	unit: UnitStory,
	centres: readonly ReturnCentre[],
	random: () => number,
	at: Date,
	personId: string | null,
	collecting: boolean,
): Map<string, Map<string, Datum>> {
	const units =
		centres.length > 0 ? centres.map(({ id }, i) => [id, story.centres?.[i] ?? 1 / centres.length] as const) : [[itself, 1] as const];
	return new Map(
		units.map(([id, weight], i) => {
			const own = { ...unit, participants: Math.round(unit.participants * weight) };
			const values = numbersNear(instrument, own, random);
			const trust = trustNear(values, story.care - 0.05 * i, random);
			const data = new Map<string, Datum>();
			// Who collects has two centres whole, and one begun.
			const share = !collecting || i < 2 ? 1 : 0.45;
			const kept = [...values].slice(0, Math.round(values.size * share));
			for (const [field, value] of kept) {
				const codes = Object.entries(story.notApplicable ?? {});
				const dormant = codes.some(
					([code]) =>
						onlyUsedBy(
							instrument,
							field,
							codes.map(([each]) => each),
						) && code,
				);
				if (!dormant) data.set(field, datum(value, trust.get(field)!, story.comments?.[field] ?? '', personId, at));
			}
			for (const [code, reason] of Object.entries(story.notApplicable ?? {}))
				data.set(reasonPrefix + code, datum(reason, null, story.comments?.[code] ?? '', personId, at));
			for (const [code, comment] of Object.entries(story.comments ?? {}))
				if (code.startsWith('SU-') && !data.has(reasonPrefix + code))
					data.set(reasonPrefix + code, datum(null, null, comment, personId, at));
			return [id, data];
		}),
	);
}

/** Whether every indicator that uses a field is among these. */
function onlyUsedBy({ indicators }: CountedInstrument, field: string, codes: readonly string[]): boolean {
	const users = indicators.filter(({ formula, coverage }) => JSON.stringify([formula, coverage]).includes(`"${field}"`));
	return users.length > 0 && users.every(({ code }) => codes.includes(code));
}

function datum(value: Datum['value'], trust: TrustLevel | null, comment: string, personId: string | null, at: Date): Datum {
	return { value, trust, comment, version: 1, personId, taskId: null, at };
}

/**
 * A return for each generated provider, and for some the year before too; a few unwilling to be compared or too old, as
 * in life.
 */
function generatedReturns(ctx: Ctx, instrument: CountedInstrument, newest: number): DemoReturn[] {
	const random = seededNumbers(8128);
	const more = seededNumbers(6561);
	const open = seededNumbers(7203);
	const sizes = { 'under-250': 60, '250-999': 250, '1000-4999': 1000, '5000-or-more': 5000 };
	return generatedProviders().flatMap((provider) => {
		const lift = { 'public-school': 0, 'private-school': 3, 'adult-centre': -2, 'company-centre': 6, 'higher-vet': 4 }[provider.type];
		const overall = 56 + lift + (random() + random() + random() - 1.5) * 26;
		const near = () => overall + (random() - 0.5) * 22;
		const unit = {
			participants: Math.round(sizes[provider.size] * (1 + 2.6 * random() * random())),
			aims: { A1: near(), A2: near(), A3: near() - 4, A4: near() + 4, A5: near() - 2 },
			known: 0.45 + 0.5 * random(),
		};
		const counted = countedNear(instrument, unit, random);
		const old = random() < 0.05;
		const daysAgo = old ? 800 : 10 + Math.floor(random() * 120);
		const sharing = random() < 0.88;
		const best = more() < 0.7;
		const invitable = open() < 0.6;
		const unemployment = Math.round(30 + 90 * more()) / 10;
		const made = (key: string, year: number, daysAgo: number, { values, trust }: Counted, previous: ReturnFile | null): DemoReturn => {
			const ended = new Date(ctx.now().getTime() - daysAgo * day);
			const began = new Date(ended.getTime() - 30 * day);
			return {
				row: {
					id: demoId('return', key),
					providerId: demoId('organisation', provider.key),
					edition: instrument.edition,
					year,
					level: 'provider',
					state: 'locked',
					settings: { ...settings, ctx_unemployment: unemployment },
					sharing,
					best: sharing && best,
					invitable: sharing && invitable,
				},
				began,
				ended,
				personId: null,
				centres: [],
				numbers: new Map([
					[itself, new Map([...values].map(([field, value]) => [field, datum(value, trust.get(field)!, '', null, began)]))],
				]),
				previous,
			};
		};
		if (old || more() > 0.4) return [made(provider.key, old ? newest - 2 : newest, daysAgo, counted, null)];
		const grown = (more() - 0.25) * 8;
		const yearBefore = {
			participants: Math.round(unit.participants * (0.9 + 0.15 * more())),
			aims: Object.fromEntries(Object.entries(unit.aims).map(([axis, aim]) => [axis, aim - grown])) as UnitStory['aims'],
			known: unit.known,
		};
		const before = made(`${provider.key} before`, newest - 1, daysAgo + 365, countedNear(instrument, yearBefore, more), null);
		return [before, made(provider.key, newest, daysAgo, counted, fileOf(before.row, [], before.numbers))];
	});
}

type Counted = { values: ReturnType<typeof numbersNear>; trust: ReturnType<typeof trustNear> };

function countedNear(instrument: CountedInstrument, unit: UnitStory, random: () => number): Counted {
	const values = numbersNear(instrument, unit, random);
	return { values, trust: trustNear(values, 0.3 + 0.6 * random(), random) };
}

/** Rows of many returns, a statement a table. */
async function insertAll(tx: DatabaseTransaction, instrument: CountedInstrument, returns: readonly DemoReturn[]): Promise<void> {
	const edition = currentEdition('solity');
	await tx
		.insertInto('benchmarks.return')
		.values(
			returns.map(({ row, began, ended, personId }) => ({
				id: row.id,
				provider_id: row.providerId,
				edition: row.edition,
				year: row.year,
				level: row.level,
				state: row.state,
				settings: JSON.stringify(row.settings),
				sharing: row.sharing,
				best: row.best,
				invitable: row.invitable,
				started_by: personId,
				created_at: began,
				changed_at: ended ?? began,
				submitted_at: ended,
				locked_at: row.state === 'locked' ? ended : null,
			})),
		)
		.execute();
	const centres = returns.flatMap(({ row, centres: own }) =>
		own.map(({ id }, position) => ({ return_id: row.id, centre_id: id, position })),
	);
	await tx.insertInto('benchmarks.return_centre').values(centres).execute();

	const data = returns.flatMap(({ row, numbers }) =>
		[...numbers].flatMap(([unit, own]) => [...own].map(([target, each]) => ({ id: row.id, unit, target, ...each }))),
	);
	const column = <K extends keyof (typeof data)[number]>(key: K) => data.map((each) => each[key]);
	await sql`
		insert into benchmarks.datum (return_id, centre_id, target, value, trust, comment, changed_by, changed_at)
		select return_id, unit, target, value, trust, comment, person, at from unnest(
			${column('id')}::uuid[], ${column('unit')}::uuid[], ${column('target')}::text[],
			${data.map(({ value }) => (value === null ? null : JSON.stringify(value)))}::jsonb[], ${column('trust')}::int[],
			${column('comment')}::text[], ${column('personId')}::uuid[], ${column('at')}::timestamptz[]
		) as given(return_id, unit, target, value, trust, comment, person, at)`.execute(tx);

	const results = [];
	const confirmations = [];
	const entries = [];
	for (const { row, began, ended, personId, centres: own, numbers, previous } of returns) {
		const started = { return_id: row.id, revision: 1, kind: 'state', person_id: personId };
		entries.push({ ...started, id: demoId('entry', `${row.id} draft`), after: '"draft"', at: began });
		if (!ended) continue;
		const inputs: Inputs = {
			file: fileOf(row, own, numbers),
			comments: Object.fromEntries([...commentsOf(numbers)].map(([unit, texts]) => [unit, Object.fromEntries(texts)])),
			centres: own,
		};
		const found = evaluate(instrument, inputs.file, 'submit', previous && asYear(edition, previous));
		results.push({
			return_id: row.id,
			revision: 1,
			edition: row.edition,
			engine,
			inputs_hash: fingerprintOf(inputs.file),
			inputs: JSON.stringify(inputs),
			result: JSON.stringify(found.result),
			warnings: JSON.stringify(found.warnings),
			made_at: ended,
			locked_at: row.state === 'locked' ? ended : null,
		});
		const known = new Map(found.warnings.map((warning) => [warningKey(warning), fingerprint(warning)]));
		for (const [warning, seen] of known)
			confirmations.push({
				return_id: row.id,
				warning,
				fingerprint: seen,
				comment: 'Checked against our records; it is right.',
				person_id: personId,
				at: ended,
			});
		entries.push({ ...started, id: demoId('entry', `${row.id} submitted`), before: '"draft"', after: '"submitted"', at: ended });
		if (row.state === 'locked')
			entries.push({ ...started, id: demoId('entry', `${row.id} locked`), before: '"submitted"', after: '"locked"', at: ended });
	}
	await tx.insertInto('benchmarks.return_result').values(results).execute();
	await tx.insertInto('benchmarks.return_confirmation').values(confirmations).execute();
	await tx.insertInto('benchmarks.return_entry').values(entries).execute();
}

/** Who works on returns beside administrators: one enters a centre, one approves, one reads. */
async function insertRoles(ctx: Ctx, tx: DatabaseTransaction): Promise<void> {
	const named = [
		{ provider: 'spreewerk', person: 'katrin-noack', role: 'editor', centres: [demoId('organisation', 'spree-lausitz')] },
		{ provider: 'garonne', person: 'marc-delmas', role: 'approver', centres: null },
		{ provider: 'donau', person: 'lukas-steiner', role: 'viewer', centres: null },
	];
	await tx
		.insertInto('benchmarks.return_role')
		.values(
			named.map(({ provider, person, role, centres }) => ({
				provider_id: demoId('organisation', provider),
				person_id: demoId('person', person),
				role,
				centres,
				added_at: new Date(ctx.now().getTime() - 100 * day),
			})),
		)
		.execute();
}

/** Who was asked for numbers of the return that is collected: one has given them, one has begun, one is late. */
async function insertTasks(ctx: Ctx, tx: DatabaseTransaction, returns: readonly DemoReturn[]): Promise<void> {
	const open = returns.find(({ row }) => row.state === 'draft');
	if (!open) return;
	const [first, , third] = open.centres;
	const asked = [
		{ key: 'energy', centre: first!, fields: ['energy_kwh', 'area_m2'], name: 'Frauke Lenz', at: 'buchhaltung', due: 3, done: true },
		{
			key: 'staff',
			centre: third!,
			fields: ['staff_total', 'staff_teach', 'staff_cpd'],
			name: 'Timo Krause',
			at: 'personal',
			due: 9,
			done: false,
		},
		{
			key: 'leavers',
			centre: third!,
			fields: ['leavers_all', 'leavers_completed', 'out_leavers', 'out_known'],
			name: 'Yvonne Pohl',
			at: 'lausitz',
			due: -4,
			done: false,
		},
	];
	const moment = (days: number) => new Date(ctx.now().getTime() + days * day);
	// Without a link: nobody could have the one of an invented person.
	await tx
		.insertInto('benchmarks.return_task')
		.values(
			asked.map(({ key, centre, fields, name, at, due, done }, i) => ({
				id: demoId('task', key),
				return_id: open.row.id,
				centre_id: centre.id,
				fields,
				name,
				email: `${at}@spreewerk.example`,
				due_on: moment(due).toISOString().slice(0, 10),
				locale: 'de',
				state: done ? 'done' : 'open',
				expires_at: moment(12),
				opened_at: done || due > 0 ? moment(-6) : null,
				done_at: done ? moment(-5) : null,
				sent_at: moment(-9),
				created_at: moment(-9 + i / 1440),
				created_by: open.personId,
			})),
		)
		.execute();
}
