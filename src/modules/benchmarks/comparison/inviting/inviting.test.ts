import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sql } from 'kysely';
import { useTestApp } from '../../../../../tests/support/app.ts';
import { clientOf } from '../../../../../tests/support/client.ts';
import { makeOrganisation, makePerson } from '../../../../../tests/support/provider.ts';
import { createApi } from '#platform/api/index.ts';
import { newId } from '#platform/ids.ts';
import { historyOfReturn } from '../../returns/overview.ts';
import { forgetInReturns } from '../../returns/forget.ts';
import { locked, openReturn, submitted, twoCentres } from '../../returns/returns.fixture.ts';
import { saveReturnSharing } from '../../returns/settings.ts';
import { comparisonRoutes } from '../api.ts';
import { rebuildPools } from '../rebuild.ts';
import { compareReturn } from '../return.ts';
import { insertSharedReturns, type SharedReturns } from '../shared-returns.fixture.ts';
import { defaultWeights } from '../similar.ts';
import { carryInvitations, forgetInvitations } from './carry.ts';
import { inviteSimilar, readInviting } from './invite.ts';
import { readStopping, stopInvitations } from './stop.ts';

const app = useTestApp();
const job = () => app.as({ kind: 'system', name: 'test' });
const message = 'Hello!\r\n\r\nOur numbers look alike. <b>Shall we talk?</b>';
const days = (count: number) => new Date(Date.now() + count * 86_400_000);

let others: SharedReturns;
let invented: SharedReturns;
/** Address of an administrator → its provider. */
const addresses = new Map<string, string>();

beforeAll(async () => {
	others = await insertSharedReturns(app.db, 40, { seed: 1, traits: { country: 'PT', type: 'adult-centre' } });
	invented = await insertSharedReturns(app.db, 30, { seed: 2, fictional: true });
	await rebuildPools(app);
	for (const organisationId of others.providerIds) {
		const { email } = await makePerson(app, 'Reader', [{ organisationId, role: 'provider-admin' }]);
		addresses.set(email, organisationId);
	}
	const [second] = others.providerIds;
	const { email } = await makePerson(app, 'Second reader', [{ organisationId: second!, role: 'provider-admin' }]);
	addresses.set(email, second!);
}, 60_000);

beforeEach(async () => {
	await app.db.deleteFrom('benchmarks.similar_invitation').execute();
	await app.db.deleteFrom('platform.mail').execute();
	await agreed(others.returnIds);
});

/** These returns agree to messages, and no others. */
async function agreed(ids: readonly string[]): Promise<void> {
	await sql`update benchmarks.return set invitable = sharing and id = any(${[...ids]}::uuid[])`.execute(app.db);
}

const mails = () => app.db.selectFrom('platform.mail').selectAll().where('kind', '=', 'similarInvitation').orderBy('to_address').execute();
/** Providers that got a mail. */
const reached = async () => new Set((await mails()).map(({ to_address }) => addresses.get(to_address)));

/** Somebody writes, and the message is carried. */
async function write({ ctx, returnId }: Pick<Awaited<ReturnType<typeof locked>>, 'ctx' | 'returnId'>, at = new Date()): Promise<void> {
	await inviteSimilar({ ...ctx, now: () => at }, returnId, { message });
	await carryInvitations({ ...job(), now: () => at });
}

describe('a message to similar providers', () => {
	test('reaches every administrator of those who agreed, and nobody else, with the address to answer to', async () => {
		const made = await locked(app);
		const half = others.returnIds.filter((_, i) => i % 2 === 0);
		await agreed([...half, ...invented.returnIds]);
		await write(made);
		const got = await reached();
		expect(got.size).toBeGreaterThan(3);
		for (const provider of got) expect(half).toContain(others.returnIds[others.providerIds.indexOf(provider!)]);
		const written = await mails();
		expect(written.map(({ to_address }) => to_address).toSorted()).toEqual(
			[...addresses].flatMap(([address, provider]) => (got.has(provider) ? address : [])).toSorted(),
		);
		for (const { reply_to, text_body, html_body } of written) {
			expect(reply_to).toBe(made.admin.email);
			expect(text_body).toContain('> Hello!\n>\n> Our numbers look alike. <b>Shall we talk?</b>\n');
			expect(text_body).toContain(made.admin.email);
			expect(html_body).not.toContain('<b>Shall');
		}
	});

	test('reaches exactly those of the neighbourhood that is shown', async () => {
		const made = await locked(app);
		await compareReturn(made.ctx, made.returnId, { similar: { count: 15, weights: { ...defaultWeights, size: 3 } } });
		await inviteSimilar(made.ctx, made.returnId, { message, weights: { size: 3 } });
		const { rows } = await sql<{ provider_id: string }>`
			select member.provider_id from benchmarks.similar_invitation message
			join benchmarks.comparison_neighbourhood near using (series_id, forest, number)
			join benchmarks.comparison_member member on member.id = any(near.members)`.execute(app.db);
		expect(rows.length).toBeGreaterThanOrEqual(15);
		await carryInvitations(job());
		expect(await reached()).toEqual(new Set(rows.map(({ provider_id }) => provider_id)));
	});

	test('is read in the language of who gets it', async () => {
		await app.db
			.updateTable('auth.account')
			.set({ locale: 'de' })
			.where('email', 'in', [...addresses.keys()])
			.execute();
		await write(await locked(app));
		await app.db
			.updateTable('auth.account')
			.set({ locale: 'en' })
			.where('email', 'in', [...addresses.keys()])
			.execute();
		const [mail] = await mails();
		expect(mail).toMatchObject({ locale: 'de', subject: 'Test provider sucht den Austausch mit ähnlichen Bildungsanbietern' });
	});

	test('tells who writes the same, whether anybody agreed', async () => {
		const told = async (agreeing: readonly string[]) => {
			const made = await locked(app);
			await agreed(agreeing);
			const api = clientOf(app, createApi('/api/v1', comparisonRoutes, { title: 'Test', version: '1', description: 'Test', tags: [] }));
			const answer = await api(`POST /benchmarks/solity/returns/${made.returnId}/similar/messages`, {
				actor: made.admin.actor,
				body: { message },
			});
			expect(await carryInvitations(job())).toBe(1);
			const { last, next, ...inviting } = (await readInviting(made.ctx, made.returnId))!;
			const log = await app.db
				.selectFrom('platform.audit_entry')
				.select(['action', 'details'])
				.where('organisation_id', '=', made.providerId)
				.orderBy('id')
				.execute();
			const history = (await historyOfReturn(made.ctx, made.returnId)).map(({ kind, what, after }) => ({ kind, what, after }));
			const { address, ...sender } = inviting.sender;
			expect([last, next, address]).toEqual([expect.any(Date), expect.any(Date), made.admin.email]);
			return { status: answer.status, body: answer.body, inviting: { ...inviting, sender }, log, history };
		};
		const nobody = await told([]);
		expect(await mails()).toEqual([]);
		const everybody = await told(others.returnIds);
		expect((await mails()).length).toBeGreaterThan(10);
		expect(everybody).toEqual(nobody);
		expect(nobody.status).toBe(204);
	});

	test('is forgotten once its mails are written, and a year later that it was', async () => {
		const made = await locked(app);
		await write(made);
		const kept = () => app.db.selectFrom('benchmarks.similar_invitation').selectAll().execute();
		expect(await kept()).toMatchObject([{ message: null, series_id: null, forest: null, number: null, provider_id: made.providerId }]);
		await forgetInvitations({ ...app, now: () => days(364) });
		expect(await kept()).toHaveLength(1);
		await forgetInvitations({ ...app, now: () => days(366) });
		expect(await kept()).toEqual([]);
		expect(await app.db.selectFrom('benchmarks.similar_invitation_recipient').selectAll().execute()).toEqual([]);
	});

	test('goes to everybody once, also when its job is broken off or runs twice at a time', async () => {
		const made = await locked(app);
		await inviteSimilar(made.ctx, made.returnId, { message });
		await sql`
			create function break_off() returns trigger language plpgsql as $$
			begin
				if (select count(*) from platform.mail) >= 3 then raise exception 'broken off'; end if;
				return new;
			end $$`.execute(app.db);
		await sql`create trigger break_off before insert on platform.mail for each row execute function break_off()`.execute(app.db);
		await expect(carryInvitations(job())).rejects.toThrow('broken off');
		await sql`drop function break_off cascade`.execute(app.db);
		expect(await mails()).toEqual([]);
		const carried = await Promise.all([carryInvitations(job()), carryInvitations(job()), carryInvitations(job())]);
		expect(carried.reduce((sum, count) => sum + count, 0)).toBe(1);
		const all = (await mails()).map(({ to_address }) => to_address);
		expect(all.length).toBeGreaterThan(10);
		expect(new Set(all).size).toBe(all.length);
	});

	test('that cannot be carried keeps no other waiting, and is told', async () => {
		const broken = await locked(app);
		await inviteSimilar({ ...broken.ctx, now: () => days(-1) }, broken.returnId, { message: 'broken' });
		const made = await locked(app);
		await inviteSimilar(made.ctx, made.returnId, { message });
		await sql`
			create function refuse() returns trigger language plpgsql as $$
			begin
				if new.text_body like '%broken%' then raise exception 'cannot be written'; end if;
				return new;
			end $$`.execute(app.db);
		await sql`create trigger refuse before insert on platform.mail for each row execute function refuse()`.execute(app.db);
		await expect(carryInvitations(job())).rejects.toThrow('cannot be written');
		await sql`drop function refuse cascade`.execute(app.db);
		expect((await mails()).length).toBeGreaterThan(10);
		for (const { reply_to } of await mails()) expect(reply_to).toBe(made.admin.email);
	});

	test('that is sent twice with the same key is written once', async () => {
		const made = await locked(app);
		const key = newId();
		await inviteSimilar(made.ctx, made.returnId, { message, key });
		await inviteSimilar(made.ctx, made.returnId, { message, key });
		expect(await carryInvitations(job())).toBe(1);
		await expect(inviteSimilar((await locked(app)).ctx, made.returnId, { message, key })).rejects.toMatchObject({ code: 'not_found' });
	});

	test('reaches nobody who took the consent back, was opened again, deleted or suspended before it was carried', async () => {
		const made = await locked(app);
		await inviteSimilar(made.ctx, made.returnId, { message });
		const quarter = (n: number) => others.returnIds.filter((_, i) => i % 4 === n);
		const set = (values: string, n: number) =>
			sql`update benchmarks.return set ${sql.raw(values)} where id = any(${quarter(n)}::uuid[])`.execute(app.db);
		await set('invitable = false', 0);
		await set(`state = 'reopened'`, 1);
		await set('deleted_at = now()', 2);
		const suspended = quarter(3).map((id) => others.providerIds[others.returnIds.indexOf(id)]!);
		await app.db.updateTable('network.organisation').set({ state: 'suspended' }).where('id', 'in', suspended).execute();
		expect(await carryInvitations(job())).toBe(1);
		expect(await mails()).toEqual([]);
		await sql`update benchmarks.return set state = 'locked', deleted_at = null where id = any(${others.returnIds}::uuid[])`.execute(app.db);
		await app.db.updateTable('network.organisation').set({ state: 'active' }).where('id', 'in', suspended).execute();
	});

	test('of somebody whose account is erased before it was carried is not sent', async () => {
		const made = await locked(app);
		await inviteSimilar(made.ctx, made.returnId, { message });
		await forgetInReturns(app.db, made.admin.id);
		expect(await carryInvitations(job())).toBe(1);
		expect(await mails()).toEqual([]);
	});
});

describe('who may write', () => {
	test('is an administrator of a verified provider with a locked return', async () => {
		const made = await locked(app);
		const viewer = await makePerson(app, 'Viewer');
		const role = { provider_id: made.providerId, person_id: viewer.id, role: 'viewer', added_at: new Date() };
		await app.db.insertInto('benchmarks.return_role').values(role).execute();
		const reader = app.as(viewer.actor);
		await expect(inviteSimilar(reader, made.returnId, { message })).rejects.toMatchObject({ code: 'forbidden' });
		expect(await readInviting(reader, made.returnId)).toBeNull();
		await expect(inviteSimilar(app.as(), made.returnId, { message })).rejects.toMatchObject({ code: 'not_signed_in' });

		const pending = await locked(app, { providerId: await makeOrganisation(app, { state: 'pending' }) });
		await expect(inviteSimilar(pending.ctx, pending.returnId, { message })).rejects.toMatchObject({ code: 'conflict' });
		expect(await readInviting(pending.ctx, pending.returnId)).toMatchObject({ verified: false });

		const open = await submitted(app);
		await expect(inviteSimilar(open.ctx, open.returnId, { message })).rejects.toMatchObject({ code: 'conflict' });
	});

	test('is no centre, which costs nothing to make up', async () => {
		const { providerId, ctx } = await twoCentres(app);
		const { returnId } = await openReturn(app, { providerId, year: 2023, level: 'centre', centres: [{ name: 'North again' }] });
		await expect(inviteSimilar(ctx, returnId, { message })).rejects.toMatchObject({ code: 'conflict' });
		expect(await readInviting(ctx, returnId)).toBeNull();
		await expect(saveReturnSharing(ctx, returnId, { sharing: true, invitable: true })).rejects.toMatchObject({ code: 'invalid_input' });
	});

	test('has looked at these similar providers today, and at figures that are shown', async () => {
		const made = await locked(app);
		const weights = { ...defaultWeights, fields: 0 };
		await expect(inviteSimilar(made.ctx, made.returnId, { message, weights })).rejects.toMatchObject({ code: 'conflict' });
		await compareReturn(made.ctx, made.returnId, { similar: { count: 15, weights } });
		const nothing = Object.fromEntries(Object.keys(defaultWeights).map((name) => [name, 0]));
		await compareReturn(made.ctx, made.returnId, { similar: { count: 15, weights: nothing as typeof defaultWeights } });
		await expect(inviteSimilar(made.ctx, made.returnId, { message, weights: nothing })).rejects.toMatchObject({ code: 'conflict' });
		await inviteSimilar(made.ctx, made.returnId, { message, weights });
	});

	test('waits seven days, and is told so; nothing is lost by asking', async () => {
		const made = await locked(app);
		await write(made);
		await expect(inviteSimilar(made.ctx, made.returnId, { message })).rejects.toMatchObject({ code: 'too_many_requests' });
		const later = (count: number) => ({ ...made.ctx, now: () => days(count) });
		expect(await readInviting(later(6.9), made.returnId)).toMatchObject({ next: expect.any(Date) });
		expect(await readInviting(later(7.1), made.returnId)).toMatchObject({ next: null });
		await inviteSimilar(later(7.1), made.returnId, { message });
	});

	test('says something in at most 2,000 characters; a new line is one', async () => {
		const made = await locked(app);
		for (const wrong of ['', ' \r\n ', 'x'.repeat(2001)])
			await expect(inviteSimilar(made.ctx, made.returnId, { message: wrong })).rejects.toMatchObject({ name: 'ZodError' });
		await inviteSimilar(made.ctx, made.returnId, { message: 'x\r\n'.repeat(999) + 'xx' });
	});
});

describe('a provider that agreed', () => {
	test('gets no second message of the same provider in 90 days, silently', async () => {
		const made = await locked(app);
		await write(made);
		const first = await reached();
		await app.db.deleteFrom('platform.mail').execute();
		await write(made, days(60));
		expect(await mails()).toEqual([]);
		await write(made, days(91));
		expect(await reached()).toEqual(first);
	});

	test('gets at most three in 30 days, silently', async () => {
		const [full, free] = await nearest();
		for (let n = 0; n < 3; n++) {
			const id = newId();
			await app.db
				.insertInto('benchmarks.similar_invitation')
				.values({ id, provider_id: newId(), sent_at: days(-20), carried_at: days(-20) })
				.execute();
			await app.db
				.insertInto('benchmarks.similar_invitation_recipient')
				.values({ id: newId(), invitation_id: id, provider_id: full!, at: days(-20) })
				.execute();
		}
		await write(await locked(app));
		const got = await reached();
		expect(got.has(free)).toBe(true);
		expect(got.has(full)).toBe(false);
		await write(await locked(app), days(11));
		expect((await reached()).has(full)).toBe(true);
	});

	/** Two providers every one of these tests' senders is similar to. */
	async function nearest(): Promise<string[]> {
		await write(await locked(app));
		const all = [...(await reached())];
		await app.db.deleteFrom('benchmarks.similar_invitation').execute();
		await app.db.deleteFrom('platform.mail').execute();
		return all as string[];
	}

	test('takes it back by the link in the mail, without an account, in all of its returns', async () => {
		await write(await locked(app));
		const [mail] = await mails();
		const provider = addresses.get(mail!.to_address)!;
		const secret = mail!.text_body.match(/returns\/similar\?for=(\S+)/)![1]!;
		expect(await readStopping(app.as(), secret)).toEqual({ provider: 'Provider', invitable: true });
		await stopInvitations(app.as(), secret);
		await stopInvitations(app.as(), secret);
		expect(await readStopping(app.as(), secret)).toMatchObject({ invitable: false });
		await app.db.deleteFrom('platform.mail').execute();
		await write(await locked(app));
		expect((await reached()).has(provider)).toBe(false);

		const administrator = await makePerson(app, 'Administrator', [{ organisationId: provider, role: 'provider-admin' }]);
		const returnId = others.returnIds[others.providerIds.indexOf(provider)]!;
		const [line] = await historyOfReturn(app.as(administrator.actor), returnId);
		expect(line).toMatchObject({ what: 'Similar providers may write to us', before: 'Yes', after: 'No', by: null, byTask: true });
		const { count } = await app.db
			.selectFrom('benchmarks.return_entry')
			.select((select) => select.fn.countAll<number>().as('count'))
			.where('return_id', '=', returnId)
			.executeTakeFirstOrThrow();
		expect(count).toBe(1);
	});

	test('is not switched off by a link that somebody made up', async () => {
		await write(await locked(app));
		const { id } = await app.db.selectFrom('benchmarks.similar_invitation_recipient').select('id').executeTakeFirstOrThrow();
		for (const made of ['', 'x', id, `${id}.`, `${id}.AAAA`, `${newId()}.${'A'.repeat(43)}`])
			await expect(stopInvitations(app.as(), made)).rejects.toMatchObject({ code: 'gone' });
	});
});

test('the consent is off until it is given, holds only where the return is shared, and stands in the history in words', async () => {
	const { ctx, returnId } = await locked(app);
	const consent = async () => (await compareReturn(ctx, returnId, { choices: [] })).invitable;
	expect(await consent()).toBe(false);
	await saveReturnSharing(ctx, returnId, { sharing: false, invitable: true });
	expect(await consent()).toBe(false);
	await saveReturnSharing(ctx, returnId, { sharing: true, invitable: true });
	expect(await consent()).toBe(true);
	await saveReturnSharing(ctx, returnId, { sharing: false, invitable: true });
	expect(await consent()).toBe(false);
	const lines = (await historyOfReturn(ctx, returnId)).filter(({ kind }) => kind === 'setting');
	expect(lines.map(({ what, before, after }) => `${what}: ${before}, ${after}`).toSorted()).toEqual([
		'Our locked result may be counted in comparisons: No, Yes',
		'Our locked result may be counted in comparisons: Yes, No',
		'Similar providers may write to us: No, Yes',
		'Similar providers may write to us: Yes, No',
	]);
});
