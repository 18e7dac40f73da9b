import { sql } from 'kysely';
import { standingOf } from '#modules/network/index.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import type { Profile } from '../../go-international/profile.ts';
import { isScore, type Score } from '../../go-international/scoring.ts';
import { editionOf } from '../../instruments.ts';
import { goInternationalRules } from '../rules.ts';
import type { PoolCandidate, PoolSource } from '../source.ts';

/** The column of the overall maturity. */
export const overallColumn = 'overall';
const pageSize = 1000;

type Row = {
	id: string;
	provider_id: string;
	edition: string;
	finished_at: Date;
	sharing: boolean;
	profile: Partial<Profile>;
	score: Score;
	counts: { notApplicable: number; all: number };
};

/** Full and group checks that are finished and shared. */
export const goInternationalSource: PoolSource<DatabaseTransaction> = {
	rules: goInternationalRules,
	columnsOf: (edition) => [overallColumn, ...editionOf('go-international', edition).instrument.sections.map(({ code }) => code)],
	async *candidates(db) {
		for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
			const { rows } = await sql<Row>`
				select run.id, run.provider_id, run.edition, run.finished_at, run.sharing, run.profile,
					result.result -> 'score' as score, result.result -> 'counts' as counts
				from benchmarks.run join benchmarks.result on result.run_id = run.id
				where run.instrument = 'go-international' and run.mode in ('full', 'group') and run.status = 'finished' and run.sharing
					and run.deleted_at is null and run.provider_id is not null and run.id > ${after}
				order by run.id limit ${pageSize}`.execute(db);
			const standings = await standingOf(db, [...new Set(rows.map(({ provider_id }) => provider_id))]);
			for (const row of rows) {
				const standing = standings.get(row.provider_id);
				if (standing) yield candidateOf(row, standing);
			}
			if (rows.length < pageSize) return;
			after = rows.at(-1)!.id;
		}
	},
};

function candidateOf(row: Row, { active, fictional, owners }: { active: boolean; fictional: boolean; owners: string[] }): PoolCandidate {
	const { score, counts } = row;
	return {
		providerId: row.provider_id,
		runId: row.id,
		edition: row.edition,
		finishedAt: row.finished_at,
		sharing: row.sharing,
		official: true,
		active,
		fictional,
		// Without an overall result there is nothing to stand in the pool with.
		provisional: score.provisional || score.maturity === null,
		notApplicable: counts.notApplicable / counts.all,
		unit: 'provider',
		owners,
		weight: 1,
		best: false,
		filters: filtersOf(row.profile),
		profile: null,
		values: valuesOf(score),
	};
}

/** What a profile is filtered by. */
export function filtersOf({
	country,
	providerType,
	sizeClass,
	sectors,
	erasmusStatus,
	experience,
}: Partial<Profile>): PoolCandidate['filters'] {
	const one = (value: string | undefined) => (value === undefined ? [] : [value]);
	return {
		country: one(country),
		providerType: one(providerType),
		sizeClass: one(sizeClass),
		sector: sectors ?? [],
		erasmusStatus: one(erasmusStatus),
		experience: one(experience),
	};
}

/** A result as values by column: overall maturity and that of every section that has one. */
export function valuesOf(score: Score): Record<string, number> {
	const sections = Object.entries(score.sections).flatMap(([code, result]) => (isScore(result) ? [[code, result.maturity] as const] : []));
	return Object.fromEntries([...(score.maturity === null ? [] : [[overallColumn, score.maturity] as const]), ...sections]);
}
