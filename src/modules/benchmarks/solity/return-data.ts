import type { TrustLevel } from './instrument.ts';

/** A number, or the ticked codes of a set. */
export type FieldValue = number | readonly string[];

/** An official list the numbers were counted by. */
export type OfficialList = { name: string; date?: string; link?: string };
export type SettingValue = number | string | OfficialList;

/**
 * All data of one unit for one training year, as far as they are healthy: values of a wrong type or range are left out.
 * The scores are made from this and nothing else.
 */
export type ReturnData = {
	level: 'provider' | 'centre';
	/** Field, or part of a breakdown such as `out_emp@sex=F` → value. */
	values: ReadonlyMap<string, FieldValue>;
	/** Field → trust level. */
	trust: ReadonlyMap<string, TrustLevel>;
	/** Indicator → reason. */
	notApplicable: ReadonlyMap<string, string>;
	settings: ReadonlyMap<string, SettingValue>;
};
