import { describe, expect, test } from 'vitest';
import { randomly } from './random.fixture.ts';
import { adviceFor, keptRoles, roleGroups, type RoleGroup } from './role-groups.ts';

const counts = (entries: Partial<Record<RoleGroup, number>>) => new Map(Object.entries(entries) as [RoleGroup, number][]);

describe('role groups that stay groups of their own', () => {
	test('have at least three people', () => {
		expect([...keptRoles(counts({ leadership: 3, teaching: 4, 'company-partner': 2, 'international-office': 1 }))]).toEqual([
			'teaching',
			'leadership',
		]);
	});

	test('leave nobody alone: two others take the smallest group in', () => {
		expect([...keptRoles(counts({ leadership: 2, teaching: 4, 'administration-and-support': 3 }))]).toEqual(['teaching']);
		expect([...keptRoles(counts({ leadership: 1, teaching: 4 }))]).toEqual([]);
	});

	test('for any group, no part that can be told apart is smaller than three', () => {
		randomly(500, (random) => {
			const all = new Map(roleGroups.map((role) => [role, Math.floor(random() * 6)]));
			const kept = keptRoles(all);
			const sizes = [...kept].map((role) => all.get(role)!);
			const people = roleGroups.reduce((sum, role) => sum + all.get(role)!, 0);
			const others = people - sizes.reduce((a, b) => a + b, 0);
			expect(sizes.every((size) => size >= 3)).toBe(true);
			if (kept.size) expect(others === 0 || others >= 3).toBe(true);
		});
	});
});

test('a facilitator is advised, not stopped', () => {
	expect(adviceFor(counts({}))).toEqual(['no-coordinator', 'no-decision-maker', 'too-few-people']);
	expect(adviceFor(counts({ teaching: 4 }))).toEqual(['no-coordinator', 'no-decision-maker', 'one-role-group']);
	expect(adviceFor(counts({ leadership: 1, 'international-office': 1, teaching: 1 }))).toEqual([]);
	expect(adviceFor(counts({ leadership: 3, 'international-office': 2, teaching: 8 }))).toEqual(['too-many-people']);
});
