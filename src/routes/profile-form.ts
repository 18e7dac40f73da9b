import { z } from 'zod';
import {
	answerers,
	eqfLevels,
	experiences,
	numberNames,
	numbersInput,
	profileInput,
	sectors,
	type Numbers,
	type Profile,
} from '#modules/benchmarks/index.ts';
import { erasmusStatuses, placeKinds, providerTypes, sizeClasses } from '#modules/network/index.ts';
import type { FaultWords } from './forms.ts';

export const profileChoices = { providerTypes, sizeClasses, placeKinds, erasmusStatuses, experiences, answerers, eqfLevels, sectors };

/** Which words belong to which field of the profile form. */
export const profileWords = {
	country: 'profile.error.country',
	providerType: 'profile.error.providerType',
	sizeClass: 'profile.error.sizeClass',
	erasmusStatus: 'profile.error.erasmusStatus',
	experience: 'profile.error.experience',
	sectors: 'profile.error.sectors',
	coordinationHours: 'profile.error.coordinationHours',
	networks: 'profile.error.networks',
	...Object.fromEntries(numberNames.map((name) => [fieldOf(name), 'profile.error.number' as const])),
	other: 'profile.error.other',
} as const satisfies FaultWords;

/** The field of a number in the form; money is asked for in euro and kept in cents. */
export function fieldOf(name: keyof Numbers): string {
	return name === 'ownMoneyCents' ? 'ownMoney' : name;
}

const lines = (text: string) =>
	text
		.split(/\r?\n/)
		.map((line) => line.trim())
		.filter(Boolean);

/** Reads P-1 to P-11. @throws ZodError */
export function readProfileForm(form: FormData): Profile {
	const field = (name: string) => String(form.get(name) ?? '').trim();
	return profileInput.parse({
		...Object.fromEntries(
			['country', 'providerType', 'sizeClass', 'placeKind', 'erasmusStatus', 'experience', 'answeredBy'].map((name) => [name, field(name)]),
		),
		levels: [...new Set(form.getAll('levels').map(Number))],
		sectors: [...new Set(form.getAll('sectors').map(String))],
		// Half hours are written with a comma in most of Europe.
		coordinationHours: field('coordinationHours').replace(',', '.'),
		networks: lines(field('networks')),
	});
}

/** Reads N-1 to N-10; "1.200" and "1 200" are twelve hundred. @throws ZodError whose paths are the form's fields */
export function readNumbersForm(form: FormData): Numbers {
	const field = (name: string) => {
		const text = String(form.get(name) ?? '').trim();
		return /^\d{1,3}([ .,’'\u00a0\u202f]\d{3})+([.,]\d{2})?$/.test(text) ? text.replaceAll(/[ .,’'\u00a0\u202f](?=\d{3})/g, '') : text;
	};
	const parsed = numbersInput.safeParse(
		Object.fromEntries(
			numberNames.map((name) => {
				const text = field(fieldOf(name));
				if (name !== 'ownMoneyCents' || !text) return [name, text];
				return [name, Math.round(Number(text.replace(',', '.')) * 100)];
			}),
		),
	);
	if (parsed.success) return parsed.data;
	throw new z.ZodError(parsed.error.issues.map((issue) => ({ ...issue, path: [fieldOf(issue.path[0] as keyof Numbers)] })));
}

/** A profile as the form's fields hold it: lists joined by commas, networks by line breaks. */
export function profileValues(profile: Partial<Profile>, numbers: Numbers = {}): Record<string, string> {
	const text = (value: unknown) => (value === undefined || value === null ? '' : String(value));
	const { levels = [], sectors = [], networks = [], ...single } = profile;
	return {
		...Object.fromEntries(Object.entries(single).map(([name, value]) => [name, text(value)])),
		levels: levels.join(','),
		sectors: sectors.join(','),
		networks: networks.join('\n'),
		...Object.fromEntries(
			numberNames.map((name) => {
				const value = numbers[name];
				return [fieldOf(name), text(name === 'ownMoneyCents' && value !== undefined ? value / 100 : value)];
			}),
		),
	};
}

/** The form with its lists joined as `profileValues` has them, so that what was ticked comes back after a fault. */
export function joinedLists(form: FormData): FormData {
	const joined = new FormData();
	for (const [name, value] of form) if (name !== 'levels' && name !== 'sectors') joined.append(name, value);
	for (const name of ['levels', 'sectors']) joined.set(name, form.getAll(name).join(','));
	return joined;
}
