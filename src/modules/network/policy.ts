import { once } from '#platform/once.ts';
import { definePolicy, personOf, yes } from '#platform/policy.ts';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import type { Kind, Role, State } from './model.ts';

/** Columns of the permission table (network specification, section 5). Deputies stand in for delegates. */
export const columns = [
	'guest',
	'person',
	'provider-admin',
	'member-admin',
	'delegate',
	'expert',
	'moderator',
	'coordinator',
	'administrator',
] as const;
export type Column = (typeof columns)[number];

/** A role as it is held: where, and what was delegated to its holder. */
export type Held = { organisationId: string | null; mayVerifyFor: readonly string[] };

/** The organisation an action is about, with what its permissions depend on. */
export type Subject = { id: string; kind: Kind; state: State; parentId: string | null; associationIds: readonly string[] };

type Ask = (held: Held, subject: Subject) => boolean;
const own: Ask = ({ organisationId }, { id, parentId, kind }) =>
	organisationId === id || (kind === 'centre' && organisationId === parentId);
const pendingMembers: Ask = ({ organisationId }, { parentId, state }) => organisationId === parentId && state === 'pending';
const ownOrPendingMembers: Ask = (held, subject) => own(held, subject) || pendingMembers(held, subject);
const association: Ask = ({ organisationId }, { id, associationIds }) =>
	organisationId !== null && (organisationId === id || associationIds.includes(organisationId));
const ownOrMembers: Ask = (held, subject) => own(held, subject) || held.organisationId === subject.parentId;
const ifDelegated: Ask = ({ mayVerifyFor }, { associationIds }) => associationIds.some((id) => mayVerifyFor.includes(id));

/** Reads like the table of the specification; actions join it with the feature that needs them. */
export const networkPolicy = definePolicy<Column, Held, Subject>()({
	'read public pages': {
		guest: yes,
		person: yes,
		'provider-admin': yes,
		'member-admin': yes,
		delegate: yes,
		expert: yes,
		moderator: yes,
		coordinator: yes,
		administrator: yes,
	},
	'edit organisation': { 'provider-admin': own, 'member-admin': ownOrPendingMembers, delegate: association, coordinator: yes },
	'verify organisation': { 'member-admin': ifDelegated, delegate: association, coordinator: yes },
	'invite people': { 'provider-admin': own, 'member-admin': own, delegate: own, coordinator: yes, administrator: yes },
	'read organisation log': { 'provider-admin': own, 'member-admin': own, delegate: own, coordinator: yes },
	/** Totals only, whoever asks; the coordinator sees those of the whole network. */
	'see boards': { 'provider-admin': own, 'member-admin': ownOrMembers, delegate: association, coordinator: yes },
	'settings, keys, backup': { administrator: yes },
});

export type NetworkAction = keyof typeof networkPolicy.table;

/** Every role an actor holds, as the policy wants them. Everybody is a guest too; everybody signed in is a person too. */
export function heldBy(ctx: Ctx, tx: Ctx['db'] | DatabaseTransaction = ctx.db): Promise<{ role: Column; held: Held }[]> {
	const administrator = ctx.actor.kind === 'person' && !!ctx.actor.administrator;
	return once({ ...ctx, db: tx }, `network.held ${personOf(ctx.actor)} ${administrator}`, () => askHeld(ctx, tx));
}

async function askHeld(ctx: Ctx, tx: Ctx['db'] | DatabaseTransaction): Promise<{ role: Column; held: Held }[]> {
	const nowhere = { organisationId: null, mayVerifyFor: [] };
	const held: { role: Column; held: Held }[] = [{ role: 'guest', held: nowhere }];
	const person = personOf(ctx.actor);
	if (!person) return held;
	held.push({ role: 'person', held: nowhere });
	// A token never acts as administrator: running the machine needs a session with a second factor.
	if (ctx.actor.kind === 'person' && ctx.actor.administrator) held.push({ role: 'administrator', held: nowhere });
	const [rows, delegations] = await Promise.all([
		tx.selectFrom('network.role').select(['role', 'organisation_id']).where('person_id', '=', person).limit(200).execute(),
		tx
			.selectFrom('network.delegation')
			.select('association_id')
			.where('person_id', '=', person)
			.where('task', '=', 'verify')
			.where('ends_on', '>=', ctx.now().toISOString().slice(0, 10))
			.execute(),
	]);
	const mayVerifyFor = delegations.map(({ association_id }) => association_id);
	for (const { role, organisation_id } of rows) {
		const column = columnOf(role as Role);
		if (column) held.push({ role: column, held: { organisationId: organisation_id, mayVerifyFor } });
	}
	return held;
}

/** The table's column of a role; staff have no rights beyond a person's. */
export function columnOf(role: Role): Column | undefined {
	if (role === 'staff') return undefined;
	return role === 'deputy' ? 'delegate' : role;
}
