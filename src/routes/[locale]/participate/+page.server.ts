import { redirect } from '@sveltejs/kit';
import {
	changeRole,
	leaveGroup,
	meetingWords,
	openParticipation,
	readOwnPlace,
	readParticipation,
	readRun,
	roleGroups,
	secondsAPersonTakes,
	submitAlone,
	takeOwnPlace,
	type RoleGroup,
} from '#modules/benchmarks/index.ts';
import type { Ctx } from '#platform/context.ts';
import { AppError } from '#platform/errors.ts';
import { attempt, requireSession } from '../../forms.ts';
import { sectionsOf } from './sections.ts';
import { dropParticipation, keepParticipation, readSecret } from './session.ts';
import type { Actions, PageServerLoad } from './$types';

/** Whoever leads and answers too goes back to the group from here. */
async function leadsRun(ctx: Ctx, runId: string): Promise<boolean> {
	try {
		return (await readRun(ctx, runId)).allowed['lead the group'];
	} catch (error) {
		if (error instanceof AppError && error.code === 'not_found') return false;
		throw error;
	}
}

export const load: PageServerLoad = async (event) => {
	const { ctx } = event.locals;
	const messages = ctx.texts.group(ctx.locale, 'participate', 'group');
	const mailed = event.url.searchParams.get('token');
	/** The run whose group an account was asked into. */
	const asked = event.url.searchParams.get('run');
	const secret = mailed ?? readSecret(event);
	try {
		if (asked) requireSession(event.locals, event.url);
		else if (!secret) throw new AppError('not_found', 'No place on this device');
		const own = asked ? await readOwnPlace(ctx, asked) : await readParticipation(ctx, secret!);
		const { sections, textLocale } = sectionsOf(own, ctx.locale);
		const items = sections.flatMap(({ items }) => items);
		return {
			place: {
				/** A mailed link, or the place of an account, is taken up by a click, not by whoever looks at it on the way. */
				waiting: mailed ? { field: 'secret' as const, value: mailed } : asked ? { field: 'run' as const, value: asked } : null,
				name: own.participant.name,
				roleGroup: own.participant.roleGroup,
				submitted: own.participant.submittedAt !== null,
				runId: own.run.id,
				leads: event.locals.session ? await leadsRun(ctx, own.run.id) : false,
				status: own.run.status,
				provider: own.provider,
				meeting: meetingWords(own.meeting, ctx.locale),
				sections,
				textLocale,
				answered: items.filter(({ answered }) => answered).length,
				all: items.length,
				entry: (items.find(({ answered }) => !answered) ?? items[0]!).item,
				secondsAnItem: secondsAPersonTakes,
			},
			roleGroups,
			messages,
		};
	} catch (error) {
		if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
		return { place: null, unknown: Boolean(secret), messages };
	}
};

export const actions: Actions = {
	enter: async (event) => {
		const { ctx } = event.locals;
		const form = await event.request.formData();
		const run = form.get('run');
		const token = run ? (await takeOwnPlace(ctx, String(run))).token : String(form.get('secret') ?? '');
		if (!run) await openParticipation(ctx, token);
		keepParticipation(event, token);
		const to = form.get('to');
		if (to !== 'views' && to !== 'meeting') redirect(303, `/${ctx.locale}/participate`);
		redirect(303, `/${ctx.locale}/runs/${(await readParticipation(ctx, token)).run.id}/${to}`);
	},
	role: async (event) => {
		const { ctx } = event.locals;
		const form = await event.request.formData();
		return attempt(ctx.t, form, { roleGroup: 'group.role.error', other: 'participate.over' }, async () => {
			await changeRole(ctx, readSecret(event) ?? '', { roleGroup: String(form.get('roleGroup')) as RoleGroup });
			redirect(303, `/${ctx.locale}/participate`);
		});
	},
	submit: async (event) => {
		const { ctx } = event.locals;
		const form = await event.request.formData();
		return attempt(ctx.t, form, { item: 'participate.submit.nothing', other: 'participate.over' }, async () => {
			await submitAlone(ctx, readSecret(event) ?? '');
			redirect(303, `/${ctx.locale}/participate`);
		});
	},
	/** Out of the group, with everything answered. */
	leave: async (event) => {
		const { ctx } = event.locals;
		const form = await event.request.formData();
		return attempt(ctx.t, form, { other: 'participate.over' }, async () => {
			await leaveGroup(ctx, readSecret(event) ?? '');
			dropParticipation(event);
			redirect(303, `/${ctx.locale}/participate`);
		});
	},
	/** Only this device forgets; the answers stay. */
	forget: (event) => {
		dropParticipation(event);
		redirect(303, `/${event.locals.ctx.locale}/participate`);
	},
};
