/** The network room: organisations, who works where in which role, invitations. */
import './events.ts';

export { circlesOf, providersIn, type Circle } from './circles.ts';
export { countryGroups, type CountryGroup } from './country-groups.ts';
export { createProvider, editOrganisation, forgetPerson, giveRole, setParent, takeRole, verifyOrganisation } from './commands.ts';
export { demoPersons, demoProviders } from './demo/data.ts';
export { generatedProviders, pick, seededNumbers } from './demo/generated.ts';
export { demoId, demoPeople, seedDemo, type DemoPerson } from './demo/seed.ts';
export {
	acceptInvitation,
	daysToAnswer,
	declineInvitation,
	invitationInput,
	invitationsOf,
	invite,
	readInvitation,
	withdrawInvitation,
	type Invitation,
} from './invitations.ts';
export {
	kinds,
	mailProvesOrganisation,
	organisationInput,
	roles,
	rolesOf,
	type Kind,
	type Organisation,
	type OrganisationInput,
	type Role,
} from './model.ts';
export { erasmusStatuses, placeKinds, providerTypes, sizeClasses } from './profile.ts';
export {
	administratorsOf,
	allowedOn,
	centresOfProvider,
	colleaguesOf,
	hasOwnOrganisations,
	knownProfileOf,
	listOrganisations,
	namesOfOrganisations,
	organisationFilter,
	organisationLog,
	organisationsAfter,
	pageSize,
	positionsOf,
	readOrganisation,
	standingOf,
	traitsOf,
	waitingForVerification,
	type Colleague,
	type KnownProfile,
	type OrganisationFilter,
	type Position,
	type Standing,
	type Traits,
} from './queries.ts';
