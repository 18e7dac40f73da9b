import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../../tests/support/random.ts';
import { currentEdition, textsOf } from '../instruments.ts';
import { describe as inWords } from './fault.ts';
import { measure } from './formula.ts';
import { indicatorsByField, type Indicator } from './instrument.ts';
import { anyJson, validReturn, whole } from './random.fixture.ts';
import type { FieldValue } from './return-data.ts';
import { readFile, scoreFile, type ScoreOutput } from './score-file.ts';
import { isScored, scoreReturn } from './scoring.ts';
import { s1, s7 } from './vectors.fixture.ts';

const edition = currentEdition('solity');
const { instrument } = edition;

function scored(file: object): ScoreOutput {
	const read = scoreFile(instrument, file as Record<string, unknown>);
	if ('faults' in read) throw new Error(JSON.stringify(inWords(read.faults, textsOf(edition, 'en')), null, 1));
	return read.output;
}

describe('for random valid returns', () => {
	test('summing centres and scoring equals scoring the summed fields', () => {
		const random = seededRandom(20261124);
		for (let round = 0; round < 150; round++) {
			const { na } = validReturn(instrument, random);
			const centres = Array.from({ length: whole(random, 1, 7) }, (_, i) => {
				const { fields } = validReturn(instrument, random, { notApplicable: false });
				return { id: `c${i}`, trust: 3, na, fields: withoutUnused(fields, na!) };
			});
			const sums: Record<string, unknown> = {};
			for (const { fields } of centres)
				for (const [field, value] of Object.entries(fields))
					sums[field] = Array.isArray(value)
						? [...new Set([...((sums[field] as string[]) ?? []), ...value])]
						: Number(sums[field] ?? 0) + Number(value);
			const joined = scored({ edition: 'SU-1.0', centres });
			expect(joined).toEqual(scored({ edition: 'SU-1.0', fields: sums, trust: 3, na }));
		}
	});

	test('scores and bands stay within 0 and 100, and the score lies in its band', () => {
		const random = seededRandom(7);
		for (let round = 0; round < 400; round++) {
			const { overall, axes, indicators } = scored(validReturn(instrument, random));
			for (const result of [overall, ...Object.values(axes), ...Object.values(indicators)]) {
				if (result.score === null) continue;
				const { score, low, high } = result as { score: number; low: number; high: number };
				expect(low >= 0 && low <= score + 1e-9 && score <= high + 1e-9 && high <= 100).toBe(true);
			}
		}
	});

	test('better input never lowers the score of its indicator, its axis or the whole', () => {
		const random = seededRandom(11);
		let tried = 0;
		const kinds = new Set<string>();
		for (let round = 0; round < 900; round++) {
			const { data } = readFile(instrument, validReturn(instrument, random) as never);
			const higher = instrument.indicators.filter(({ better, formula }) => better === 'higher' && formula.kind !== 'quotient');
			const indicator = higher[Math.floor(random() * higher.length)]!;
			const better = improved(indicator.formula, data.values);
			const before = scoreReturn(instrument, data);
			if (!better || !isScored(before.indicators[indicator.code]!.status)) continue;
			const after = scoreReturn(instrument, { ...data, values: better });
			const rises = (old: number | null, now: number | null) => expect(now! - old!).toBeGreaterThanOrEqual(-1e-9);
			rises(before.indicators[indicator.code]!.score, after.indicators[indicator.code]!.score);
			// A number that others use as well can lower theirs; the axis and the whole are compared where none does.
			if (indicatorsByField(instrument).get(countOf(indicator))?.length === 1) {
				rises(before.axes[indicator.axis]!.score, after.axes[indicator.axis]!.score);
				rises(before.overall.score, after.overall.score);
			}
			tried++;
			kinds.add(indicator.formula.kind);
		}
		expect(tried).toBeGreaterThan(150);
		expect([...kinds].sort()).toEqual(['equality', 'share', 'variety']);
	});

	test('less energy and a smaller gap never lower a score', () => {
		const random = seededRandom(13);
		for (let round = 0; round < 200; round++) {
			const { data } = readFile(instrument, validReturn(instrument, random, { notApplicable: false }) as never);
			const less = new Map(data.values).set('energy_kwh', Number(data.values.get('energy_kwh')) / 2);
			const score = (values: ReadonlyMap<string, FieldValue>, code: string) =>
				scoreReturn(instrument, { ...data, values }).indicators[code]!.score;
			expect(score(less, 'SU-5.4')!).toBeGreaterThanOrEqual(score(data.values, 'SU-5.4')!);
			const equal = new Map([...data.values, ['f_den', 40], ['m_den', 40], ['f_emp', 20], ['m_emp', 20]] as [string, FieldValue][]);
			if (score(data.values, 'SU-3.3') !== null) expect(score(equal, 'SU-3.3')!).toBeGreaterThanOrEqual(score(data.values, 'SU-3.3')!);
		}
	});

	test('trust never changes a value, a score or a status', () => {
		const random = seededRandom(17);
		for (let round = 0; round < 200; round++) {
			const file = validReturn(instrument, random);
			const [one, other] = [scored({ ...file, trust: whole(random, 1, 4) }), scored(file)];
			for (const { code } of instrument.indicators) {
				const plain = ({ value, base, coverage, status, score }: ScoreOutput['indicators'][string]) => [
					value,
					base,
					coverage,
					status,
					score,
				];
				expect(plain(one.indicators[code]!)).toEqual(plain(other.indicators[code]!));
			}
			for (const { code } of instrument.axes) expect(one.axes[code]!.score).toBe(other.axes[code]!.score);
			expect(one.overall.score).toBe(other.overall.score);
		}
	});

	test('more trust never widens a band', () => {
		const random = seededRandom(19);
		for (let round = 0; round < 150; round++) {
			const file = validReturn(instrument, random);
			const [low, high] = [1, 4].map((trust) => scored({ ...file, trust }));
			for (const { code } of instrument.indicators) {
				const width = (output: ScoreOutput) => Number(output.indicators[code]!.high) - Number(output.indicators[code]!.low);
				expect(width(high!)).toBeLessThanOrEqual(width(low!));
			}
		}
	});
});

describe('for any JSON', () => {
	const words = [
		...instrument.fields.map(({ code }) => code),
		...instrument.indicators.map(({ code }) => code),
		...[
			'fields',
			'trust',
			'na',
			'settings',
			'previous',
			'centres',
			'provider',
			'id',
			'mode',
			'level',
			'draft',
			'cohort_basis',
			'list_area',
		],
		...['out_emp@sex=F', 'out_emp@', '@=', 'part_total@vulnerable=ltu', 'NO_PREQUAL', 'LINKED', 'HELD_BY_PROVIDER'],
	];
	const text = textsOf(edition, 'en');

	test('validation answers and never throws', () => {
		const random = seededRandom(23);
		for (let round = 0; round < 2000; round++) {
			const file = anyJson(random, words);
			if (typeof file !== 'object' || file === null || Array.isArray(file)) continue;
			const read = scoreFile(instrument, file as Record<string, unknown>);
			if ('faults' in read) for (const { message } of inWords(read.faults, text)) expect(message.length).toBeGreaterThan(0);
		}
	});

	test('a sound file with one wrong place in it never throws either', () => {
		const random = seededRandom(29);
		for (let round = 0; round < 1000; round++) {
			const file = structuredClone(round % 2 ? s1({ settings: { cohort_basis: 'Y' }, previous: s1() }) : s7) as Record<string, unknown>;
			let at: Record<string, unknown> = file;
			for (;;) {
				const keys = Object.keys(at);
				const key = keys[Math.floor(random() * keys.length)];
				if (key === undefined) break;
				const next = at[key];
				if (typeof next !== 'object' || next === null || random() < 0.3) {
					at[key] = anyJson(random, words, 2);
					break;
				}
				at = next as Record<string, unknown>;
			}
			const read = scoreFile(instrument, file);
			if ('faults' in read) inWords(read.faults, text);
			else expect(JSON.stringify(read.output)).not.toMatch(/NaN|Infinity/);
		}
	});
});

/** The values with one more in the count of a formula; null where there is no room for more. */
function improved(formula: Indicator['formula'], values: ReadonlyMap<string, FieldValue>) {
	const measured = measure(formula, (field) => values.get(field));
	if (formula.kind === 'share') {
		const count = values.get(formula.count);
		if (typeof count !== 'number' || !measured?.base || count >= measured.base) return null;
		return new Map(values).set(formula.count, count + 1);
	}
	if (formula.kind === 'equality') {
		const [done, group, all] = [formula.group.count, formula.group.base, formula.all.count].map((field) => Number(values.get(field)));
		return measured?.value === null || !measured || done! >= group!
			? null
			: new Map(values).set(formula.group.count, done! + 1).set(formula.all.count, all! + 1);
	}
	if (formula.kind !== 'variety') return null;
	const set = values.get(formula.set) as readonly string[] | undefined;
	const field = instrument.fields.find(({ code }) => code === formula.set)!;
	const more = field.type === 'set' ? field.codes.find((code) => !set?.includes(code)) : undefined;
	return set && more ? new Map(values).set(formula.set, [...set, more]) : null;
}

function countOf({ formula }: Indicator): string {
	return formula.kind === 'share' ? formula.count : formula.kind === 'variety' ? formula.set : '';
}

function withoutUnused(fields: Record<string, unknown>, na: Record<string, string>): Record<string, unknown> {
	const used = new Set(
		readFile(instrument, { fields, trust: 3, na }).faults.flatMap(({ code, field }) => (code === 'E_NA_WITH_DATA' ? [field] : [])),
	);
	return Object.fromEntries(Object.entries(fields).filter(([field]) => !used.has(field)));
}
