import { definePolicy, yes } from '#platform/policy.ts';

/**
 * Who may do what with a provider's action plan, and who may say what it needs. `colleague` works at the provider in any
 * role, `editor` and `mentor` are named for one of its runs, `owner` is the named person of the action in question.
 */
export const planRoles = ['admin', 'editor', 'colleague', 'mentor', 'owner'] as const;
export type PlanRole = (typeof planRoles)[number];

export const planPolicy = definePolicy<PlanRole, null, null>()({
	'read plan': { admin: yes, editor: yes, colleague: yes, mentor: yes, owner: yes },
	'edit plan': { admin: yes, editor: yes },
	'report on action': { admin: yes, editor: yes, owner: yes },
	'review plan': { admin: yes, editor: yes },
	'export plan': { admin: yes, editor: yes, colleague: yes },
	'tell need': { admin: yes, editor: yes, colleague: yes },
});

export type PlanAction = keyof typeof planPolicy.table;
