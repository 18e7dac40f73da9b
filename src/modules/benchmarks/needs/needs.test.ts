import { expect, test } from 'vitest';
import { circlesOf } from '#modules/network/index.ts';
import { newId } from '#platform/ids.ts';
import { useTestApp } from '../../../../tests/support/app.ts';
import { makeOrganisation, makePerson } from '../../../../tests/support/provider.ts';
import { forgetPersonsRuns } from '../quick-check/commands.ts';
import { takeNeedBack, tellNeed } from './commands.ts';
import { fewestProviders, needsIn, ownNeeds } from './queries.ts';

const app = useTestApp();

/** A network, an association with some of its providers, and one person who administers each provider. */
async function world(providers: number) {
	const network = await makeOrganisation(app, { kind: 'network', name: 'Network' });
	const association = await makeOrganisation(app, { kind: 'association', name: 'Association' });
	const coordinator = await makePerson(app, 'Coordinator', [{ organisationId: network, role: 'coordinator' }]);
	const delegate = await makePerson(app, 'Delegate', [{ organisationId: association, role: 'delegate' }]);
	const people = [];
	for (let n = 0; n < providers; n++) {
		const providerId = await makeOrganisation(app, { name: `Provider ${n}` });
		await app.db
			.insertInto('network.affiliation')
			.values({ association_id: association, organisation_id: providerId, begins_on: '2020-01-01' })
			.execute();
		const person = await makePerson(app, `Admin ${n}`, [{ organisationId: providerId, role: 'provider-admin' }]);
		people.push({ providerId, ctx: app.as(person.actor), id: person.id });
	}
	return { network, association, coordinator: app.as(coordinator.actor), delegate: app.as(delegate.actor), people };
}

test('a need counts once for a person and a provider, and can be taken back', async () => {
	const { people } = await world(1);
	const { ctx, providerId } = people[0]!;
	await tellNeed(ctx, providerId, 'curriculum');
	await tellNeed(ctx, providerId, 'curriculum');
	await tellNeed(ctx, providerId, 'funding');
	expect(await ownNeeds(ctx, providerId)).toEqual(['curriculum', 'funding']);
	await takeNeedBack(ctx, providerId, 'curriculum');
	await takeNeedBack(ctx, providerId, 'curriculum');
	expect(await ownNeeds(ctx, providerId)).toEqual(['funding']);
	await expect(tellNeed(ctx, providerId, 'cooking')).rejects.toMatchObject({ code: 'invalid_input', details: { field: 'theme' } });
});

test('only people of the provider say what it needs; others do not learn that it exists', async () => {
	const { people } = await world(2);
	const [own, other] = [people[0]!, people[1]!];
	await expect(tellNeed(other.ctx, own.providerId, 'curriculum')).rejects.toMatchObject({ code: 'not_found' });
	await expect(ownNeeds(other.ctx, own.providerId)).rejects.toMatchObject({ code: 'not_found' });
	const colleague = await makePerson(app, 'Colleague', [{ organisationId: own.providerId, role: 'staff' }]);
	await tellNeed(app.as(colleague.actor), own.providerId, 'curriculum');
	expect(await ownNeeds(own.ctx, own.providerId)).toEqual([]);
});

test('a theme is shown from five providers on; fewer are only counted as themes', async () => {
	const { association, delegate, people } = await world(fewestProviders);
	for (const { ctx, providerId } of people.slice(1)) await tellNeed(ctx, providerId, 'curriculum');
	await tellNeed(people[0]!.ctx, people[0]!.providerId, 'funding');
	expect(await needsIn(delegate, association)).toMatchObject({ themes: [], hidden: 2 });
	await tellNeed(people[0]!.ctx, people[0]!.providerId, 'curriculum');
	const colleague = await makePerson(app, 'Colleague', [{ organisationId: people[0]!.providerId, role: 'staff' }]);
	await tellNeed(app.as(colleague.actor, 'de'), people[0]!.providerId, 'curriculum');
	expect(await needsIn(delegate, association)).toMatchObject({
		themes: [{ theme: 'curriculum', name: 'Curriculum', providers: 5, people: 6, locales: [{ locale: 'en', providers: 5 }] }],
		hidden: 1,
	});
});

test('each sees the totals of their own circle: an association its providers, the coordinator everybody, others nothing', async () => {
	const one = await world(fewestProviders);
	const other = await world(fewestProviders);
	for (const { ctx, providerId } of [...one.people, ...other.people]) await tellNeed(ctx, providerId, 'impact');
	const providersOf = async (...asked: Parameters<typeof needsIn>) =>
		(await needsIn(...asked)).themes.find(({ theme }) => theme === 'impact')?.providers;
	expect(await providersOf(one.delegate, one.association)).toBe(fewestProviders);
	expect(await providersOf(one.coordinator, one.network)).toBe(2 * fewestProviders);
	await expect(needsIn(one.delegate, other.association)).rejects.toMatchObject({ code: 'not_found' });
	await expect(needsIn(one.delegate, one.network)).rejects.toMatchObject({ code: 'not_found' });
	await expect(needsIn(one.people[0]!.ctx, one.association)).rejects.toMatchObject({ code: 'not_found' });
	await expect(needsIn(app.as(), one.association)).rejects.toMatchObject({ code: 'not_signed_in' });
	expect((await circlesOf(one.delegate)).map(({ kind }) => kind)).toEqual(['association']);
});

test('providers that are not verified, and needs of more than a year ago, do not count', async () => {
	const { association, delegate, people } = await world(fewestProviders + 1);
	for (const { ctx, providerId } of people) await tellNeed(ctx, providerId, 'quality');
	expect((await needsIn(delegate, association)).themes[0]!.providers).toBe(6);
	await app.db.updateTable('network.organisation').set({ state: 'pending' }).where('id', '=', people[0]!.providerId).execute();
	expect((await needsIn(delegate, association)).themes[0]!.providers).toBe(5);
	const later = { ...delegate, now: () => new Date(Date.now() + 400 * 86_400_000) };
	expect(await needsIn(later, association)).toMatchObject({ themes: [], hidden: 0 });
});

test('erasing a person keeps the count and forgets who it was', async () => {
	const { association, delegate, people } = await world(fewestProviders);
	for (const { ctx, providerId } of people) await tellNeed(ctx, providerId, 'digital');
	await forgetPersonsRuns(app.db, people[0]!.id);
	expect((await needsIn(delegate, association)).themes[0]!.providers).toBe(fewestProviders);
	expect(await app.db.selectFrom('benchmarks.theme_need').select('id').where('person_id', '=', people[0]!.id).execute()).toEqual([]);
	await expect(needsIn(delegate, newId())).rejects.toMatchObject({ code: 'not_found' });
});
