import { redirect } from '@sveltejs/kit';
import { countedOf, loopOf, placesOf, quickChecksOf, returnLines, runLines, shownIndex } from '#modules/benchmarks/index.ts';
import { circlesOf, colleaguesOf, positionsOf, waitingForVerification } from '#modules/network/index.ts';
import { actFor } from '#platform/auth/index.ts';
import { formatDay, formatShortDay } from '#platform/i18n/dates.ts';
import { namesOf } from '#platform/auth/index.ts';
import { requireSession } from '../../forms.ts';
import { nextSteps } from './next-steps.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const session = requireSession(locals, url);
	const { ctx } = locals;
	const [positions, checks, waiting, runs, returns, places] = await Promise.all([
		positionsOf(ctx, session.personId),
		quickChecksOf(ctx, session.personId),
		waitingForVerification(ctx),
		runLines(ctx),
		returnLines(ctx),
		placesOf(ctx),
	]);
	const acting =
		positions.find(({ organisationId }) => ctx.actor.kind === 'person' && organisationId === ctx.actor.actingFor) ?? positions[0] ?? null;
	const colleagues = acting ? await colleaguesOf(ctx, acting.organisationId, (ids) => namesOf(ctx, ids)) : [];
	const administers = acting?.kind === 'provider' && acting.roles.includes('provider-admin');
	const mayInvite = acting?.roles.some((role) => role !== 'staff' && role !== 'expert' && role !== 'moderator') ?? false;
	/** The checks are for those who train; an association or the network looks at its organisations instead. */
	const trains = !acting || acting.kind === 'provider' || acting.kind === 'centre';
	const [loop, circles] = await Promise.all([acting?.kind === 'provider' ? loopOf(ctx, acting.organisationId) : null, circlesOf(ctx)]);
	const counted = trains ? countedOf(returns, ctx.now().getUTCFullYear()) : null;
	return {
		name: session.name,
		acting,
		positions,
		colleagues: colleagues.length,
		checks: checks.map(({ runId, createdAt, index }) => ({
			runId,
			index: index === null ? null : shownIndex(index),
			day: formatDay(createdAt, ctx.locale),
			shortDay: formatShortDay(createdAt, ctx.locale),
		})),
		runs,
		returns,
		counted,
		loop,
		administers,
		next: nextSteps({
			needsTotp: session.needsTotp,
			toVerify: waiting[0]?.id ?? null,
			places,
			acting: acting && { organisationId: acting.organisationId, mayInvite, colleagues: colleagues.length },
			trains,
			administers,
			runs,
			returns,
			counted,
			quickCheck: checks[0]?.runId ?? null,
			loop,
			totals: circles.length > 0,
		}),
		trains,
		kept: url.searchParams.has('kept'),
		messages: ctx.texts.group(ctx.locale, 'mine', 'loop', 'charts', 'runlines', 'returnlines'),
	};
};

export const actions: Actions = {
	/** Chooses for which of their organisations the person acts. */
	act: async ({ locals, request }) => {
		const { ctx } = locals;
		const wanted = String((await request.formData()).get('organisation') ?? '');
		if (locals.session && (await positionsOf(ctx, locals.session.personId)).some(({ organisationId }) => organisationId === wanted))
			await actFor(ctx, locals.session.id, wanted);
		redirect(303, `/${ctx.locale}/home`);
	},
};
