import { dormantFields } from './applicability.ts';
import { partKey, readPart } from './breakdowns.ts';
import { error, type Fault } from './fault.ts';
import {
	heldReason,
	indicatorsByField,
	linkedReason,
	participants,
	type CountedInstrument,
	type Field,
	type TrustLevel,
} from './instrument.ts';
import type { FieldValue, ReturnData, SettingValue } from './return-data.ts';
import type { GivenReturn } from './validation.ts';

/** A centre's checked return. */
export type Centre = { id: string; data: ReturnData };

/** What a provider adds to its centres: data only known centrally, and persons counted in more than one centre. */
export type OwnPart = {
	values: ReadonlyMap<string, FieldValue>;
	trust: ReadonlyMap<string, TrustLevel>;
	settings: ReadonlyMap<string, SettingValue>;
};

/** One giver of a field: a centre, or the provider itself. */
type Share = { value: FieldValue; trust: TrustLevel | undefined };

/**
 * The provider's return as the sum of its centres (section 11): numbers are summed, sets joined, then everything is
 * computed from the sums; percentages and scores are never averaged. A number that a centre still owes is missing in the
 * sum as well. The result is checked like any other return.
 */
export function joinCentres(instrument: CountedInstrument, centres: readonly Centre[], own: OwnPart): GivenReturn {
	const fields = new Map<string, unknown>();
	const trust = new Map<string, TrustLevel>();
	const lowered = new Set<string>();
	const debts = debtsOf(instrument, centres);
	for (const field of instrument.fields) {
		const shares = sharesOf(field, centres, own, debts);
		if (!shares) continue;
		const value = joined(shares);
		const less = loweringOf(instrument, field, own);
		fields.set(field.code, typeof value === 'number' ? value - less : value);
		if (less > 0) lowered.add(field.code);
		const level = joinedTrust(shares, instrument.scoring.centreShare);
		if (level !== undefined) trust.set(field.code, level);
	}
	for (const [key, value] of joinedParts(fields, centres, own, lowered)) fields.set(key, value);
	return {
		level: 'provider',
		fields,
		trustOf: (field) => trust.get(field),
		notApplicable: joinedReasons(instrument, centres),
		settings: new Map([...(centres[0]?.data.settings ?? []), ...own.settings]),
	};
}

/** Who gives a field; null where somebody still owes it, or nobody gives it. */
function sharesOf({ code }: Field, centres: readonly Centre[], own: OwnPart, debts: Debts): Share[] | null {
	const central = own.values.get(code);
	const shares: Share[] = central === undefined ? [] : [{ value: central, trust: own.trust.get(code) }];
	for (const { data } of centres) {
		const value = data.values.get(code);
		if (value !== undefined) shares.push({ value, trust: data.trust.get(code) });
	}
	if (central === undefined && debts.has(code)) return null;
	return shares.length > 0 ? shares : null;
}

type Debts = ReadonlySet<string>;

/**
 * Fields some centre has no value for and owes: all those that are not dormant there, and those it left to the provider.
 */
function debtsOf(instrument: CountedInstrument, centres: readonly Centre[]): Debts {
	const debts = new Set<string>();
	for (const { data } of centres) {
		const dormant = dormantFields(instrument, data.notApplicable);
		for (const [field, users] of indicatorsByField(instrument))
			if (!data.values.has(field) && (!dormant.has(field) || users.some(({ code }) => data.notApplicable.get(code) === heldReason)))
				debts.add(field);
	}
	return debts;
}

function joined(shares: readonly Share[]): FieldValue {
	const numbers = shares.flatMap(({ value }) => (typeof value === 'number' ? [value] : []));
	if (numbers.length === shares.length) return numbers.reduce((sum, value) => sum + value, 0);
	return [...new Set(shares.flatMap(({ value }) => (typeof value === 'number' ? [] : value)))];
}

/**
 * Trust of a sum: the lowest level among those that give at least 5 % of it. Where the sum is 0, where the field is a
 * set, or where nobody reaches 5 %, the lowest of all.
 */
function joinedTrust(shares: readonly Share[], percent: number): TrustLevel | undefined {
	const sum = shares.reduce((total, { value }) => total + (typeof value === 'number' ? value : 0), 0);
	const heavy = shares.filter(({ value }) => typeof value === 'number' && sum > 0 && 100 * value >= percent * sum);
	const levels = (heavy.length > 0 ? heavy : shares).map(({ trust }) => trust);
	return levels.every((level) => level !== undefined) ? (Math.min(...levels) as TrustLevel) : undefined;
}

/** What the provider takes off a sum, for persons counted in more than one centre. */
function loweringOf(instrument: CountedInstrument, { code }: Field, own: OwnPart): number {
	const setting = instrument.settings.find((each) => each.type === 'int' && each.lowers === code);
	const less = setting && own.settings.get(setting.code);
	return typeof less === 'number' ? less : 0;
}

/**
 * Parts of breakdowns, summed where everybody who gives the number splits it in the same way. A number that was lowered
 * has none: nobody knows in which part the persons counted twice are.
 */
function joinedParts(
	fields: ReadonlyMap<string, unknown>,
	centres: readonly Centre[],
	own: OwnPart,
	lowered: ReadonlySet<string>,
): Map<string, number> {
	const sums = new Map<string, number>();
	const givers = new Map<string, Set<string>>();
	for (const { id, data } of centres)
		for (const [key, value] of data.values) {
			const part = readPart(key);
			if (!part || typeof value !== 'number') continue;
			const split = partKey({ ...part, code: '' });
			givers.set(split, (givers.get(split) ?? new Set()).add(id));
			sums.set(key, (sums.get(key) ?? 0) + value);
		}
	const whole = (key: string) => {
		const part = readPart(key)!;
		const all = centres.filter(({ data }) => data.values.has(part.field)).length;
		return (
			fields.has(part.field) &&
			!own.values.has(part.field) &&
			!lowered.has(part.field) &&
			givers.get(partKey({ ...part, code: '' }))!.size === all
		);
	};
	return new Map([...sums].filter(([key]) => whole(key)));
}

/**
 * Indicators that apply in no centre, with the reason of the largest one. What the provider holds for its centres does
 * apply to the provider.
 */
function joinedReasons(instrument: CountedInstrument, centres: readonly Centre[]): Map<string, string> {
	const size = ({ data }: Centre) => Number(data.values.get(participants) ?? 0);
	const largestFirst = centres.toSorted((a, b) => size(b) - size(a));
	const found = new Map<string, string>();
	// Those nothing hangs on come first: LINKED is a reason only below one that does not apply.
	for (const { code, linked } of instrument.indicators.toSorted((a, b) => Number(!!a.linked) - Number(!!b.linked))) {
		const reasons = largestFirst.map(({ data }) => data.notApplicable.get(code));
		if (reasons.length === 0 || reasons.some((reason) => reason === undefined || reason === heldReason)) continue;
		const reason = reasons.find((each) => each !== linkedReason || found.has(linked ?? ''));
		if (reason !== undefined) found.set(code, reason);
	}
	return found;
}

/**
 * What is wrong with putting these centres together: settings that must be the same in all centres of a provider and
 * year (the cohort and the first month), or more persons counted twice than there are.
 */
export function joiningFaults(instrument: CountedInstrument, centres: readonly Centre[], own: OwnPart): Fault[] {
	const differing = ['cohort_basis', 'year_start_month'].flatMap((field) => {
		const values = [own.settings, ...centres.map(({ data }) => data.settings)].flatMap((settings) => settings.get(field) ?? []);
		return new Set(values).size > 1 ? [error('E_SETTINGS_DIFFER', { field })] : [];
	});
	const debts = debtsOf(instrument, centres);
	const tooMany = instrument.fields.flatMap((field) => {
		const less = loweringOf(instrument, field, own);
		const shares = sharesOf(field, centres, own, debts);
		// While a centre owes its number, nobody knows yet what there is to take from.
		if (!shares) return [];
		const sum = joined(shares);
		if (less === 0 || field.type === 'set' || typeof sum !== 'number' || sum - less >= field.min) return [];
		const setting = instrument.settings.find((each) => each.type === 'int' && each.lowers === field.code)!;
		return [error('E_RANGE', { field: setting.code }, { min: 0, max: Math.max(0, sum - field.min), value: less })];
	});
	return [...differing, ...tooMany];
}

/** Centres that gave data in every one of the years: the "same centres" line of a trend. */
export function sameCentres(years: readonly (readonly Centre[])[]): string[] {
	const [first = [], ...others] = years.map((centres) => new Set(centres.map(({ id }) => id)));
	return [...first].filter((id) => others.every((ids) => ids.has(id)));
}
