import { expect, test } from 'vitest';
import { participantPolicy, runPolicy, runRoles, type ParticipantAction, type RunAction, type RunRole } from './policy.ts';

const now = new Date('2026-11-24T12:00:00Z');
const over = new Date('2026-11-20T12:00:00Z');
const ahead = new Date('2026-12-01T12:00:00Z');

/** Rights of section 16, spelled out once more: what is not listed is not allowed. */
const table: Record<RunAction, RunRole[]> = {
	'read run': ['admin', 'facilitator', 'editor', 'viewer', 'mentor'],
	'read report': ['admin', 'facilitator', 'editor', 'viewer', 'mentor'],
	'read notes': ['admin', 'facilitator', 'editor', 'viewer'],
	answer: ['admin', 'editor'],
	'lead the group': ['admin', 'facilitator'],
	'read views': ['admin', 'facilitator', 'editor', 'viewer', 'mentor'],
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
			expect(runPolicy.allows(action as RunAction, held, { status: 'finished', mode: 'group', now })).toBe(
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

test('nobody sees what a group said while it is still answering, nor in a check of one voice', () => {
	const subjects = [
		{ status: 'open', mode: 'group' },
		{ status: 'draft', mode: 'group' },
		{ status: 'finished', mode: 'full' },
	];
	for (const role of runRoles)
		for (const subject of subjects)
			expect(runPolicy.allows('read views', [{ role, held: { endsAt: ahead } }], { ...subject, now })).toBe(false);
	expect(runPolicy.allows('read views', [{ role: 'mentor', held: { endsAt: over } }], { status: 'closed', mode: 'group', now })).toBe(
		false,
	);
});

/** States of a group check in which a participant may do it. */
const participantTable: Record<ParticipantAction, string[]> = {
	'answer alone': ['open'],
	submit: ['open'],
	leave: ['open'],
	'read views': ['closed', 'finished'],
};

for (const [action, states] of Object.entries(participantTable))
	for (const status of ['draft', 'open', 'closed', 'finished'])
		for (const mode of ['group', 'full'])
			test(`a participant ${mode === 'group' && states.includes(status) ? 'may' : 'may not'} ${action} in a ${status} ${mode} check`, () => {
				expect(participantPolicy.allows(action as ParticipantAction, [{ role: 'participant', held: null }], { status, mode, now })).toBe(
					mode === 'group' && states.includes(status),
				);
			});
