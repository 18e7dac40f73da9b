import { error, type Fault } from './fault.ts';
import { isGiven } from './field-value.ts';
import type { CountedInstrument } from './instrument.ts';
import type { SettingValue } from './return-data.ts';

/** Settings of a return (end of section 7). Names the edition does not know are left alone: other parts keep theirs there. */
export function checkSettings(
	instrument: CountedInstrument,
	given: ReadonlyMap<string, unknown>,
): { settings: Map<string, SettingValue>; faults: Fault[] } {
	const settings = new Map<string, SettingValue>();
	const faults: Fault[] = [];
	for (const setting of instrument.settings) {
		const value = given.get(setting.code);
		if (!isGiven(value) || value === '') continue;
		const fault = faultOf(setting, value);
		if (fault) faults.push(fault);
		else if (setting.type !== 'list' || nameOf(value)) settings.set(setting.code, value as SettingValue);
	}
	return { settings, faults };
}

type Setting = CountedInstrument['settings'][number];

function faultOf(setting: Setting, value: unknown): Fault | null {
	const field = setting.code;
	if (setting.type === 'choice')
		return setting.codes.includes(value as string) ? null : error('E_TYPE', { field }, { codes: setting.codes.join(', ') }, 'set');
	if (setting.type === 'list') return nameOf(value) === null ? error('E_TYPE', { field }, {}, 'object') : null;
	if (typeof value !== 'number' || !(setting.type === 'int' ? Number.isInteger(value) : Number.isFinite(value)))
		return error('E_TYPE', { field }, {}, setting.type);
	const { min, max } = setting;
	return value < min || value > max ? error('E_RANGE', { field }, { min, max, value }) : null;
}

/** The name of an official list, given as a text or as name, date and link; null for something else. */
function nameOf(value: unknown): string | null {
	if (typeof value === 'string') return value.trim();
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
	const name = (value as { name?: unknown }).name ?? '';
	return typeof name === 'string' ? name.trim() : null;
}
