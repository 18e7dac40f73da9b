import { expect, test } from 'vitest';
import { planPolicy, planRoles, type PlanAction, type PlanRole } from './policy.ts';

const table: Record<PlanAction, PlanRole[]> = {
	'read plan': ['admin', 'editor', 'colleague', 'mentor', 'owner'],
	'edit plan': ['admin', 'editor'],
	'report on action': ['admin', 'editor', 'owner'],
	'review plan': ['admin', 'editor'],
	'export plan': ['admin', 'editor', 'colleague'],
	'tell need': ['admin', 'editor', 'colleague'],
};

for (const [action, allowed] of Object.entries(table))
	for (const role of planRoles)
		test(`${role} ${allowed.includes(role) ? 'may' : 'may not'} ${action}`, () => {
			expect(planPolicy.allows(action as PlanAction, [{ role, held: null }], null)).toBe(allowed.includes(role));
		});
