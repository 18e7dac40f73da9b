import { describe, expect, test } from 'vitest';
import { currentEdition, textsOf } from '../instruments.ts';
import { cohortFault, readyFrom, trainingYear } from './cohort.ts';
import { describe as inWords, error } from './fault.ts';
import { changeFault, isDueToLock, possibleActions, step, transitions, type Action, type ReturnRole, type State } from './states.ts';

const states: (State | null)[] = [null, 'draft', 'submitted', 'locked', 'reopened'];
const actions: Action[] = ['start', 'submit', 'send-back', 'lock', 'reopen'];
const roles: ReturnRole[] = ['owner', 'admin', 'approver', 'editor', 'viewer', 'clock'];
const ready = { revision: 1, faults: [], unconfirmed: 0, note: 'Because of a late register' };

/** The table of section 12, written out: from, action → to, who. */
const table: [State | null, Action, State, ReturnRole[]][] = [
	[null, 'start', 'draft', ['owner', 'admin', 'editor']],
	['draft', 'submit', 'submitted', ['owner', 'approver']],
	['submitted', 'send-back', 'draft', ['owner', 'approver']],
	['submitted', 'lock', 'locked', ['owner', 'approver', 'clock']],
	['locked', 'reopen', 'reopened', ['owner', 'approver']],
	['reopened', 'submit', 'submitted', ['owner', 'approver']],
];

describe('the whole table of states, actions and roles', () => {
	for (const from of states)
		for (const action of actions)
			for (const role of roles) {
				const row = table.find(([state, name]) => state === from && name === action);
				const allowed = row?.[3].includes(role) ?? false;
				test(`${from ?? 'nothing'}: ${role} may ${allowed ? '' : 'not '}${action}`, () => {
					const result = step({ ...ready, from, action, roles: [role] });
					if (allowed) expect(result).toMatchObject({ to: row![2] });
					else expect('faults' in result && result.faults.map(({ code }) => code)).toEqual([row ? 'E_ROLE' : 'E_TRANSITION']);
				});
			}
});

test('submitting needs no faults and every warning confirmed; sending back and reopening need a reason', () => {
	const codes = (request: Partial<Parameters<typeof step>[0]>) => {
		const result = step({ ...ready, from: 'draft', action: 'submit', roles: ['approver'], ...request });
		return 'faults' in result ? result.faults.map(({ code }) => code) : [];
	};
	expect(codes({ faults: [error('E_REQUIRED', { field: 'act_done' })], unconfirmed: 2 })).toEqual(['E_REQUIRED', 'E_UNCONFIRMED']);
	expect(codes({ from: 'submitted', action: 'send-back', note: ' ' })).toEqual(['E_NOTE_REQUIRED']);
	expect(codes({ from: 'locked', action: 'reopen', note: undefined })).toEqual(['E_NOTE_REQUIRED']);
	expect(codes({ from: 'submitted', action: 'lock', faults: [error('E_REQUIRED', {})], note: undefined })).toEqual([]);
});

test('a return submitted again is a new revision', () => {
	expect(step({ ...ready, from: 'reopened', action: 'submit', roles: ['approver'] })).toEqual({ to: 'submitted', revision: 2 });
	expect(step({ ...ready, from: 'draft', action: 'submit', roles: ['approver'] })).toEqual({ to: 'submitted', revision: 1 });
});

test('numbers change only in drafts and reopened returns', () => {
	expect(states.map((state) => state && (changeFault(state)?.code ?? 'open'))).toEqual([null, 'open', 'E_LOCKED', 'E_LOCKED', 'open']);
	expect(possibleActions('submitted', ['approver'])).toEqual(['send-back', 'lock']);
	expect(possibleActions('draft', ['editor'])).toEqual([]);
	expect(transitions).toHaveLength(table.length);
});

test('a submitted return locks by itself after 30 days', () => {
	const submitted = Temporal.Instant.from('2026-07-01T08:00:00Z');
	expect(isDueToLock('submitted', submitted, Temporal.Instant.from('2026-07-31T07:59:59Z'))).toBe(false);
	expect(isDueToLock('submitted', submitted, Temporal.Instant.from('2026-07-31T08:00:00Z'))).toBe(true);
	expect(isDueToLock('draft', submitted, Temporal.Instant.from('2027-07-31T08:00:00Z'))).toBe(false);
});

test('S-15 - a year from September is ready on the last day of February', () => {
	expect(trainingYear(2025, 9).last.toString()).toBe('2026-08-31');
	expect(readyFrom(2025, 9, 'Y').toString()).toBe('2027-02-28');
	const fault = cohortFault(Temporal.PlainDate.from('2027-02-27'), 2025, 9, 'Y')!;
	expect(inWords([fault], textsOf(currentEdition('solity'), 'en'))[0]).toMatchObject({
		code: 'E_COHORT_NOT_READY',
		message: 'This return can be submitted from 2027-02-28, because the situation is measured 6 months after training.',
	});
	expect(cohortFault(Temporal.PlainDate.from('2027-02-28'), 2025, 9, 'Y')).toBeNull();
});

test('a calendar year is ready at the end of June, and with last year’s leavers on the day after it ends', () => {
	expect(trainingYear(2025, 1)).toMatchObject({
		first: Temporal.PlainDate.from('2025-01-01'),
		last: Temporal.PlainDate.from('2025-12-31'),
	});
	expect(readyFrom(2025, 1, 'Y').toString()).toBe('2026-06-30');
	expect(readyFrom(2025, 1, 'Y-1').toString()).toBe('2026-01-01');
});
