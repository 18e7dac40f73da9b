import { error, type Fault } from './fault.ts';
import { heldReason, indicatorsByField, linkedReason, type CountedInstrument, type Indicator } from './instrument.ts';

/**
 * Checks the reasons "not applicable" was chosen for: first each reason in the order given, then the indicators that
 * depend on one that does not apply, in the instrument's order. An indicator with a wrong reason still counts as not
 * applicable for all later checks (specification, S-5).
 * @param given indicator → reason; null where nothing is chosen
 */
export function checkNotApplicable(
	instrument: CountedInstrument,
	given: ReadonlyMap<string, unknown>,
	level: 'provider' | 'centre',
): { notApplicable: Map<string, string>; faults: Fault[] } {
	const notApplicable = new Map<string, string>();
	const faults: Fault[] = [];
	const chosen = new Map([...given].filter(([, reason]) => reason !== null && reason !== undefined));
	const known = new Map(instrument.indicators.map((indicator) => [indicator.code, indicator]));
	for (const [code, reason] of chosen) {
		const indicator = known.get(code);
		const allowed = indicator ? reasonsOf(indicator, level, chosen.has(indicator.linked ?? '')) : [];
		if (allowed.length === 0) faults.push(error('E_NA_NOT_ALLOWED', { indicator: code }));
		else if (!allowed.includes(reason as string)) faults.push(error('E_NA_REASON', { indicator: code }, { codes: allowed.join(', ') }));
		if (indicator) notApplicable.set(code, String(reason));
	}
	for (const { code, linked } of instrument.indicators)
		if (linked && notApplicable.has(linked) && !notApplicable.has(code)) {
			const fault = error('E_NA_LINK', { indicator: code }, { linked: code, indicator: linked });
			faults.push(fault);
		}
	return { notApplicable, faults };
}

/**
 * The reasons somebody may choose for an indicator.
 * @param dependsOnOne the indicator it is linked to does not apply
 */
export function reasonsOf(indicator: Indicator, level: 'provider' | 'centre', dependsOnOne: boolean): string[] {
	return [...indicator.reasons, ...(dependsOnOne ? [linkedReason] : []), ...(level === 'centre' ? [heldReason] : [])];
}

/** Fields that must stay empty: every indicator that uses them is not applicable. */
export function dormantFields(instrument: CountedInstrument, notApplicable: ReadonlyMap<string, string>): Set<string> {
	return new Set(
		[...indicatorsByField(instrument)].filter(([, users]) => users.every(({ code }) => notApplicable.has(code))).map(([field]) => field),
	);
}
