import type { Candidate } from './entry.ts';
import type { ComparisonRules, FilterName } from './rules.ts';
import type { Profile } from './similar.ts';

/** A result that may be compared, with what it is compared by. */
export type PoolCandidate = Candidate & {
	edition: string;
	/** Invented for the demo: compared with invented ones only. */
	fictional: boolean;
	unit: 'provider' | 'centre';
	/** Ids of networks, associations and organisations above. */
	owners: readonly string[];
	/** Participants a year; 1 where the instrument does not count them. */
	weight: number;
	/** Agreed to "may count as best". */
	best: boolean;
	filters: Readonly<Partial<Record<FilterName, readonly string[]>>>;
	profile: Profile | null;
	/** By column; a column that is absent has no value that may be compared. */
	values: Readonly<Record<string, number>>;
};

/**
 * Where the pools of one instrument come from. Each instrument brings its own and is listed in rebuild.ts; the engine asks
 * nothing else of it. Whatever ends a result's right to be compared (consent withdrawn, opened again, deleted) calls
 * `leavePool` in its own transaction.
 */
export type PoolSource<Db> = {
	rules: ComparisonRules;
	/** Codes of what an edition compares. The first one is the whole: it tells whether a group is shown. */
	columnsOf(edition: string): readonly string[];
	/** Everything that is official and shared, in any order; the engine applies the rules of entry. */
	candidates(db: Db): AsyncIterable<PoolCandidate>;
};
