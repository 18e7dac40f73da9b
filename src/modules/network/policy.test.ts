import { describe, expect, test } from 'vitest';
import { columnOf, columns, networkPolicy, type Column, type Held, type NetworkAction, type Subject } from './policy.ts';

const own = 'own organisation';
const subject = (more: Partial<Subject> = {}): Subject => ({
	id: own,
	kind: 'provider',
	state: 'active',
	parentId: 'member',
	associationIds: ['association'],
	...more,
});
const holding = (organisationId: string | null, mayVerifyFor: string[] = []): Held => ({ organisationId, mayVerifyFor });

/** Situations the cells of the table speak of. */
const situations: Record<string, { held: Held; subject: Subject }> = {
	own: { held: holding(own), subject: subject() },
	'own centre': { held: holding(own), subject: subject({ id: 'centre', kind: 'centre', parentId: own }) },
	'pending member': { held: holding('member'), subject: subject({ state: 'pending' }) },
	'active member': { held: holding('member'), subject: subject() },
	'own association': { held: holding('association'), subject: subject() },
	'another association': { held: holding('other association'), subject: subject() },
	delegated: { held: holding('member', ['association']), subject: subject({ state: 'pending' }) },
	stranger: { held: holding('elsewhere'), subject: subject() },
};

/** The specification's table, section 5: for each action and role the situations in which it is allowed. */
const everywhere = Object.keys(situations);
const ownOnly = ['own', 'own centre'];
const expected: Record<NetworkAction, Partial<Record<Column, string[]>>> = {
	'read public pages': Object.fromEntries(columns.map((column) => [column, everywhere])),
	'edit organisation': {
		'provider-admin': ownOnly,
		'member-admin': [...ownOnly, 'pending member', 'delegated'],
		delegate: ['own', 'own association'],
		coordinator: everywhere,
	},
	'verify organisation': { 'member-admin': ['delegated'], delegate: ['own', 'own association'], coordinator: everywhere },
	'invite people': {
		'provider-admin': ownOnly,
		'member-admin': ownOnly,
		delegate: ownOnly,
		coordinator: everywhere,
		administrator: everywhere,
	},
	'read organisation log': { 'provider-admin': ownOnly, 'member-admin': ownOnly, delegate: ownOnly, coordinator: everywhere },
	'see boards': {
		'provider-admin': ownOnly,
		'member-admin': [...ownOnly, 'pending member', 'active member', 'delegated'],
		delegate: ['own', 'own association'],
		coordinator: everywhere,
	},
	'settings, keys, backup': { administrator: everywhere },
};

describe.each(Object.keys(expected) as NetworkAction[])('%s', (action) => {
	test.each(columns)('%s', (column) => {
		const allowed = Object.entries(situations)
			.filter(([, { held, subject }]) => networkPolicy.allows(action, [{ role: column, held }], subject))
			.map(([name]) => name);
		expect(allowed.toSorted()).toEqual((expected[action][column] ?? []).toSorted());
	});
});

test('the table here names every action there is', () => {
	expect(Object.keys(expected).toSorted()).toEqual(Object.keys(networkPolicy.table).toSorted());
});

test('a deputy has the delegate’s column, staff have none', () => {
	expect(columnOf('deputy')).toBe('delegate');
	expect(columnOf('staff')).toBeUndefined();
});

test('a guest is asked to sign in, a person is told no', () => {
	expect(() => networkPolicy.authorise({ actor: { kind: 'guest' } }, 'edit organisation', [], subject())).toThrow(
		expect.objectContaining({ code: 'not_signed_in' }),
	);
	expect(() =>
		networkPolicy.authorise({ actor: { kind: 'person', personId: 'p', sessionId: 's' } }, 'edit organisation', [], subject()),
	).toThrow(expect.objectContaining({ code: 'forbidden' }));
});
