import { createHash } from 'node:crypto';
import { systemContext, type App, type Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { createAccount, grantAdministrator } from '#platform/auth/index.ts';
import { inTransaction } from '#platform/events.ts';
import { giveRole } from '../commands.ts';
import type { Kind, Role } from '../model.ts';
import { inLanguage } from '../queries.ts';
import { demoAssociations, demoMembers, demoPersons, demoProviders } from './data.ts';
import { generatedProviders } from './generated.ts';

/** The same key gives the same id on every installation, so that later demo data can refer to it. */
export function demoId(kind: string, key: string): string {
	const hex = createHash('sha256').update(`venhans demo ${kind} ${key}`).digest('hex');
	return `01930000-${hex.slice(0, 4)}-7${hex.slice(4, 7)}-8${hex.slice(7, 10)}-${hex.slice(10, 22)}`;
}

const setting = 'demo.loaded';

/**
 * Loads the fictional network: once, all or nothing. Asking again changes nothing.
 * @returns whether anything was loaded
 */
export async function seedDemo(app: App): Promise<boolean> {
	const ctx = systemContext(app, 'demo');
	return inTransaction(ctx, async (tx) => {
		const first = await tx
			.insertInto('platform.setting')
			.values({ key: setting, value: JSON.stringify({ at: ctx.now() }) })
			.onConflict((conflict) => conflict.doNothing())
			.returning('key')
			.executeTakeFirst();
		if (!first) return false;
		const organisation = (key: string) => demoId('organisation', key);
		const add = (key: string, kind: Kind, name: string, more: object = {}) =>
			tx
				.insertInto('network.organisation')
				.values({ id: organisation(key), kind, names: JSON.stringify({ en: name }), state: 'active', fictional: true, ...more })
				.execute();
		const affiliate = (association: string, key: string, begins: string) =>
			tx
				.insertInto('network.affiliation')
				.values({ association_id: organisation(association), organisation_id: organisation(key), begins_on: begins })
				.execute();

		await add('network', 'network', 'VENHANS demo network', {
			names: JSON.stringify({ en: 'VENHANS demo network', de: 'VENHANS-Demonetzwerk', fr: 'Réseau de démonstration VENHANS' }),
		});
		for (const { key, name, short, country, place } of demoAssociations)
			await add(key, 'association', name, { short_name: short, country, place, parent_id: organisation('network') });
		for (const { key, name, country, place, association } of demoMembers) {
			await add(key, 'member', name, { country, place });
			await affiliate(association, key, '2021-01-01');
		}
		for (const provider of demoProviders) {
			await add(provider.key, 'provider', provider.name, {
				country: provider.country,
				place: provider.place,
				provider_type: provider.type,
				size_class: provider.size,
				place_kind: provider.placeKind,
				erasmus_status: provider.erasmus,
				levels: provider.levels,
				sectors: provider.sectors,
				languages: provider.languages,
				web: `https://${provider.key}.example`,
				description: JSON.stringify(provider.story),
				parent_id: provider.member ? organisation(provider.member) : null,
			});
			await affiliate(provider.association, provider.key, '2022-09-01');
			for (const centre of provider.centres ?? [])
				await add(centre.key, 'centre', centre.name, {
					country: provider.country,
					place: centre.place,
					parent_id: organisation(provider.key),
				});
		}
		await addGenerated(tx);
		for (const { key, name, at, role, administrator, locale } of demoPersons) {
			const id = await createAccount(ctx, tx, { id: demoId('person', key), email: `${key}@${at}.example`, name, locale });
			await giveRole(ctx, tx, id, organisation(at), role);
			if (administrator) await grantAdministrator(ctx, tx, id);
		}
		return true;
	});
}

/** The three hundred that only stand in the directory and in comparisons, in one statement a table. */
async function addGenerated(tx: DatabaseTransaction): Promise<void> {
	const providers = generatedProviders();
	await tx
		.insertInto('network.organisation')
		.values(
			providers.map((provider) => ({
				id: demoId('organisation', provider.key),
				kind: 'provider',
				names: JSON.stringify({ en: provider.name }),
				state: 'active',
				fictional: true,
				country: provider.country,
				place: provider.place,
				provider_type: provider.type,
				size_class: provider.size,
				place_kind: provider.placeKind,
				erasmus_status: provider.erasmus,
				levels: provider.levels,
				sectors: provider.sectors,
			})),
		)
		.execute();
	await tx
		.insertInto('network.affiliation')
		.values(
			providers.map(({ key, association }) => ({
				association_id: demoId('organisation', association),
				organisation_id: demoId('organisation', key),
				begins_on: '2023-01-01',
			})),
		)
		.execute();
}

export type DemoPerson = {
	id: string;
	name: string;
	role: Role;
	administrator: boolean;
	organisation: string;
	place: string | null;
	country: string | null;
	story: string | null;
};

/** The invented people one can try the platform as, with where they work. Empty when the demo was not loaded. */
export async function demoPeople(ctx: Ctx): Promise<DemoPerson[]> {
	const rows = await ctx.db
		.selectFrom('network.role as role')
		.innerJoin('network.organisation as organisation', 'organisation.id', 'role.organisation_id')
		.select(['role.person_id', 'organisation.names', 'organisation.place', 'organisation.country', 'organisation.description'])
		.where(
			'role.person_id',
			'in',
			demoPersons.map(({ key }) => demoId('person', key)),
		)
		.execute();
	return demoPersons.flatMap(({ key, name, role, administrator = false }) => {
		const row = rows.find(({ person_id }) => person_id === demoId('person', key));
		if (!row) return [];
		return [
			{
				id: row.person_id,
				name,
				role,
				administrator,
				organisation: inLanguage(row.names, ctx.locale)!.text,
				place: row.place,
				country: row.country,
				story: inLanguage(row.description, ctx.locale)?.text ?? null,
			},
		];
	});
}
