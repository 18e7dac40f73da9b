import {
	erasmusStatuses,
	organisationInput,
	placeKinds,
	providerTypes,
	sizeClasses,
	type OrganisationInput,
} from '#modules/network/index.ts';
import type { FaultWords } from './forms.ts';

export const organisationChoices = { providerTypes, sizeClasses, placeKinds, erasmusStatuses };

/** Which words belong to which field of the organisation form. */
export const organisationWords: FaultWords = {
	name: 'organisations.error.name',
	country: 'organisations.error.country',
	web: 'organisations.error.web',
	oid: 'organisations.error.oid',
	conflict: 'organisations.error.conflict',
	other: 'organisations.error.other',
};

/** Reads the form. A web page without its protocol gets one. @throws ZodError */
export function readOrganisationForm(form: FormData): OrganisationInput {
	const field = (name: string) => String(form.get(name) ?? '');
	const web = field('web').trim();
	return organisationInput.parse({
		...Object.fromEntries(
			['name', 'shortName', 'country', 'place', 'providerType', 'sizeClass', 'placeKind', 'erasmusStatus', 'description', 'oid'].map(
				(name) => [name, field(name)],
			),
		),
		web: web && !/^https?:\/\//.test(web) ? `https://${web}` : web,
	});
}
