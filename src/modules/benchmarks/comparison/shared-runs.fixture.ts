import { sql } from 'kysely';
import type { Database } from '#platform/database/connect.ts';
import { newId } from '#platform/ids.ts';
import { randomFrom } from '../go-international/random.fixture.ts';
import { currentEdition } from '../instruments.ts';
import type { AnswerValue, LevelInstrument } from '../model.ts';
import { makeResult } from '../runs/result.ts';

const day = 86_400_000;
const countries = [
	'PT', 'DE', 'FR', 'ES', 'IT', 'PL', 'AT', 'DK', 'FI', 'SE', 'NL', 'BE', 'IE', 'GR', 'HU', 'CZ', 'SK', 'SI', 'HR', 'BG', 'RO', 'LT', 'LV', 'EE',
]; // prettier-ignore
const types = ['public-school', 'private-school', 'adult-centre', 'company-centre', 'higher-vet'];
const sizes = ['under-250', '250-999', '1000-4999', '5000-or-more'];
const statuses = ['none', 'consortium-member', 'short-term', 'accredited', 'consortium-coordinator'];
const experiences = ['0', '1-3', '4-9', '10-or-more'];
const sectors = ['041', '061', '071', '072', '073', '081', '091', '101'];

export type SharedRuns = { providerIds: string[]; runIds: string[] };

/** Providers with one finished and shared full check each, written straight into the tables; a seed gives the same ones again. */
export async function insertSharedRuns(
	db: Database,
	count: number,
	{
		seed = 1,
		fictional = false,
		sharing = true,
		profile = {},
		now = new Date(),
	}: { seed?: number; fictional?: boolean; sharing?: boolean; profile?: object; now?: Date } = {},
): Promise<SharedRuns> {
	const random = randomFrom(seed);
	const { instrument } = currentEdition('go-international');
	// Making every result anew would only cost time: a few hundred different ones are dealt out.
	const results = Array.from({ length: Math.min(count, 400) }, () =>
		JSON.stringify(
			makeResult(instrument, { answers: answers(instrument, random), evidence: new Map(), importance: new Map(), targets: new Map() }),
		),
	);
	const one = <T>(list: readonly T[]) => list[Math.floor(random() ** 1.5 * list.length)]!;
	const all: SharedRuns = { providerIds: [], runIds: [] };
	for (let from = 0; from < count; from += 5000) {
		const part = Array.from({ length: Math.min(5000, count - from) }, () => ({
			provider: newId(),
			run: newId(),
			country: one(countries),
			profile: JSON.stringify({
				country: one(countries),
				providerType: one(types),
				sizeClass: one(sizes),
				sectors: [...new Set([one(sectors), one(sectors)])],
				erasmusStatus: one(statuses),
				experience: one(experiences),
				levels: [],
				networks: [],
				...profile,
			}),
			finished: new Date(now.getTime() - Math.floor(random() * 600 + 1) * day),
			result: one(results),
		}));
		const column = <K extends keyof (typeof part)[number]>(key: K) => part.map((row) => row[key]);
		await sql`
			insert into network.organisation (id, kind, names, state, country, fictional)
			select id, 'provider', '{"en": "Provider"}', 'active', country, ${fictional}
			from unnest(${column('provider')}::uuid[], ${column('country')}::text[]) given (id, country)`.execute(db);
		await sql`
			insert into benchmarks.run (id, instrument, edition, mode, status, provider_id, locale, profile, sharing, created_at, changed_at, finished_at)
			select id, ${instrument.instrument}, ${instrument.edition}, 'full', 'finished', provider, 'en', profile, ${sharing}, finished, finished, finished
			from unnest(${column('run')}::uuid[], ${column('provider')}::uuid[], ${column('profile')}::jsonb[], ${column('finished')}::timestamptz[])
				given (id, provider, profile, finished)`.execute(db);
		await sql`
			insert into benchmarks.result (run_id, edition, inputs_hash, result, made_at)
			select id, ${instrument.edition}, '', result, finished
			from unnest(${column('run')}::uuid[], ${column('result')}::jsonb[], ${column('finished')}::timestamptz[]) given (id, result, finished)`.execute(
			db,
		);
		all.providerIds.push(...column('provider'));
		all.runIds.push(...column('run'));
	}
	return all;
}

function answers(instrument: LevelInstrument, random: () => number): Map<string, AnswerValue> {
	const overall = 1 + random() * 2.6;
	return new Map(
		instrument.items.map(({ code }) => [code, Math.min(4, Math.max(1, Math.round(overall + (random() - 0.5) * 2))) as AnswerValue]),
	);
}
