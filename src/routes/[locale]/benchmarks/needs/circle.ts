import { circlesOf, type Circle } from '#modules/network/index.ts';
import type { Ctx } from '#platform/context.ts';

/** Whose totals are meant: those asked for, else those of the organisation the person acts for, else their first. */
export async function circleFor(ctx: Ctx, asked: string | null): Promise<{ circle: Circle | null; circles: Circle[] }> {
	const circles = await circlesOf(ctx);
	const wanted = asked ?? (ctx.actor.kind === 'person' ? ctx.actor.actingFor : undefined);
	return { circle: circles.find(({ id }) => id === wanted) ?? circles[0] ?? null, circles };
}
