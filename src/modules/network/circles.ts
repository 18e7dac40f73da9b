import { sql } from 'kysely';
import type { Ctx } from '#platform/context.ts';
import { personOf } from '#platform/policy.ts';
import { heldBy, networkPolicy } from './policy.ts';
import { positionsOf } from './queries.ts';

/** Organisations whose totals are looked at together: those of the whole network, of an association or of a member. */
export type Circle = { id: string; name: string; kind: 'network' | 'association' | 'member' };

const isCircle = (kind: string): kind is Circle['kind'] => kind === 'network' || kind === 'association' || kind === 'member';

/** Circles whose totals the viewer may see (network specification, section 5, "see boards"); none for guests. */
export async function circlesOf(ctx: Ctx): Promise<Circle[]> {
	const person = personOf(ctx.actor);
	if (!person) return [];
	const [positions, held] = await Promise.all([positionsOf(ctx, person), heldBy(ctx)]);
	return positions.flatMap(({ organisationId: id, organisation: name, kind, state }) => {
		if (!isCircle(kind)) return [];
		// What a role held elsewhere allows does not open this circle: each one asks for a role of its own.
		const here = held.filter((each) => each.held.organisationId === id);
		return networkPolicy.allows('see boards', here, { id, kind, state, parentId: null, associationIds: [] }) ? [{ id, name, kind }] : [];
	});
}

/**
 * Which of some organisations belong to a circle today: active ones, and in an association or a member either themselves
 * or through the member above them.
 */
export async function providersIn(db: Ctx['db'], circle: Pick<Circle, 'id' | 'kind'>, among: readonly string[]): Promise<string[]> {
	if (among.length === 0) return [];
	const { rows } = await sql<{ id: string }>`
		select organisation.id from network.organisation
		where organisation.id = any(${among}::uuid[]) and organisation.state = 'active'
			and (${circle.kind === 'network'} or organisation.parent_id = ${circle.id} or exists (
				select from network.affiliation
				where affiliation.organisation_id in (organisation.id, organisation.parent_id) and affiliation.association_id = ${circle.id}
					and (affiliation.ends_on is null or affiliation.ends_on >= current_date)))`.execute(db);
	return rows.map(({ id }) => id);
}
