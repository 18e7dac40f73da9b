import { definePolicy, yes } from '#platform/policy.ts';
import type { ReturnRole } from '../solity/states.ts';

/**
 * Who may do what with returns (SOLITY specification, section 12). `admin` is an administrator of the provider, who is
 * its owner too; `centre` an administrator of a centre, for that centre's numbers; the others are named at a provider
 * for all its returns. What a state allows is in ../solity/states.ts.
 */
export const returnRoles = ['admin', 'approver', 'editor', 'viewer', 'centre'] as const;
export type ReturnRoleName = (typeof returnRoles)[number];

/**
 * What a role is limited to: null for all centres, and for all axes; of a viewer, whether numbers may be read too; of who
 * administers a centre, whether the provider lets centres see each other.
 */
export type HeldReturnRole = {
	centres: readonly string[] | null;
	axes: readonly string[] | null;
	readsNumbers?: boolean;
	seesCentres?: boolean;
};
/** The numbers an action is about; nothing where it is about the return as a whole. */
export type ReturnSubject = { centre?: string; axes?: readonly string[] };

const inScope = ({ centres, axes }: HeldReturnRole, { centre, axes: about }: ReturnSubject) =>
	(centre === undefined || centres === null || centres.includes(centre)) &&
	(about === undefined || axes === null || about.some((axis) => axes.includes(axis)));
const inScopeOrAllowed = (held: HeldReturnRole, subject: ReturnSubject) => held.seesCentres === true || inScope(held, subject);
const ifAllowed = ({ readsNumbers = false }: HeldReturnRole) => readsNumbers;

export const returnPolicy = definePolicy<ReturnRoleName, HeldReturnRole, ReturnSubject>()({
	'read return': { admin: yes, approver: yes, editor: yes, viewer: yes, centre: yes },
	'read report': { admin: yes, approver: yes, editor: yes, viewer: yes, centre: inScope },
	'see centre': { admin: yes, approver: yes, editor: yes, viewer: yes, centre: inScopeOrAllowed },
	'read numbers': { admin: yes, approver: yes, editor: yes, viewer: ifAllowed, centre: inScope },
	'enter numbers': { admin: yes, editor: inScope, centre: inScope },
	'give tasks': { admin: yes, editor: inScope },
	'import': { admin: yes, editor: inScope, centre: inScope },
	'change settings': { admin: yes },
	'write panels': { admin: yes, editor: ({ centres, axes }) => centres === null && axes === null },
	'submit': { admin: yes, approver: yes },
	'name people': { admin: yes },
	'share': { admin: yes },
	'write to similar providers': { admin: yes },
	'publish card': { admin: yes },
	'delete': { admin: yes },
}); // prettier-ignore

export type ReturnAction = keyof typeof returnPolicy.table;

/** The words of the table of states for a role here: an administrator of the provider is its owner. */
export const stateRoleOf: Record<ReturnRoleName, ReturnRole> = {
	admin: 'owner',
	approver: 'approver',
	editor: 'editor',
	viewer: 'viewer',
	centre: 'editor',
};
