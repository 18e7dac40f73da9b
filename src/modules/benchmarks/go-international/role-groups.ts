/**
 * The role groups of a group check (specification, section 15) and which of them may be told apart once the answering
 * is closed.
 */

export const roleGroups = [
	'leadership',
	'international-office',
	'teaching',
	'administration-and-support',
	'company-partner',
	'learner-representative',
] as const;
export type RoleGroup = (typeof roleGroups)[number];

/** `others`: the role groups too small to be told apart, taken together. */
export const keptRoleNames = [...roleGroups, 'others'] as const;
export type KeptRole = (typeof keptRoleNames)[number];

/** Nothing is shown of fewer people than this, neither of all together nor of a role group. */
export const fewestPeople = 3;
/** So many people take part at best; more is possible and slower. */
export const mostPeople = 12;

/**
 * The role groups that stay a group of their own: each has at least three people, and so have all others together.
 * Else the one left over could be read off by taking a group's answers away from everybody's.
 * @param counts people who submitted, by role group
 */
export function keptRoles(counts: ReadonlyMap<RoleGroup, number>): ReadonlySet<RoleGroup> {
	const size = (role: RoleGroup) => counts.get(role) ?? 0;
	const kept = roleGroups.filter((role) => size(role) >= fewestPeople).toSorted((a, b) => size(b) - size(a));
	let others = roleGroups.reduce((sum, role) => sum + (kept.includes(role) ? 0 : size(role)), 0);
	while (others > 0 && others < fewestPeople && kept.length) others += size(kept.pop()!);
	return new Set(kept);
}

/** What a facilitator is advised before people are asked to answer (section 15, "Roles"); nothing of it is a condition. */
export type Advice = 'no-coordinator' | 'no-decision-maker' | 'too-few-people' | 'too-many-people' | 'one-role-group';

/** @param counts people who were invited or have joined, by role group */
export function adviceFor(counts: ReadonlyMap<RoleGroup, number>): Advice[] {
	const here = roleGroups.filter((role) => (counts.get(role) ?? 0) > 0);
	const people = here.reduce((sum, role) => sum + counts.get(role)!, 0);
	return [
		...(here.includes('international-office') ? [] : ['no-coordinator' as const]),
		...(here.includes('leadership') ? [] : ['no-decision-maker' as const]),
		...(people < fewestPeople ? ['too-few-people' as const] : []),
		...(people > mostPeople ? ['too-many-people' as const] : []),
		...(here.length === 1 ? ['one-role-group' as const] : []),
	];
}
