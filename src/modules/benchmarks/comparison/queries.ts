import type { App } from '#platform/context.ts';
import type { Database } from '#platform/database/connect.ts';
import { AppError } from '#platform/errors.ts';
import type { Alike } from './alike.ts';
import type { Directory } from './codec.ts';
import { keyOf, type Choice } from './groups.ts';
import { Kept } from './kept.ts';
import { findNear, forgetForests, type Place } from './near.ts';
import type { ComparisonRules, FilterName, HiddenReason } from './rules.ts';
import { inOrder, offeredFilters, seeGroup, usualGroup, widerOf, type ComparedColumn, type NightView, type OwnValue } from './seen.ts';
import type { Profile, Weights } from './similar.ts';
import type { PoolSource } from './source.ts';
import { membersOf, newestOf, readCells, readDirectory, type Head, type KeptMember, type SeriesKey } from './store.ts';
import type { Member } from './table.ts';

/** Who asks for a comparison, and with whom. */
export type Asked = {
	source: Pick<PoolSource<never>, 'rules' | 'columnsOf'>;
	series: Omit<SeriesKey, 'instrument'>;
	providerId: string;
	/** The result that is compared, by column. */
	own: Readonly<Record<string, OwnValue>>;
	/** Filters, the one to drop first at the end. Null: the first of `usual` that can be shown. */
	choices: readonly Choice[] | null;
	usual: { lists: readonly (readonly FilterName[])[]; filters: Member['filters'] };
	/** Similar providers instead of filters. */
	similar?: {
		runId: string;
		/** What the result that is compared was like when the pool was made, or is where there is no pool. */
		profileAt: (madeAt: Date | null) => Profile;
		count: number;
		weights: Weights;
	} | null;
	/** The value whose position may be told among figures of a day; see `seeGroup`. */
	positioned?: (column: string, day: number, counted: boolean) => number | null;
};

/** One result among others, as its reader may see it. */
export type Comparison = {
	/** When the pool was made; null before the first night in which somebody shared. */
	madeAt: Date | null;
	choices: Choice[];
	/** Why nothing is shown; null when something is. */
	hidden: HiddenReason | null;
	/** Where it is hidden: the next wider group that is shown. */
	wider: Choice[] | null;
	/** The whole first. */
	columns: ComparedColumn[];
	/** What can be chosen by. */
	offered: { filter: FilterName; values: string[] }[];
	/** Whether the provider's own result counts in the newest pool. */
	counted: boolean;
	/** What similar providers are like, where they were asked for and are shown. */
	alike: Alike | null;
};

/** A night as requests need it; what it offers is worked out once. */
type ReadNight = NightView & Pick<Comparison, 'offered'> & { forest: number | null };

/** A pool never changes once it is made; a new night has another id. */
const nights = new Kept<ReadNight>(32);
const figures = new Kept<Float64Array | null>(4000);

/** Forgets what was read, as a new process has it; for figures about speed. */
export function forgetPools(): void {
	nights.forget();
	figures.forget();
	forgetForests();
}

/**
 * Compares a result with the newest pool of its series. For callers who have asked the policy.
 * @returns also the profile similar providers were looked for with (what the reader was like last night), and the neighbourhood
 * they are, where its figures are shown
 * @throws AppError invalid_input for more than two filters, two of a kind, or one the instrument does not have
 */
export async function compare(
	{ db, log }: Pick<App, 'db' | 'log'>,
	{ source, series: key, providerId, own, choices, usual, similar = null, positioned }: Asked,
): Promise<{ comparison: Comparison; profile: Profile | null; place: Place | null }> {
	const { rules } = source;
	if (choices && !inOrder(rules, choices))
		throw new AppError('invalid_input', { message: 'Choose at most two filters, and each only once', field: 'filters' });
	const full = { ...key, instrument: rules.instrument };
	const [newest, ownRows] = await Promise.all([newestOf(db, full), membersOf(db, full, providerId)]);
	const { series, head, forest } = newest ?? { series: null, head: null, forest: null };
	const columns = series?.columns ?? source.columnsOf(key.edition);
	const night = head ? await nights.get(head.poolId, () => readNightView(db, head, rules, columns.length)) : nobody(rules);
	const profile = similar && profileOf(similar, ownRows, head);
	const ownIds = ownRows.map(({ id }) => id);
	const near =
		similar && forest && night.forest === forest.number ? await findNear({ db, log }, forest, { ...similar, own: profile!, ownIds }) : null;
	const chosen = similar ? [] : choices ? [...choices] : usualGroup(night, rules, columns.length, usual.lists, usual.filters);
	const group = similar ? (near?.key ?? nowhere) : keyOf(inOrder(rules, chosen)!);
	const place = night.placeOf.get(group);
	const made = place === undefined ? 0 : night.made[place]!;
	const cells = series && made ? await figures.get(`${series.id} ${made} ${group}`, () => readCells(db, series.id, group, made)) : null;
	const seen = seeGroup({ rules, columns, night, cells, key: group, own, ownRows, near: near?.own, positioned });
	const hidden = seen[0]!.hidden;
	const comparison = {
		madeAt: head?.madeAt ?? null,
		choices: chosen,
		hidden,
		wider: hidden ? widerOf(night, rules, columns.length, chosen, similar !== null) : null,
		columns: seen,
		offered: night.offered,
		counted: ownRows.some(({ until }) => until === null),
		alike: hidden ? null : (near?.alike ?? null),
	};
	return { comparison, profile, place: hidden ? null : (near?.place ?? null) };
}

/** The key of no group at all. */
const nowhere = 'near=';

/**
 * What the reader is like, as of the last night: who changes its profile is not led to other neighbourhoods before the next
 * (SOLITY, section 14). Who counts is told by its row, everybody else by what was official then.
 */
function profileOf({ runId, profileAt }: NonNullable<Asked['similar']>, rows: readonly KeptMember[], head: Head | null): Profile {
	const counted = rows.find((row) => row.until === null && row.runId === runId);
	return counted?.profile ?? profileAt(head?.madeAt ?? null);
}

async function readNightView(db: Database, { poolId }: Head, rules: ComparisonRules, columns: number): Promise<ReadNight> {
	const { keys, count, reason, granted, made, forest }: Directory = await readDirectory(db, poolId);
	const view: NightView = { keys, placeOf: new Map(keys.map((key, place) => [key, place])), count, reason, granted, made };
	return { ...view, forest, offered: offeredFilters(view, rules, columns) };
}

/** Before the first night there is nobody to be compared with. */
const nobody = ({ filters }: ComparisonRules): ReadNight => ({
	forest: null,
	offered: filters.map((filter) => ({ filter, values: [] })),
	keys: [],
	placeOf: new Map(),
	count: new Uint32Array(),
	reason: new Uint8Array(),
	granted: new Uint8Array(),
	made: new Uint32Array(),
});
