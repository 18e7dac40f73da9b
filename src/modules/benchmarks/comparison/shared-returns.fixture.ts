import { sql } from 'kysely';
import type { Database } from '#platform/database/connect.ts';
import { newId } from '#platform/ids.ts';
import { numbersNear } from '../demo/return-numbers.ts';
import { randomFrom } from '../go-international/random.fixture.ts';
import { currentEdition } from '../instruments.ts';
import { evaluate } from '../returns/evaluation.ts';
import type { Result } from '../solity/scoring.ts';

const day = 86_400_000;
const countries = ['PT', 'DE', 'FR', 'IT', 'ES', 'PL', 'RO', 'NL', 'BE', 'GR', 'CZ', 'HU', 'SE', 'AT', 'BG', 'DK', 'FI', 'SK', 'IE', 'HR'];
const types = ['public-school', 'adult-centre', 'private-school', 'company-centre', 'higher-vet', 'umbrella'];
const places = ['city', 'town', 'rural', 'island'];
const fields = ['0715', '1013', '0732', '0413', '0613', '0811', '0921', '1041', '0311', '0211', '0541', '0841'];

export type SharedReturns = { providerIds: string[]; returnIds: string[] };

/**
 * Providers with one locked and shared return each, written straight into the tables; for tests and figures.
 * @param options.traits the same traits for all of them, over the random ones
 * @param options.yearBefore also a return of the year before, as good as can be told apart
 */
export async function insertSharedReturns(
	db: Database,
	count: number,
	{
		seed = 1,
		fictional = false,
		sharing = true,
		best = true,
		yearBefore = false,
		now = new Date(),
		traits = {},
	}: {
		seed?: number;
		fictional?: boolean;
		sharing?: boolean;
		best?: boolean;
		yearBefore?: boolean;
		now?: Date;
		traits?: { country?: string; type?: string; place?: string };
	} = {},
): Promise<SharedReturns> {
	const random = randomFrom(seed);
	const { instrument } = currentEdition('solity');
	// Making every result anew would only cost time: a few hundred different ones are dealt out.
	const made = Array.from({ length: Math.min(count, 400) }, () => returnNear(random));
	const one = <T>(list: readonly T[]) => list[Math.floor(random() ** 1.5 * list.length)]!;
	const all: SharedReturns = { providerIds: [], returnIds: [] };
	for (let from = 0; from < count; from += 2000) {
		const part = Array.from({ length: Math.min(2000, count - from) }, () => ({
			provider: newId(),
			id: newId(),
			earlier: newId(),
			country: traits.country ?? one(countries),
			type: traits.type ?? one(types),
			place: traits.place ?? one(places),
			fields: JSON.stringify([...new Set([one(fields), one(fields), one(fields)])]),
			settings: JSON.stringify(random() < 0.7 ? { ctx_unemployment: Math.round(30 + random() * 120) / 10 } : {}),
			locked: new Date(now.getTime() - Math.floor(random() * 600 + 1) * day),
			result: one(made),
			before: one(made),
		}));
		const column = <K extends keyof (typeof part)[number]>(key: K) => part.map((row) => row[key]);
		await sql`
			insert into network.organisation (id, kind, names, state, country, provider_type, place_kind, sectors, fictional)
			select id, 'provider', '{"en": "Provider"}', 'active', country, type, place, array(select jsonb_array_elements_text(fields)), ${fictional}
			from unnest(${column('provider')}::uuid[], ${column('country')}::text[], ${column('type')}::text[], ${column('place')}::text[],
				${column('fields')}::jsonb[]) given (id, country, type, place, fields)`.execute(db);
		for (const [ids, year, results] of [['id', 2025, 'result'], ...(yearBefore ? ([['earlier', 2024, 'before']] as const) : [])] as const) {
			await sql`
				insert into benchmarks.return (id, provider_id, edition, year, level, state, settings, sharing, best, created_at, changed_at, submitted_at, locked_at)
				select id, provider, ${instrument.edition}, ${year}, 'provider', 'locked', settings, ${sharing}, ${sharing && best}, locked, locked, locked, locked
				from unnest(${column(ids)}::uuid[], ${column('provider')}::uuid[], ${column('settings')}::jsonb[], ${column('locked')}::timestamptz[])
					given (id, provider, settings, locked)`.execute(db);
			await sql`
				insert into benchmarks.return_result (return_id, revision, edition, engine, inputs_hash, inputs, result, warnings, made_at, locked_at)
				select id, 1, ${instrument.edition}, '1', '', inputs, result, '[]', locked, locked
				from unnest(${column(ids)}::uuid[], ${column('locked')}::timestamptz[], ${part.map((row) => row[results].inputs)}::jsonb[],
					${part.map((row) => row[results].result)}::jsonb[]) given (id, locked, inputs, result)`.execute(db);
		}
		all.providerIds.push(...column('provider'));
		all.returnIds.push(...column('id'));
	}
	return all;
}

/** All fields of one return, and what they yield. */
function returnNear(random: () => number): { inputs: string; result: string } {
	const { instrument } = currentEdition('solity');
	const overall = 25 + random() * 60;
	const near = () => Math.min(97, Math.max(3, overall + (random() - 0.5) * 30));
	const story = {
		participants: Math.round(60 * 10 ** (random() * 2.2)),
		aims: { A1: near(), A2: near(), A3: near(), A4: near(), A5: near() },
		known: 0.5 + 0.45 * random(),
	};
	const values = numbersNear(instrument, story, random);
	const file = {
		edition: instrument.edition,
		level: 'provider',
		fields: Object.fromEntries(values),
		trust: Object.fromEntries([...values.keys()].map((field) => [field, random() < 0.9 ? 3 : 2])),
		na: {},
		settings: { cohort_basis: 'Y', year_start_month: 1 },
	};
	const result: Result = evaluate(instrument, file, 'submit', null).result;
	return { inputs: JSON.stringify({ file, comments: {}, centres: [] }), result: JSON.stringify(result) };
}
