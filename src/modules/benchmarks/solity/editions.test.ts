import { expect, test } from 'vitest';
import { currentEdition } from '../instruments.ts';
import { copyStructure } from './copy-structure.ts';
import { carryOver, fieldChanges, recalculated } from './editions.ts';
import { countedInstrumentSchema, type CountedInstrument } from './instrument.ts';
import { readFile } from './score-file.ts';
import { scoreReturn } from './scoring.ts';
import { changeOf, trend, type TrendYear } from './trend.ts';
import { s1, s3, s1Fields } from './vectors.fixture.ts';

const { instrument: first } = currentEdition('solity');

/** A later edition: SU-1.4 easier, one field renamed, one added where `needs` says so. */
function later(needs: { added?: boolean; split?: boolean } = {}): CountedInstrument {
	const text = JSON.stringify({ ...first, edition: 'SU-1.1', frozen: false })
		.replaceAll('"act_done"', '"act_finished"')
		.replace('"zero":40,"full":82', '"zero":30,"full":72');
	const next = JSON.parse(text) as CountedInstrument;
	next.mapping = { from: 'SU-1.0', fields: [{ kind: 'renamed', from: 'act_done', to: 'act_finished' }] };
	if (needs.added) {
		next.fields.push({ ...next.fields[0]!, code: 'act_dropped' });
		next.indicators.at(-1)!.coverage = [{ known: 'act_dropped', of: 'act_planned' }];
		next.mapping.fields.push({ kind: 'new', to: 'act_dropped' });
	}
	return countedInstrumentSchema.parse(next);
}

const data = readFile(first, s1({ settings: { cohort_basis: 'Y' }, fields: { 'out_emp@sex=F': 260 } }) as never).data;

test('the table between two editions names every field once', () => {
	const changes = fieldChanges(first, later({ added: true }));
	expect(changes.filter(({ kind }) => kind !== 'same')).toEqual([
		{ kind: 'renamed', from: 'act_done', to: 'act_finished' },
		{ kind: 'new', to: 'act_dropped' },
	]);
	expect(changes.filter(({ kind }) => kind === 'same')).toHaveLength(59);
});

test('numbers, trust and breakdowns move to their new names', () => {
	const carried = carryOver(first, later(), data);
	expect([carried.values.get('act_finished'), carried.trust.get('act_finished'), carried.values.has('act_done')]).toEqual([14, 3, false]);
	expect(carried.values.get('out_emp@sex=F')).toBe(260);
});

test('an old year is recalculated with the new points, and its official result stays', () => {
	const official = scoreReturn(first, data);
	const again = recalculated([first, later()], data)!;
	expect(again.indicators['SU-1.4']!.value).toBe(official.indicators['SU-1.4']!.value);
	expect(again.indicators['SU-1.4']!.score).toBeCloseTo((100 * (68.42105263 - 30)) / 42, 6);
	expect(again.overall.score!).toBeGreaterThan(official.overall.score!);
	expect(again.indicators['SU-5.5']).toEqual(official.indicators['SU-5.5']);
});

test('where the new edition asks for a number nobody has, nothing is recalculated', () => {
	expect(recalculated([first, later({ added: true })], data)).toBeNull();
});

test('a trend has marks for a new edition, another cohort and other centres, and the dashed line', () => {
	const next = later();
	const year = (n: number, instrument: CountedInstrument, of: typeof data, ...centres: string[]): TrendYear => ({
		year: n, instrument, data: of, result: scoreReturn(instrument, of), centres,
	}); // prettier-ignore
	const other = { ...data, settings: new Map([['cohort_basis', 'Y-1']]) };
	const carried = carryOver(first, next, other);
	const points = trend(
		[year(2026, next, carried, 'b', 'c'), year(2024, first, data, 'a', 'b'), year(2025, first, other, 'b')],
		[first, next],
	);
	expect(points.map(({ year: y, marks }) => [y, marks])).toEqual([
		[2024, []],
		[2025, ['cohort-changed', 'centres-closed']],
		[2026, ['new-edition', 'centres-added']],
	]);
	expect(points.map(({ recalculated: line }) => line && line.score)).toEqual([points[2]!.overall.score, points[2]!.overall.score, null]);
	const many = Array.from({ length: 9 }, (_, i) => year(2017 + i, first, data));
	expect(trend(many, [first]).map(({ year: y }) => y)).toEqual([2020, 2021, 2022, 2023, 2024, 2025]);
});

test('a change is clear only when the bands have nothing in common', () => {
	expect(changeOf({ score: 60, low: 57, high: 63 }, { score: 67, low: 64, high: 70 })).toEqual({ difference: 7, verdict: 'better' });
	expect(changeOf({ score: 67, low: 64, high: 70 }, { score: 60, low: 57, high: 63 })!.verdict).toBe('lower');
	expect(changeOf({ score: 60, low: 57, high: 64 }, { score: 67, low: 64, high: 70 })!.verdict).toBe('no-clear-change');
	expect(changeOf({ score: 60, low: null, high: null }, { score: 90, low: 87, high: 93 })!.verdict).toBe('no-clear-change');
	expect(changeOf({ score: null }, { score: 67, low: 64, high: 70 })).toBeNull();
});

test('next year starts with the structure, never with numbers or trust', () => {
	const last = readFile(first, { ...s3, settings: { cohort_basis: 'Y', list_area: { name: 'Areas 2025' } } } as never).data;
	const notes = {
		comments: new Map([['SU-1.4', 'We called twice.'], ['SU-9.9', 'gone']]), // prettier-ignore
		counting: new Map([['part_total', 'Count of the learner system on 31 December']]),
	};
	const fresh = copyStructure(first, first, last, notes);
	expect(Object.keys(fresh)).toEqual(['settings', 'notApplicableToConfirm', 'hints', 'lastYear']);
	expect([...fresh.notApplicableToConfirm.keys()]).toEqual(['SU-1.3', 'SU-3.4', 'SU-5.5']);
	expect(fresh.settings.get('list_area')).toEqual({ name: 'Areas 2025' });
	expect([...fresh.hints.comments.keys()]).toEqual(['SU-1.4']);
	expect(fresh.lastYear.get('part_total')).toBe(s1Fields.part_total);
});
