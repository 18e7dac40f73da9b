import { fail, redirect } from '@sveltejs/kit';
import {
	answerAsLeader,
	closeAnswering,
	endJoinCode,
	fewestPeople,
	inviteParticipant,
	meetingWords,
	mostPeople,
	readGroup,
	readOwnPlace,
	readRun,
	remindParticipants,
	removeParticipant,
	renewJoinCode,
	reopenRun,
	roleGroups,
	setMeeting,
	shownCode,
	wallClock,
	type Participation,
	type RoleGroup,
} from '#modules/benchmarks/index.ts';
import type { Ctx } from '#platform/context.ts';
import { AppError } from '#platform/errors.ts';
import { formatDay } from '#platform/i18n/dates.ts';
import { attempt, requireSession, signedForm } from '../../../../forms.ts';
import { qrOf } from '../../../../qr.ts';
import { headOf } from '../head.ts';
import { keepParticipation } from '../../../participate/session.ts';
import type { Actions, PageServerLoad } from './$types';

/** Zones to choose from: Europe's, and those of its islands. */
const zones = Intl.supportedValuesOf('timeZone').filter((zone) => /^(Europe|Atlantic)\//.test(zone));

export const load: PageServerLoad = async ({ locals, params, url }) => {
	requireSession(locals, url);
	const { ctx } = locals;
	const [head, group, own] = await Promise.all([readRun(ctx, params.id), readGroup(ctx, params.id), ownPlaceIn(ctx, params.id)]);
	const joinAt = group.joinCode && `${url.origin}/${ctx.locale}/join/${shownCode(group.joinCode)}`;
	return {
		...(await headOf(ctx, head)),
		status: group.status,
		people: group.people,
		submitted: group.submitted,
		closable: group.closable,
		needed: fewestPeople,
		best: mostPeople,
		advice: group.advice,
		roleGroups,
		code: group.joinCode && joinAt ? { shown: shownCode(group.joinCode), link: joinAt, qr: qrOf(joinAt) } : null,
		meeting: {
			version: group.meetingVersion,
			words: meetingWords(group.meeting, ctx.locale),
			at: group.meeting ? wallClock(group.meeting) : '',
			zone: group.meeting?.zone ?? null,
			place: group.meeting?.place ?? '',
		},
		zones,
		remindFrom: group.remindFrom?.toISOString() ?? null,
		remindable: group.people.filter(({ email, state }) => email && state !== 'submitted').length,
		/** Whoever leads answers too; what they answered is theirs alone. */
		own: own && { roleGroup: own.participant.roleGroup, submitted: own.participant.submittedAt !== null },
		closed: group.closedAt && formatDay(group.closedAt, ctx.locale),
		/** Ended after 90 days without enough views: can be opened again. */
		ended: group.status === 'closed' && !group.closedAt ? { reopen: head.allowed.reopen } : null,
		messages: ctx.texts.group(ctx.locale, 'runs', 'group'),
	};
};

/** The place of whoever leads, where they answer too. */
async function ownPlaceIn(ctx: Ctx, runId: string): Promise<Participation | null> {
	try {
		return await readOwnPlace(ctx, runId);
	} catch (error) {
		if (error instanceof AppError && error.code === 'not_found') return null;
		throw error;
	}
}

const roleOf = (form: FormData): RoleGroup => {
	const given = String(form.get('roleGroup') ?? '');
	if (!(roleGroups as readonly string[]).includes(given))
		throw new AppError('invalid_input', { message: 'Choose a role group', field: 'roleGroup' });
	return given as RoleGroup;
};

export const actions: Actions = {
	invite: async ({ locals, params, request, url }) => {
		const { session, ctx, form } = await signedForm({ locals, request, url });
		const words = {
			email: 'group.invite.error.email',
			roleGroup: 'group.role.error',
			name: 'group.invite.error.name',
			conflict: 'group.error.notOpen',
			other: 'group.invite.error.email',
		} as const;
		return attempt(ctx.t, form, words, async () => {
			const email = String(form.get('email') ?? '');
			const name = String(form.get('name') ?? '');
			const locale = String(form.get('locale') ?? '') || undefined;
			await inviteParticipant(ctx, params.id, { email, name, roleGroup: roleOf(form), locale }, session.name);
			return { invited: name.trim() || email };
		});
	},
	remove: async ({ locals: { ctx }, params, request }) => {
		await removeParticipant(ctx, params.id, String((await request.formData()).get('participant') ?? ''));
		redirect(303, `/${ctx.locale}/runs/${params.id}/group#people`);
	},
	remind: async ({ locals, params, url }) => {
		const session = requireSession(locals, url);
		const { ctx } = locals;
		try {
			return { reminded: await remindParticipants(ctx, params.id, session.name) };
		} catch (error) {
			if (!(error instanceof AppError) || error.code !== 'too_many_requests') throw error;
			return fail(429, { faults: [{ field: undefined, message: ctx.t('group.remind.soon') }], values: { which: 'remind' } });
		}
	},
	code: async ({ locals: { ctx }, params }) => {
		await renewJoinCode(ctx, params.id);
		redirect(303, `/${ctx.locale}/runs/${params.id}/group#code`);
	},
	endCode: async ({ locals: { ctx }, params }) => {
		await endJoinCode(ctx, params.id);
		redirect(303, `/${ctx.locale}/runs/${params.id}/group#code`);
	},
	meeting: async ({ locals: { ctx }, params, request }) => {
		const form = await request.formData();
		const words = {
			at: 'group.meeting.error.at',
			zone: 'group.meeting.error.zone',
			place: 'group.meeting.error.place',
			conflict: 'group.meeting.error.version',
			other: 'group.meeting.error.at',
		} as const;
		return attempt(ctx.t, form, words, async () => {
			const field = (name: string) => String(form.get(name) ?? '');
			await setMeeting(ctx, params.id, {
				version: field('version'),
				at: form.get('drop') ? '' : field('at'),
				zone: field('zone'),
				place: field('place'),
			});
			redirect(303, `/${ctx.locale}/runs/${params.id}/group#meeting`);
		});
	},
	/** The one who leads answers too: their place is kept on this device like everybody's. */
	answer: async (event) => {
		const { ctx } = event.locals;
		const form = await event.request.formData();
		return attempt(ctx.t, form, { roleGroup: 'group.role.error', other: 'group.error.notOpen' }, async () => {
			const { token } = await answerAsLeader(ctx, event.params.id, { roleGroup: roleOf(form) });
			keepParticipation(event, token);
			redirect(303, `/${ctx.locale}/participate`);
		});
	},
	close: async ({ locals: { ctx }, params, request }) => {
		const form = await request.formData();
		return attempt(ctx.t, form, { sure: 'group.close.sure', conflict: 'group.close.tooFew', other: 'group.close.tooFew' }, async () => {
			if (!form.get('sure')) throw new AppError('invalid_input', { message: 'Say that you are sure', field: 'sure' });
			await closeAnswering(ctx, params.id);
			redirect(303, `/${ctx.locale}/runs/${params.id}/views`);
		});
	},
	reopen: async ({ locals: { ctx }, params }) => {
		await reopenRun(ctx, params.id);
		redirect(303, `/${ctx.locale}/runs/${params.id}/group`);
	},
};
