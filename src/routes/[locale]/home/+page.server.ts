import { redirect } from '@sveltejs/kit';
import { placesOf, quickChecksOf, runLines } from '#modules/benchmarks/index.ts';
import { colleaguesOf, positionsOf, waitingForVerification } from '#modules/network/index.ts';
import { actFor } from '#platform/auth/index.ts';
import { formatDay, formatShortDay } from '#platform/i18n/dates.ts';
import { namesOf } from '#platform/auth/index.ts';
import { requireSession } from '../../forms.ts';
import type { Actions, PageServerLoad } from './$types';

const groupSteps = { asked: 'group', begun: 'groupOn', compares: 'groupSaid' } as const;

export const load: PageServerLoad = async ({ locals, url }) => {
	const session = requireSession(locals, url);
	const { ctx } = locals;
	const [positions, checks, waiting, runs, places] = await Promise.all([
		positionsOf(ctx, session.personId),
		quickChecksOf(ctx, session.personId),
		waitingForVerification(ctx),
		runLines(ctx),
		placesOf(ctx),
	]);
	const acting =
		positions.find(({ organisationId }) => ctx.actor.kind === 'person' && organisationId === ctx.actor.actingFor) ?? positions[0] ?? null;
	const colleagues = acting ? await colleaguesOf(ctx, acting.organisationId, (ids) => namesOf(ctx, ids)) : [];
	const administers = acting?.kind === 'provider' && acting.roles.includes('provider-admin');
	const open = runs.filter(({ status }) => status === 'open');
	/** Groups that have answered and have not agreed yet. */
	const comparing = runs.filter(({ mode, status }) => mode === 'group' && status === 'closed');
	/** Groups the person has a place in and does not lead. */
	const asked = places.filter(({ runId, state }) => state !== 'compares' || !comparing.some((run) => run.runId === runId));
	const finished = runs.filter(({ status }) => status === 'finished');
	const mayInvite = acting?.roles.some((role) => role !== 'staff' && role !== 'expert' && role !== 'moderator') ?? false;
	/** The checks are for those who train; an association or the network looks at its organisations instead. */
	const trains = !acting || acting.kind === 'provider' || acting.kind === 'centre';
	// At most three, the most pressing first; each is a thing to do now.
	const next = [
		session.needsTotp && { key: 'secondFactor' as const, path: '/account/second-factor' },
		waiting.length > 0 && { key: 'verify' as const, path: `/organisations/${waiting[0]!.id}`, count: waiting.length },
		...asked.slice(0, 1).map(({ runId, state }) => ({ key: groupSteps[state], path: `/participate?run=${runId}` })),
		!acting && { key: 'organisation' as const, path: '/organisations/new' },
		...open.slice(0, 2).map(({ runId }) => ({ key: 'run' as const, path: `/runs/${runId}` })),
		...comparing.slice(0, 1).map(({ runId }) => ({ key: 'compare' as const, path: `/runs/${runId}/views` })),
		acting && mayInvite && colleagues.length < 2 && { key: 'invite' as const, path: `/organisations/${acting.organisationId}#invite` },
		checks.length === 0 && runs.length === 0 && trains && { key: 'check' as const, path: '/benchmarks/go-international/quick' },
		administers &&
			!runs.some(({ provider, status }) => provider === null && status !== 'finished') && {
				key: 'full' as const,
				path: '/benchmarks/go-international/start',
			},
		finished.length > 0 && { key: 'report' as const, path: `/runs/${finished[0]!.runId}` },
		checks.length > 0 && { key: 'result' as const, path: `/results/${checks[0]!.runId}` },
		!trains && { key: 'network' as const, path: '/network' },
	].filter((step) => !!step);
	return {
		name: session.name,
		acting,
		positions,
		colleagues: colleagues.length,
		checks: checks.map(({ runId, createdAt, index }) => ({
			runId,
			index: index === null ? null : Math.round(index),
			day: formatDay(createdAt, ctx.locale),
			shortDay: formatShortDay(createdAt, ctx.locale),
		})),
		runs,
		next: next.slice(0, 3),
		trains,
		kept: url.searchParams.has('kept'),
		messages: ctx.texts.group(ctx.locale, 'mine', 'charts', 'runlines'),
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
