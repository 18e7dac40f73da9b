import { cellWidth, readCell, type CellView, type Counted } from './figures.ts';
import { cellOf, nextNight, type Night } from './night.ts';
import { hiddenReasons, type ComparisonRules } from './rules.ts';
import type { Member } from './table.ts';

/** A row of a pool for tests; `number` makes it different from others. */
export function member(number: number, value: number, more: Partial<Member> = {}): Member {
	return {
		id: `row ${String(number).padStart(5, '0')}`,
		providerId: `provider ${number}`,
		runId: `run ${number}`,
		since: 1,
		until: null,
		owners: [],
		weight: 1,
		best: true,
		filters: {},
		profile: null,
		values: Float64Array.of(value),
		...more,
	};
}

/** The first night of a pool with one column. */
export function firstNight(rules: ComparisonRules, members: readonly Member[]): Night {
	return nextNight({ rules, columns: 1, previous: null, members, number: 1, day: 20_000 });
}

/** What a reader sees of a group; `counted` is the reader's own row when it is in it. */
export function see(
	rules: ComparisonRules,
	night: Night,
	key: string,
	counted: Counted | null = null,
	own: number | null = counted?.value ?? null,
): CellView {
	const group = night.groups.find((each) => each.key === key);
	if (!group) return readCell(rules, new Float64Array(cellWidth(rules)), 'too-few', 0, null, null);
	const reason = group.reason[0] ? hiddenReasons[group.reason[0] - 1]! : null;
	return readCell(rules, cellOf(group.cells, 0, cellWidth(rules)), reason, group.granted[0]!, counted, own);
}
