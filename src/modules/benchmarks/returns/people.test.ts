import { describe, expect, test } from 'vitest';
import { useTestApp } from '../../../../tests/support/app.ts';
import { secretMailedTo } from '../../../../tests/support/client.ts';
import { makeOrganisation, makePerson } from '../../../../tests/support/provider.ts';
import { daysToAccept } from '../invitations.ts';
import { saveNumbers } from './entry.ts';
import { forgetInReturns } from './forget.ts';
import { savePanel } from './panels.ts';
import {
	acceptReturnInvitation,
	declineReturnInvitation,
	deleteEndedInvitations,
	inviteToReturns,
	nameForReturns,
	peopleOfReturns,
	readReturnInvitation,
	removeFromReturns,
	withdrawReturnInvitation,
} from './people.ts';
import { readReturn } from './queries.ts';
import { entriesOf, openReturn } from './returns.fixture.ts';
import { startReturn } from './start.ts';

const app = useTestApp();

const asPerson = (personId: string) => app.as({ kind: 'person', personId, sessionId: personId });
const gone = { code: 'gone' };

describe('an invitation to returns', () => {
	test('is mailed, accepted once, and lets its person do what their role says, in every year', async () => {
		const { ctx, providerId, returnId } = await openReturn(app);
		const email = `approver.${returnId.slice(-6)}@vale.example`;
		await inviteToReturns(ctx, returnId, { email, role: 'approver' }, 'Ana Ferreira');
		expect((await peopleOfReturns(ctx, returnId)).invitations).toMatchObject([{ email, role: 'approver' }]);
		const secret = await secretMailedTo(app, email);
		expect(await readReturnInvitation(app.as(), secret)).toMatchObject({ returnId, email, role: 'approver' });
		const { personId } = await acceptReturnInvitation(app.as(), secret);
		await expect(acceptReturnInvitation(app.as(), secret)).rejects.toMatchObject(gone);
		const later = await startReturn(ctx, { providerId, year: 2023, level: 'provider' });
		for (const id of [returnId, later.returnId])
			expect((await readReturn(asPerson(personId), id)).allowed).toMatchObject({
				'read numbers': true,
				submit: true,
				'enter numbers': false,
				'name people': false,
			});
		expect(await peopleOfReturns(asPerson(personId), returnId)).toMatchObject({
			people: [{ personId, role: 'approver' }],
			invitations: [],
		});
	});

	test('ends after its days, when it is taken back or declined, and when another is sent to the same address', async () => {
		const { ctx, returnId } = await openReturn(app);
		const email = `reader.${returnId.slice(-6)}@vale.example`;
		const send = async () => {
			const { id } = await inviteToReturns(ctx, returnId, { email, role: 'viewer' }, 'Ana Ferreira');
			return { id, secret: await secretMailedTo(app, email) };
		};
		const first = await send();
		const second = await send();
		await expect(readReturnInvitation(app.as(), first.secret)).rejects.toMatchObject(gone);
		const late = { ...app.as(), now: () => new Date(Date.now() + (daysToAccept + 1) * 86_400_000) };
		await expect(acceptReturnInvitation(late, second.secret)).rejects.toMatchObject(gone);
		await withdrawReturnInvitation(ctx, returnId, second.id);
		await expect(acceptReturnInvitation(app.as(), second.secret)).rejects.toMatchObject(gone);
		const third = await send();
		await declineReturnInvitation(app.as(), third.secret);
		await expect(acceptReturnInvitation(app.as(), third.secret)).rejects.toMatchObject(gone);
		await expect(withdrawReturnInvitation(ctx, returnId, third.id)).rejects.toMatchObject({ code: 'not_found' });
		expect((await peopleOfReturns(ctx, returnId)).people).toEqual([]);
	});

	test('is not kept once it is answered, taken back, replaced or over', async () => {
		const { ctx, returnId } = await openReturn(app);
		const kept = async () =>
			(await app.db.selectFrom('benchmarks.return_invitation').select('email').where('return_id', '=', returnId).execute()).length;
		const send = async (name: string) => {
			const email = `${name}.${returnId.slice(-6)}@vale.example`;
			const { id } = await inviteToReturns(ctx, returnId, { email, role: 'viewer' }, 'Ana Ferreira');
			return { id, secret: await secretMailedTo(app, email) };
		};
		await acceptReturnInvitation(app.as(), (await send('accepts')).secret);
		await declineReturnInvitation(app.as(), (await send('declines')).secret);
		await withdrawReturnInvitation(ctx, returnId, (await send('withdrawn')).id);
		expect(await kept()).toBe(0);
		await send('silent');
		await send('silent');
		await deleteEndedInvitations(app);
		expect(await kept()).toBe(1);
		await deleteEndedInvitations({ ...app, now: () => new Date(Date.now() + (daysToAccept + 1) * 86_400_000) });
		expect(await kept()).toBe(0);
	});

	test('can be sent to one address from the returns of two years at once: the last link counts', async () => {
		const { ctx, providerId, returnId } = await openReturn(app);
		const others = await Promise.all([2021, 2022, 2023].map((year) => startReturn(ctx, { providerId, year, level: 'provider' })));
		const email = `both.${returnId.slice(-6)}@vale.example`;
		await Promise.all(
			[returnId, ...others.map((other) => other.returnId)].map((id) => inviteToReturns(ctx, id, { email, role: 'viewer' }, 'Ana Ferreira')),
		);
		expect((await peopleOfReturns(ctx, returnId)).invitations).toMatchObject([{ email, role: 'viewer' }]);
	});

	test('can be sent by nobody but administrators', async () => {
		const { ctx, providerId, returnId } = await openReturn(app);
		const editor = await makePerson(app, 'Editor', [{ organisationId: providerId, role: 'staff' }]);
		await nameForReturns(ctx, returnId, editor.id, 'editor');
		const wanted = { email: 'x@vale.example', role: 'viewer' } as const;
		await expect(inviteToReturns(app.as(editor.actor), returnId, wanted, 'Editor')).rejects.toMatchObject({ code: 'forbidden' });
		const stranger = await makePerson(app, 'Stranger', []);
		await expect(inviteToReturns(app.as(stranger.actor), returnId, wanted, 'Stranger')).rejects.toMatchObject({ code: 'not_found' });
	});
});

describe('a named colleague', () => {
	test('enters only the centres and axes they were given, until they are given others', async () => {
		const { ctx, providerId, returnId } = await openReturn(app, { level: 'centres', centres: [{ name: 'North' }, { name: 'South' }] });
		const [north, south] = (await readReturn(ctx, returnId)).centres;
		const editor = await makePerson(app, 'Editor of North', [{ organisationId: providerId, role: 'staff' }]);
		await nameForReturns(ctx, returnId, editor.id, 'editor', { centres: [north!.id], axes: ['A1'] });
		const enter = (unit: string) =>
			saveNumbers(app.as(editor.actor), returnId, { entries: [{ unit, target: 'js_requests', value: 10, trust: 3 }] });
		await enter(north!.id);
		await expect(enter(south!.id)).rejects.toMatchObject({ code: 'forbidden' });
		await nameForReturns(ctx, returnId, editor.id, 'editor', { centres: [south!.id] });
		await enter(south!.id);
		expect((await peopleOfReturns(ctx, returnId)).people).toMatchObject([{ role: 'editor', centres: [south!.id], axes: null }]);
	});

	test('of one centre enters the return of that centre alone, whose numbers are the return’s own', async () => {
		const { ctx, providerId, returnId } = await openReturn(app, { level: 'centre', centres: [{ name: 'North' }] });
		const { centreId } = await readReturn(ctx, returnId);
		const editor = await makePerson(app, 'Editor of North', [{ organisationId: providerId, role: 'staff' }]);
		await nameForReturns(ctx, returnId, editor.id, 'editor', { centres: [centreId!] });
		await saveNumbers(app.as(editor.actor), returnId, { entries: entriesOf({ js_requests: 10 }) });
	});

	test('is shown to an administrator of one centre only with that centre, or when they reach all', async () => {
		const providerId = await makeOrganisation(app);
		const north = await makeOrganisation(app, { kind: 'centre', name: 'North', parent_id: providerId });
		const { ctx, returnId } = await openReturn(app, { providerId, level: 'centres', centres: [{ id: north }, { name: 'South' }] });
		const south = (await readReturn(ctx, returnId)).centres.find(({ id }) => id !== north)!;
		const [everywhere, ofNorth, ofSouth] = await Promise.all(
			['Editor', 'Editor of North', 'Editor of South'].map((name) =>
				makePerson(app, name, [{ organisationId: providerId, role: 'staff' }]),
			),
		);
		await nameForReturns(ctx, returnId, everywhere!.id, 'editor');
		await nameForReturns(ctx, returnId, ofNorth!.id, 'editor', { centres: [north, south.id] });
		await nameForReturns(ctx, returnId, ofSouth!.id, 'editor', { centres: [south.id] });
		const head = await makePerson(app, 'Head of North', [{ organisationId: north, role: 'provider-admin' }]);
		const seen = await peopleOfReturns(app.as(head.actor), returnId);
		expect(seen.centres.map(({ id }) => id)).toEqual([north]);
		expect(seen.people).toMatchObject([
			{ personId: everywhere!.id, centres: null },
			{ personId: ofNorth!.id, centres: [north] },
		]);
		expect(seen.people).toHaveLength(2);
		expect((await peopleOfReturns(ctx, returnId)).people).toHaveLength(3);
	});

	test('has to work at the provider, and be limited to centres and axes there are', async () => {
		const { ctx, providerId, returnId } = await openReturn(app);
		const stranger = await makePerson(app, 'Stranger', []);
		await expect(nameForReturns(ctx, returnId, stranger.id, 'viewer')).rejects.toMatchObject({ details: { field: 'person' } });
		const colleague = await makePerson(app, 'Colleague', [{ organisationId: providerId, role: 'staff' }]);
		await expect(nameForReturns(ctx, returnId, colleague.id, 'editor', { centres: [stranger.id] })).rejects.toMatchObject({
			details: { field: 'centres' },
		});
		await expect(nameForReturns(ctx, returnId, colleague.id, 'editor', { axes: ['A9'] })).rejects.toMatchObject({
			details: { field: 'axes' },
		});
	});

	test('reads reports as a viewer, numbers only when that is allowed, and can lay the role down', async () => {
		const { ctx, providerId, returnId } = await openReturn(app);
		const reader = await makePerson(app, 'Reader', [{ organisationId: providerId, role: 'staff' }]);
		const own = app.as(reader.actor);
		await nameForReturns(ctx, returnId, reader.id, 'viewer');
		expect((await readReturn(own, returnId)).allowed).toMatchObject({ 'read report': true, 'read numbers': false });
		await nameForReturns(ctx, returnId, reader.id, 'viewer', { readsNumbers: true });
		expect((await readReturn(own, returnId)).allowed).toMatchObject({ 'read numbers': true, 'enter numbers': false });
		await removeFromReturns(own, returnId, reader.id, 'viewer');
		await expect(readReturn(own, returnId)).rejects.toMatchObject({ code: 'not_found' });
	});

	test('stays when the account of who named them is gone, and the panel that one wrote does too', async () => {
		const { ctx, admin, providerId, returnId } = await openReturn(app);
		const reader = await makePerson(app, 'Reader', [{ organisationId: providerId, role: 'staff' }]);
		await nameForReturns(ctx, returnId, reader.id, 'viewer');
		await savePanel(ctx, returnId, { panel: 'stories', shown: false, version: 0, content: [] });
		await forgetInReturns(app.db, admin.id);
		const roles = await app.db.selectFrom('benchmarks.return_role').select('added_by').where('person_id', '=', reader.id).execute();
		const panels = await app.db.selectFrom('benchmarks.return_panel').select('changed_by').where('return_id', '=', returnId).execute();
		expect([roles, panels]).toEqual([[{ added_by: null }], [{ changed_by: null }]]);
	});

	test('is forgotten with their account; what they entered stays', async () => {
		const { ctx, providerId, returnId } = await openReturn(app);
		const editor = await makePerson(app, 'Editor', [{ organisationId: providerId, role: 'staff' }]);
		await nameForReturns(ctx, returnId, editor.id, 'editor');
		await saveNumbers(app.as(editor.actor), returnId, { entries: entriesOf({ part_total: 1240 }) });
		await forgetInReturns(app.db, editor.id);
		const traces = await Promise.all([
			app.db.selectFrom('benchmarks.return_role').select('role').where('person_id', '=', editor.id).execute(),
			app.db.selectFrom('benchmarks.return_entry').select('id').where('person_id', '=', editor.id).execute(),
			app.db.selectFrom('benchmarks.datum').select('target').where('changed_by', '=', editor.id).execute(),
		]);
		expect(traces.flat()).toEqual([]);
		expect(await app.db.selectFrom('benchmarks.datum').select('target').where('return_id', '=', returnId).execute()).toHaveLength(1);
	});
});
