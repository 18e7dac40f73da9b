import { z } from 'zod';
import { erasmusStatuses, placeKinds, providerTypes, sizeClasses } from './profile.ts';

/**
 * Words of this room (network specification, section 2): network, the installation; association, European umbrella
 * body with a vote; member, national or regional organisation in one or more associations; provider, organisation that
 * trains; centre, a place of training that belongs to a provider; delegate, speaks and votes for an association.
 */
export const kinds = ['network', 'association', 'member', 'provider', 'centre'] as const;
export type Kind = (typeof kinds)[number];

/** Roles a person can hold in an organisation. Administrator is not among them: it is a mark of the account. */
export const roles = ['staff', 'provider-admin', 'member-admin', 'delegate', 'deputy', 'expert', 'moderator', 'coordinator'] as const;
export type Role = (typeof roles)[number];

/** Which roles exist in which kind of organisation. */
export const rolesOf: Record<Kind, readonly Role[]> = {
	network: ['coordinator', 'moderator', 'expert', 'staff'],
	association: ['delegate', 'deputy', 'expert', 'staff'],
	member: ['member-admin', 'expert', 'staff'],
	provider: ['provider-admin', 'expert', 'staff'],
	centre: ['provider-admin', 'staff'],
};

export const states = ['pending', 'active', 'suspended', 'left', 'merged'] as const;
export type State = (typeof states)[number];

const optional = <T extends z.ZodType>(type: T) =>
	z.preprocess((value) => (value === '' || value === null ? undefined : value), type.optional());

/** What a person may say about an organisation. Names and descriptions are in the language `locale`. */
export const organisationInput = z.strictObject({
	name: z.string().trim().min(2).max(200),
	shortName: optional(z.string().trim().max(40)),
	country: z
		.string()
		.trim()
		.toUpperCase()
		.regex(/^[A-Z]{2}$/)
		.meta({ description: 'ISO 3166-1 alpha-2' }),
	place: optional(z.string().trim().max(120)),
	web: optional(z.url({ protocol: /^https?$/ }).max(300)),
	providerType: optional(z.enum(providerTypes)),
	sizeClass: optional(z.enum(sizeClasses)).meta({ description: 'Learners a year' }),
	placeKind: optional(z.enum(placeKinds)),
	erasmusStatus: optional(z.enum(erasmusStatuses)),
	description: optional(z.string().trim().max(2000)),
	oid: optional(
		z
			.string()
			.trim()
			.regex(/^E\d{8}$/, 'must look like E12345678'),
	).meta({ description: 'Organisation ID of the Erasmus+ programme, such as E12345678' }),
});
export type OrganisationInput = z.infer<typeof organisationInput>;

export type Organisation = {
	id: string;
	kind: Kind;
	name: string;
	/** Language the name is shown in. */
	nameLocale: string;
	shortName: string | null;
	country: string | null;
	place: string | null;
	web: string | null;
	providerType: string | null;
	sizeClass: string | null;
	placeKind: string | null;
	erasmusStatus: string | null;
	description: string | null;
	oid: string | null;
	parentId: string | null;
	state: State;
	fictional: boolean;
	version: number;
};

/** How deep the tree of organisations may be, the top counted (network specification, section 3). */
export const deepest = 5;

/** Mail services anybody can use: their domain proves no organisation. */
export const publicMailDomains: ReadonlySet<string> = new Set(
	`gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com yahoo.de yahoo.fr yahoo.it yahoo.es icloud.com me.com aol.com
	gmx.de gmx.net gmx.at gmx.ch web.de t-online.de freenet.de posteo.de mailbox.org proton.me protonmail.com pm.me tutanota.com
	orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it virgilio.it tiscali.it telefonica.net ya.ru yandex.ru mail.ru
	wp.pl o2.pl onet.pl interia.pl seznam.cz centrum.cz abv.bg mail.bg freemail.hu citromail.hu sapo.pt telenet.be skynet.be ziggo.nl kpnmail.nl`.split(
		/\s+/,
	),
);

/** True when a mail address proves its owner works for the organisation of this web page: same domain, and not a public mail service. */
export function mailProvesOrganisation(email: string, web: string | null | undefined): boolean {
	const domain = email.split('@')[1]?.toLowerCase();
	if (!domain || !web || publicMailDomains.has(domain)) return false;
	const host = new URL(web).hostname.toLowerCase().replace(/^www\./, '');
	return host === domain || host.endsWith(`.${domain}`) || domain.endsWith(`.${host}`);
}
