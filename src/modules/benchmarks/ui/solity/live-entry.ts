import type { LiveEntry } from '../../returns/entry-view.ts';

export type { LiveEntry } from '../../returns/entry-view.ts';

/** What stands in the boxes of one number, and which version of it the one who typed had seen. */
export type Said = { value: string | string[]; trust: number | null; comment: string; basedOn: number };

/** Whether an answer of the server was overtaken by one that came before it: versions only rise. */
export function isOlder(told: LiveEntry, than: LiveEntry): boolean {
	const before = (one: { version: number } | undefined, other: { version: number }) => !!one && one.version < other.version;
	return (
		Object.entries(than.fields).some(([field, known]) => before(told.fields[field], known)) ||
		Object.entries(than.indicators).some(([code, { reason }]) => before(told.indicators[code]?.reason, reason))
	);
}

/**
 * Whether somebody else saved a number after a refused form typed into it.
 * @param typed the form as it came back, with `basedOn:<target>` for every box that was touched
 * @param version of the number as it stands on the server
 */
export function isOvertaken(typed: Readonly<Record<string, string>>, target: string, version: number): boolean {
	const basedOn = typed[`basedOn:${target}`];
	return basedOn !== undefined && Number(basedOn) < version;
}
