import { sql } from 'kysely';
import { z } from 'zod';
import { audit } from '#platform/audit.ts';
import { findAccount } from '#platform/auth/index.ts';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { AppError } from '#platform/errors.ts';
import { announce, inTransaction } from '#platform/events.ts';
import { newId } from '#platform/ids.ts';
import { sendMail } from '#platform/mail/index.ts';
import { requirePerson } from '#platform/policy.ts';
import { rightsChanged } from '#platform/rights.ts';
import {
	deepest,
	mailProvesOrganisation,
	organisationInput,
	rolesOf,
	type Kind,
	type Organisation,
	type OrganisationInput,
	type Role,
} from './model.ts';
import { heldBy, networkPolicy } from './policy.ts';
import { administratorsOf, inLanguage, subjectOf, toOrganisation } from './queries.ts';

/**
 * Adds the provider a person works for and makes them its administrator. It waits for an association or the
 * coordinator, unless the person's proved mail address shares the web page's domain.
 */
export async function createProvider(
	ctx: Ctx,
	input: OrganisationInput,
	person: { email: string },
): Promise<{ id: string; state: 'pending' | 'active' }> {
	const personId = requirePerson(ctx);
	const values = organisationInput.parse(input);
	const state = mailProvesOrganisation(person.email, values.web) ? 'active' : 'pending';
	const id = newId();
	await inTransaction(ctx, async (tx) => {
		await tx
			.insertInto('network.organisation')
			.values({ id, kind: 'provider', state, ...columnsOf(values, ctx.locale, {}, {}) })
			.execute();
		await audit(ctx, tx, {
			action: 'network.organisation.created',
			subject: { kind: 'organisation', id },
			organisationId: id,
			details: { state },
		});
		await giveRole(ctx, tx, personId, id, 'provider-admin');
		if (state === 'active') await announce(tx, 'network.organisation.activated', { organisationId: id });
	});
	return { id, state };
}

function columnsOf(values: OrganisationInput, locale: string, names: object, description: object) {
	return {
		names: JSON.stringify({ ...names, [locale]: values.name }),
		short_name: values.shortName ?? null,
		country: values.country,
		place: values.place ?? null,
		web: values.web ?? null,
		provider_type: values.providerType ?? null,
		size_class: values.sizeClass ?? null,
		place_kind: values.placeKind ?? null,
		erasmus_status: values.erasmusStatus ?? null,
		description: JSON.stringify(values.description ? { ...description, [locale]: values.description } : description),
		oid: values.oid ?? null,
	};
}

/**
 * Changes an organisation. Name and description change in the reader's language only. One that waits to be verified is
 * active from then on when its web page has become one the person's proved mail address belongs to.
 * @param version the version the change was made from
 * @param person whoever changes it
 * @throws AppError conflict when somebody else changed it meanwhile; `details.values` tells what stands there now
 */
export async function editOrganisation(
	ctx: Ctx,
	id: string,
	version: number,
	input: OrganisationInput,
	person: { email: string },
): Promise<{ version: number }> {
	const values = organisationInput.parse(input);
	return inTransaction(ctx, async (tx) => {
		networkPolicy.authorise(ctx, 'edit organisation', await heldBy(ctx, tx), await subjectOf(tx, id));
		const row = await tx.selectFrom('network.organisation').selectAll().where('id', '=', id).forUpdate().executeTakeFirstOrThrow();
		if (row.version !== version) {
			const now: Organisation = toOrganisation(row, ctx.locale);
			throw new AppError('conflict', {
				message: 'Somebody else changed this organisation meanwhile; look at both versions and send yours again',
				values: { version: row.version, name: now.name },
			});
		}
		const proved = row.state === 'pending' && row.kind === 'provider' && mailProvesOrganisation(person.email, values.web);
		await tx
			.updateTable('network.organisation')
			.set({
				...columnsOf(values, ctx.locale, row.names as object, row.description as object),
				...(proved && { state: 'active' }),
				version: version + 1,
			})
			.where('id', '=', id)
			.execute();
		await audit(ctx, tx, {
			action: 'network.organisation.changed',
			subject: { kind: 'organisation', id },
			organisationId: id,
			details: { version: version + 1, ...(proved && { state: 'active' }) },
		});
		if (proved) await announce(tx, 'network.organisation.activated', { organisationId: id });
		return { version: version + 1 };
	});
}

/**
 * An association or the coordinator says that a pending organisation is what it says it is. Its administrators, who waited
 * for it, get a mail.
 */
export async function verifyOrganisation(ctx: Ctx, id: string): Promise<void> {
	await inTransaction(ctx, async (tx) => {
		networkPolicy.authorise(ctx, 'verify organisation', await heldBy(ctx, tx), await subjectOf(tx, id));
		const changed = await tx
			.updateTable('network.organisation')
			.set({ state: 'active', version: sql`version + 1` })
			.where('id', '=', id)
			.where('state', '=', 'pending')
			.returning('names')
			.executeTakeFirst();
		if (!changed) throw new AppError('conflict', 'This organisation is not waiting to be verified');
		await audit(ctx, tx, { action: 'network.organisation.verified', subject: { kind: 'organisation', id }, organisationId: id });
		for (const person of await administratorsOf(tx, id)) {
			const account = await findAccount(tx, person);
			if (!account) continue;
			const { email, locale } = account;
			const organisation = inLanguage(changed.names, locale)?.text ?? '';
			const values = { link: `${ctx.origin}/${locale}/organisations/${id}`, organisation };
			await sendMail(ctx, tx, { kind: 'organisationVerified', to: email, locale, values });
		}
		await announce(tx, 'network.organisation.activated', { organisationId: id });
	});
}

/**
 * Puts an organisation under another (a centre under its provider, a provider under its member organisation).
 * @throws AppError conflict for a circle (E_CYCLE) or a tree of more than five levels
 */
export async function setParent(ctx: Ctx, id: string, parentId: string | null): Promise<void> {
	await inTransaction(ctx, async (tx) => {
		networkPolicy.authorise(ctx, 'edit organisation', await heldBy(ctx, tx), await subjectOf(tx, id));
		// One change of the tree at a time: two harmless ones could form a circle together.
		await sql`lock table network.organisation in share row exclusive mode`.execute(tx);
		if (parentId !== null) {
			await subjectOf(tx, parentId);
			const above = await sql<{ id: string }>`
				with recursive above(id, depth) as (
					select ${parentId}::uuid, 1 union all
					select organisation.parent_id, depth + 1 from above join network.organisation on organisation.id = above.id
					where organisation.parent_id is not null and depth < 100)
				select id from above`.execute(tx);
			if (above.rows.some((row) => row.id === id))
				throw new AppError('conflict', { message: 'E_CYCLE: an organisation can not stand above itself', field: 'parentId' });
			const below = await sql<{ depth: number }>`
				with recursive below(id, depth) as (
					select ${id}::uuid, 1 union all
					select organisation.id, depth + 1 from below join network.organisation on organisation.parent_id = below.id where depth < 100)
				select max(depth) as depth from below`.execute(tx);
			if (above.rows.length + below.rows[0]!.depth > deepest)
				throw new AppError('conflict', { message: `The tree of organisations is at most ${deepest} levels deep`, field: 'parentId' });
		}
		await tx
			.updateTable('network.organisation')
			.set({ parent_id: parentId, version: sql`version + 1` })
			.where('id', '=', id)
			.execute();
		await audit(ctx, tx, {
			action: 'network.organisation.moved',
			subject: { kind: 'organisation', id },
			organisationId: id,
			details: { parentId },
		});
	});
}

/** Gives a person a role in an organisation; giving it twice changes nothing. @throws AppError invalid_input for a role that does not exist there */
export async function giveRole(ctx: Ctx, tx: DatabaseTransaction, personId: string, organisationId: string, role: Role): Promise<void> {
	const organisation = await tx
		.selectFrom('network.organisation')
		.select('kind')
		.where('id', '=', organisationId)
		.executeTakeFirstOrThrow();
	if (!rolesOf[organisation.kind as Kind].includes(role))
		throw new AppError('invalid_input', { message: `The role ${role} does not exist in a ${organisation.kind}`, field: 'role' });
	const made = await tx
		.insertInto('network.role')
		.values({ id: newId(), person_id: personId, organisation_id: organisationId, role, created_at: ctx.now() })
		.onConflict((conflict) => conflict.doNothing())
		.returning('id')
		.executeTakeFirst();
	if (!made) return;
	await rightsChanged(tx, personId);
	await audit(ctx, tx, { action: 'network.role.given', subject: { kind: 'person', id: personId }, organisationId, details: { role } });
	await announce(tx, 'network.role.given', { personId, organisationId, role });
}

export const roleRef = z.object({ personId: z.uuid(), role: z.string() });

/** Takes a role away; everybody may lay down their own. An organisation keeps at least one administrator. */
export async function takeRole(ctx: Ctx, organisationId: string, personId: string, role: Role): Promise<void> {
	const actor = requirePerson(ctx);
	await inTransaction(ctx, async (tx) => {
		if (actor !== personId) networkPolicy.authorise(ctx, 'invite people', await heldBy(ctx, tx), await subjectOf(tx, organisationId));
		if (role === 'provider-admin' || role === 'member-admin') {
			const others = await tx
				.selectFrom('network.role')
				.select('id')
				.where('organisation_id', '=', organisationId)
				.where('role', '=', role)
				.where('person_id', '!=', personId)
				.forUpdate()
				.execute();
			if (others.length === 0)
				throw new AppError('conflict', {
					message: 'An organisation needs at least one administrator; give the role to somebody else first',
					field: 'role',
				});
		}
		const taken = await tx
			.deleteFrom('network.role')
			.where('organisation_id', '=', organisationId)
			.where('person_id', '=', personId)
			.where('role', '=', role)
			.returning('id')
			.executeTakeFirst();
		if (!taken) throw new AppError('not_found', 'This person does not have this role here');
		await rightsChanged(tx, personId);
		await audit(ctx, tx, { action: 'network.role.taken', subject: { kind: 'person', id: personId }, organisationId, details: { role } });
	});
}

/** Forgets a person whose account is gone; the organisations and their log stay. */
export async function forgetPerson(db: Ctx['db'], personId: string): Promise<void> {
	await db.deleteFrom('network.role').where('person_id', '=', personId).execute();
	await db.deleteFrom('network.delegation').where('person_id', '=', personId).execute();
	await db.deleteFrom('network.invitation').where('invited_by', '=', personId).execute();
}

/** An organisation's name in a language, inside a change. */
export async function nameOf(tx: DatabaseTransaction, organisationId: string, locale: string): Promise<string> {
	const row = await tx.selectFrom('network.organisation').select('names').where('id', '=', organisationId).executeTakeFirstOrThrow();
	return inLanguage(row.names, locale)!.text;
}
