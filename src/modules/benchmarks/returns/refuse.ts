import type { Ctx } from '#platform/context.ts';
import { AppError, type ErrorCode } from '#platform/errors.ts';
import { textsOf, type Edition } from '../instruments.ts';
import { describe, type Fault } from '../solity/fault.ts';

/** Codes about the state of a return, or of one number of it; all others are about what was sent. */
const refusals: Partial<Record<Fault['code'], ErrorCode>> = {
	E_STALE: 'conflict',
	E_LOCKED: 'conflict',
	E_DUP_RETURN: 'conflict',
	E_TRANSITION: 'conflict',
	E_COHORT_NOT_READY: 'conflict',
	E_UNCONFIRMED: 'conflict',
	E_ROLE: 'forbidden',
};

/** A fault with the unit it belongs to, where a return has several. */
export type UnitFault = Fault & { unit?: string };

/**
 * Refuses with the edition's own words: the first as the message, all of them by what they are about. `details.values`
 * names the code of the first.
 */
export function refuse(
	{ locale }: Pick<Ctx, 'locale'>,
	edition: Edition<'solity'>,
	faults: readonly UnitFault[],
	values: Record<string, string | number> = {},
): never {
	const messages = describe(faults, textsOf(edition, locale));
	const [first] = messages;
	if (!first) throw new Error('There is nothing to refuse with');
	const fields: Record<string, string> = {};
	for (const [i, { code, field, indicator, message }] of messages.entries()) {
		const unit = faults[i]!.unit;
		const place = [unit, field ?? indicator ?? code].filter(Boolean).join('/');
		fields[place] = fields[place] ? `${fields[place]} ${message}` : message;
	}
	throw new AppError(refusals[first.code] ?? 'invalid_input', {
		message: first.message,
		field: first.field ?? first.indicator ?? undefined,
		fields,
		values: { ...values, fault: first.code },
	});
}
