import { expect, test } from 'vitest';
import { returnPolicy, returnRoles, type HeldReturnRole, type ReturnAction, type ReturnRoleName, type ReturnSubject } from './policy.ts';

/** Rights of section 12, spelled out once more: what is not listed is not allowed. `limited` asks for the right centre and axis, `whole` for no limit. */
const table: Record<ReturnAction, Partial<Record<ReturnRoleName, 'yes' | 'limited' | 'if allowed' | 'whole'>>> = {
	'read return': { admin: 'yes', approver: 'yes', editor: 'yes', viewer: 'yes', centre: 'yes' },
	'read report': { admin: 'yes', approver: 'yes', editor: 'yes', viewer: 'yes', centre: 'limited' },
	'see centre': { admin: 'yes', approver: 'yes', editor: 'yes', viewer: 'yes', centre: 'limited' },
	'read numbers': { admin: 'yes', approver: 'yes', editor: 'yes', viewer: 'if allowed', centre: 'limited' },
	'enter numbers': { admin: 'yes', editor: 'limited', centre: 'limited' },
	'give tasks': { admin: 'yes', editor: 'limited' },
	import: { admin: 'yes', editor: 'limited', centre: 'limited' },
	'change settings': { admin: 'yes' },
	'write panels': { admin: 'yes', editor: 'whole' },
	submit: { admin: 'yes', approver: 'yes' },
	'name people': { admin: 'yes' },
	share: { admin: 'yes' },
	'write to similar providers': { admin: 'yes' },
	'publish card': { admin: 'yes' },
	delete: { admin: 'yes' },
};

const limited: HeldReturnRole = { centres: ['north'], axes: ['A1'] };
const subjects: { subject: ReturnSubject; within: boolean; about: string }[] = [
	{ subject: {}, within: true, about: 'for anything at all' },
	{ subject: { centre: 'north', axes: ['A1'] }, within: true, about: 'in its centre and axis' },
	{ subject: { centre: 'north', axes: ['A2', 'A1'] }, within: true, about: 'for a number of two axes, one its own' },
	{ subject: { centre: 'south', axes: ['A1'] }, within: false, about: 'in another centre' },
	{ subject: { centre: 'north', axes: ['A2'] }, within: false, about: 'in another axis' },
];

for (const [action, roles] of Object.entries(table))
	for (const role of returnRoles)
		for (const { subject, within, about } of subjects) {
			const cell = roles[role];
			const allowed = cell === 'yes' || (cell === 'limited' && within);
			test(`${role}, limited: ${allowed ? 'may' : 'may not'} ${action} ${about}`, () => {
				expect(returnPolicy.allows(action as ReturnAction, [{ role, held: limited }], subject)).toBe(allowed);
			});
		}

test('a role without limits reaches every centre and axis', () => {
	for (const role of ['editor', 'centre'] as const)
		for (const { subject } of subjects)
			expect(returnPolicy.allows('enter numbers', [{ role, held: { centres: null, axes: null } }], subject)).toBe(true);
});

test('a viewer reads numbers only where that was allowed, and still enters none', () => {
	const viewer = (readsNumbers: boolean) => [{ role: 'viewer' as const, held: { centres: null, axes: null, readsNumbers } }];
	expect(returnPolicy.allows('read numbers', viewer(true), {})).toBe(true);
	expect(returnPolicy.allows('read numbers', viewer(false), {})).toBe(false);
	expect(returnPolicy.allows('enter numbers', viewer(true), {})).toBe(false);
});

test('who administers a centre sees others where the provider allows it, and may do nothing else there', () => {
	const local = (seesCentres: boolean) => [{ role: 'centre' as const, held: { ...limited, seesCentres } }];
	const there = { centre: 'south' };
	expect(returnPolicy.allows('see centre', local(false), there)).toBe(false);
	const allowed = Object.keys(table).filter((action) => returnPolicy.allows(action as ReturnAction, local(true), there));
	expect(allowed).toEqual(['read return', 'see centre']);
});

test('panels are about the whole return: an editor without limits writes them', () => {
	const editor = (centres: string[] | null) => [{ role: 'editor' as const, held: { centres, axes: null } }];
	expect(returnPolicy.allows('write panels', editor(null), {})).toBe(true);
	expect(returnPolicy.allows('write panels', editor(['north']), { centre: 'north' })).toBe(false);
});

test('whoever holds nothing may do nothing', () => {
	for (const action of Object.keys(table)) expect(returnPolicy.allows(action as ReturnAction, [], {})).toBe(false);
});
