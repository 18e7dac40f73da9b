import { expect, test } from 'vitest';
import { runPolicy, runRoles, type RunAction, type RunRole } from './policy.ts';

const now = new Date('2026-11-24T12:00:00Z');
const over = new Date('2026-11-20T12:00:00Z');
const ahead = new Date('2026-12-01T12:00:00Z');

/** Rights of section 16, spelled out once more: what is not listed is not allowed. */
const table: Record<RunAction, RunRole[]> = {
	'read run': ['admin', 'facilitator', 'editor', 'viewer', 'mentor'],
	'read report': ['admin', 'facilitator', 'editor', 'viewer', 'mentor'],
	answer: ['admin', 'editor'],
	'lead the group': ['admin', 'facilitator'],
	'choose focus': ['admin', 'editor'],
	finish: ['admin'],
	reopen: ['admin'],
	'name people': ['admin'],
	share: ['admin'],
	delete: ['admin'],
};

for (const [action, allowed] of Object.entries(table))
	for (const role of runRoles)
		test(`${role} ${allowed.includes(role as RunRole) ? 'may' : 'may not'} ${action}`, () => {
			const held = [{ role, held: { endsAt: role === 'mentor' ? ahead : null } }];
			expect(runPolicy.allows(action as RunAction, held, { status: 'finished', mode: 'full', now })).toBe(
				allowed.includes(role as RunRole),
			);
		});

test('a mentor reads nothing after the last day, and no report before the run is finished', () => {
	const mentor = (endsAt: Date) => [{ role: 'mentor' as const, held: { endsAt } }];
	const subject = { status: 'finished', mode: 'full', now };
	expect(runPolicy.allows('read run', mentor(over), subject)).toBe(false);
	expect(runPolicy.allows('read report', mentor(over), subject)).toBe(false);
	expect(runPolicy.allows('read report', mentor(ahead), { ...subject, status: 'open' })).toBe(false);
});
