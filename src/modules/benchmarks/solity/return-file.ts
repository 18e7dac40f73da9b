import type { CountedInstrument } from './instrument.ts';
import type { ReturnData } from './return-data.ts';

/** A return in the format of section 17, for export as JSON; `venhans score` and the API read it back unchanged. */
export function returnFile(
	instrument: CountedInstrument,
	{ level, values, trust, notApplicable, settings }: ReturnData,
): Record<string, unknown> {
	return {
		edition: instrument.edition,
		level,
		mode: 'draft',
		fields: Object.fromEntries(values),
		trust: Object.fromEntries(trust),
		na: Object.fromEntries(notApplicable),
		settings: Object.fromEntries(settings),
	};
}
