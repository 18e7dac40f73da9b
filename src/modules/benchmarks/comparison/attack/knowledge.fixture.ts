import { readCell, type CellView } from '../figures.ts';
import { cellOf, countedIn, type Night, type NightGroup } from '../night.ts';
import { cellWidth, madeOf } from '../figures.ts';
import { isNeighbourhood, keysFor } from '../groups.ts';
import { rounded } from '../quantiles.ts';
import { hiddenReasons, type ComparisonRules } from '../rules.ts';
import type { Member } from '../table.ts';

/**
 * Everything allowed requests tell about one column, as statements about providers' values. The attacker knows which
 * provider is in which group, asks for every group with every filter pair and for every neighbourhood (which is all that
 * any number and any weights can lead to), as a stranger and as each of the accounts that work together, every night.
 */
export type Statement = {
	/** Whose values it is about; row numbers. */
	rows: readonly number[];
} & (
	| {
			kind: 'quantile';
			/** Position from the lowest, between two neighbours when not whole. */
			position: number;
			/** The value there is at least `low` and below `high`. */
			low: number;
			high: number;
	  }
	| {
			kind: 'position';
			/** Counted are the values below it, and half of those equal. */
			value: number;
			low: number;
			high: number;
	  }
);

/** All answers to one request, as a reader sees them; two worlds are the same when these are. */
export type Answer = { key: string; viewer: number | null; shown: (number | null)[] };

export type Knowledge = { statements: Statement[]; answers: Answer[] };

/**
 * @param rows every row of every night, in the order statements count them
 * @param accounts row numbers of the accounts that work together; they know their own values
 */
export function knowledgeOf(
	rules: ComparisonRules,
	nights: readonly Night[],
	rows: readonly Member[],
	accounts: readonly number[],
): Knowledge {
	const statements: Statement[] = [];
	const answers: Answer[] = [];
	const keys = rows.map((row) => new Set(keysFor(row.filters, rules.filters)));
	const seen = new Set<string>();
	for (const night of nights)
		for (const group of night.groups) {
			const made = madeOf(cellOf(group.cells, 0, cellWidth(rules)));
			const inside = made ? rowsIn(night, group, rows, keys, made.pool) : [];
			for (const viewer of [null, ...accounts]) {
				const view = viewOf(rules, group, viewer, inside.includes(viewer ?? -1), rows);
				answers.push({ key: `${night.number} ${group.key}`, viewer, shown: shownOf(rules, view) });
				const id = `${group.key} ${made?.pool} ${group.reason[0]} ${group.granted[0]} ${viewer}`;
				if (view.hidden || seen.has(id)) continue;
				seen.add(id);
				statements.push(...statementsOf(rules, view, viewer, inside, rows));
			}
		}
	return { statements, answers };
}

function rowsIn(night: Night, group: NightGroup, rows: readonly Member[], keys: readonly Set<string>[], pool: number): number[] {
	if (isNeighbourhood(group.kind)) {
		const ids = new Set(night.forest!.members[Number(group.key.split('=')[1])]);
		return rows.flatMap(({ id }, i) => (ids.has(id) ? [i] : []));
	}
	return rows.flatMap((row, i) => (keys[i]!.has(group.key) && countedIn(row, pool) ? [i] : []));
}

function viewOf(rules: ComparisonRules, group: NightGroup, viewer: number | null, counted: boolean, rows: readonly Member[]): CellView {
	const own = viewer === null ? null : rows[viewer]!;
	return readCell(
		rules,
		cellOf(group.cells, 0, cellWidth(rules)),
		group.reason[0] ? hiddenReasons[group.reason[0] - 1]! : null,
		group.granted[0]!,
		own && counted ? { value: own.values[0]!, best: own.best } : null,
		own?.values[0] ?? null,
	);
}

function shownOf(rules: ComparisonRules, view: CellView): (number | null)[] {
	const figures = [view.median, ...(view.quartiles ?? []), ...(view.tails ?? []), view.best];
	return [view.count, ...figures.map((value) => (value === null ? null : rounded(value, rules.decimals))), view.position];
}

function statementsOf(
	rules: ComparisonRules,
	view: CellView,
	viewer: number | null,
	inside: readonly number[],
	rows: readonly Member[],
): Statement[] {
	const others = inside.filter((row) => row !== viewer);
	const known = viewer === null ? null : rows[viewer]!.values[0]!;
	const half = 0.5 / 10 ** rules.decimals;
	const statements: Statement[] = [];
	const quantile = (value: number | null, position: number, of: readonly number[] = others) => {
		if (value === null) return;
		const middle = rounded(value, rules.decimals);
		// Words are made from what is shown and tell nothing more.
		statements.push({ kind: 'quantile', rows: of, position, low: middle - half, high: middle + half });
	};
	const at = (p: number) => (others.length - 1) * p;
	quantile(view.median, at(0.5));
	if (view.quartiles) for (const [i, p] of [0.25, 0.75].entries()) quantile(view.quartiles[i]!, at(p));
	if (view.tails) for (const [i, p] of [0.1, 0.9].entries()) quantile(view.tails[i]!, at(p));
	const best = others.filter((row) => rows[row]!.best);
	quantile(view.best, best.length - 1 - (Math.floor(best.length / 10) - 1) / 2, best);
	if (view.position !== null && known !== null)
		statements.push({
			kind: 'position',
			rows: others,
			value: known,
			low: ((view.position - 2.5) / 100) * others.length,
			high: ((view.position + 2.5) / 100) * others.length,
		});
	return statements;
}
