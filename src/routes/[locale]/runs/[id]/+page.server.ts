import { redirect } from '@sveltejs/kit';
import {
	daysToRestore,
	deleteRun,
	invitePerson,
	isCompared,
	mayReadPlan,
	type NamedRole,
	namedRoles,
	namePerson,
	peopleOfRun,
	readAnswering,
	readRun,
	removePerson,
	reopenRun,
	restoreRun,
	resultInWords,
	runsOf,
	shownIndex,
	withdrawRunInvitation,
} from '#modules/benchmarks/index.ts';
import { administratorsOf, colleaguesOf } from '#modules/network/index.ts';
import { namesOf } from '#platform/auth/index.ts';
import { AppError } from '#platform/errors.ts';
import { formatDay, formatShortDay } from '#platform/i18n/dates.ts';
import { attempt, requireSession, signedForm } from '../../../forms.ts';
import { addressIn, inviteWords, nameWords } from '../../../people-form.ts';
import { headOf } from './head.ts';
import type { Actions, PageServerLoad } from './$types';

const day = 86_400_000;

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const session = requireSession(locals, url);
	const { ctx } = locals;
	const head = await readRun(ctx, params.id, { deleted: true });
	const messages = ctx.texts.group(ctx.locale, 'runs', 'charts', 'people');
	const { run, provider } = await headOf(ctx, head);
	const known = { run: { ...run, edition: head.edition }, provider, messages };
	if (head.deletedAt) {
		// A deleted run is nobody's business but of those who may take it back.
		if (!head.allowed.delete) throw new AppError('not_found', 'There is no such run');
		const until = formatDay(new Date(head.deletedAt.getTime() + daysToRestore * day), ctx.locale);
		return { ...known, deleted: { until }, overview: null };
	}
	const mayName = head.allowed['name people'];
	const [answering, people, admins, colleagues, runs, result, compared, plan] = await Promise.all([
		readAnswering(ctx, params.id),
		peopleOfRun(ctx, params.id),
		administratorsOf(ctx.db, head.providerId),
		mayName ? colleaguesOf(ctx, head.providerId, (ids) => namesOf(ctx, ids)) : [],
		runsOf(ctx, head.providerId),
		head.allowed['read report'] ? resultInWords(ctx, head) : null,
		head.mode === 'group' && isCompared(ctx.db, head.id),
		mayReadPlan(ctx, head.providerId),
	]);
	const adminNames = await namesOf(ctx, admins);
	const items = answering.sections.flatMap(({ items }) => items);
	const open = items.find(({ item }) => !answering.answers[item]);
	const named = new Set([...admins, ...people.people.map(({ personId }) => personId)]);
	return {
		...known,
		deleted: null,
		overview: {
			status: head.status,
			allowed: {
				answer: answering.mayAnswer,
				finish: head.allowed.finish,
				reopen: head.allowed.reopen && (head.status === 'finished' || (head.status === 'closed' && head.mode === 'full')),
				name: mayName,
				delete: head.allowed.delete,
				group: head.allowed['lead the group'],
			},
			/** The answering of a group is closed, and there is something to compare. */
			compared,
			/** Provider whose plan the viewer may read. */
			plan: plan ? head.providerId : null,
			/** Results up to this one, oldest first. */
			trend: runs
				.filter(({ finishedAt, status }) => status === 'finished' && head.finishedAt && finishedAt! <= head.finishedAt)
				.slice(0, 5)
				.map(({ finishedAt, index }) => ({
					label: formatShortDay(finishedAt!, ctx.locale),
					value: index === null ? null : shownIndex(index),
				}))
				.reverse(),
			started: formatDay(head.createdAt, ctx.locale),
			finished: head.finishedAt && formatDay(head.finishedAt, ctx.locale),
			textLocale: answering.textLocale,
			answered: items.length - items.filter(({ item }) => !answering.answers[item]).length,
			items: items.length,
			open: open && { item: open.item, title: open.title },
			conflicts: answering.conflicts.length,
			secondsAnItem: answering.secondsAnItem,
			sections: answering.sections.map(({ code, name, items }) => ({
				code,
				name,
				done: items.filter(({ item }) => answering.answers[item]).length,
				all: items.length,
				entry: (items.find(({ item }) => !answering.answers[item]) ?? items[0]!).item,
			})),
			result,
			me: session.personId,
			admins: admins.flatMap((id) => adminNames.get(id) ?? []),
			people: people.people.map(({ endsAt, ...person }) => ({ ...person, ends: endsAt && formatDay(endsAt, ctx.locale) })),
			invitations: people.invitations.map(({ expiresAt, ...invitation }) => ({ ...invitation, ends: formatDay(expiresAt, ctx.locale) })),
			colleagues: colleagues.filter(({ personId }) => !named.has(personId)).map(({ personId, name }) => ({ value: personId, label: name })),
			/** A facilitator leads a group check; alone there is nothing to lead. */
			roles: namedRoles.filter((role) => role !== 'facilitator' || head.mode === 'group'),
			others: runs
				.filter(({ runId }) => runId !== head.id)
				.map(({ runId, createdAt, finishedAt, index, band, status, mode }) => ({
					runId,
					day: formatDay(finishedAt ?? createdAt, ctx.locale),
					year: createdAt.getUTCFullYear(),
					index: index === null ? null : shownIndex(index),
					band,
					status,
					mode,
				})),
		},
	};
};

const isRole = (role: unknown): role is NamedRole => namedRoles.includes(role as NamedRole);

export const actions: Actions = {
	invite: async ({ locals, params, request, url }) => {
		const { session, ctx, form } = await signedForm({ locals, request, url });
		return attempt(ctx.t, form, { ...inviteWords, mentorDays: 'runs.overview.invite.daysInvalid' }, async () => {
			const to = addressIn(form);
			const role = String(form.get('role')) as NamedRole;
			const days = String(form.get('mentorDays') ?? '').trim();
			await invitePerson(ctx, params.id, { ...to, role, mentorDays: role === 'mentor' && days ? Number(days) : undefined }, session.name);
			return { invited: to.email };
		});
	},
	name: async ({ locals, params, request, url }) => {
		const { ctx, form } = await signedForm({ locals, request, url });
		return attempt(ctx.t, form, nameWords, async () => {
			const [person, role] = [String(form.get('person') ?? ''), form.get('role')];
			if (!isRole(role) || role === 'mentor') throw new AppError('invalid_input', { message: 'Choose a role', field: 'person' });
			await namePerson(ctx, params.id, person, role);
			return { named: (await namesOf(ctx, [person])).get(person) ?? '' };
		});
	},
	remove: async ({ locals, params, request, url }) => {
		const { session, ctx, form } = await signedForm({ locals, request, url });
		const [person, role] = [String(form.get('person') ?? ''), form.get('role')];
		if (isRole(role)) await removePerson(ctx, params.id, person, role);
		// Whoever left may see nothing here any more.
		const stays = person !== session.personId || (await readRun(ctx, params.id).catch(() => null));
		redirect(303, stays ? `/${ctx.locale}/runs/${params.id}#people` : `/${ctx.locale}/home`);
	},
	withdraw: async ({ locals: { ctx }, params, request }) => {
		await withdrawRunInvitation(ctx, params.id, String((await request.formData()).get('invitation') ?? ''));
		redirect(303, `/${ctx.locale}/runs/${params.id}#people`);
	},
	reopen: async ({ locals: { ctx }, params }) => {
		await reopenRun(ctx, params.id);
		redirect(303, `/${ctx.locale}/runs/${params.id}`);
	},
	delete: async ({ locals: { ctx }, params }) => {
		await deleteRun(ctx, params.id);
		redirect(303, `/${ctx.locale}/runs/${params.id}`);
	},
	restore: async ({ locals: { ctx }, params, request }) => {
		const form = await request.formData();
		return attempt(ctx.t, form, { other: 'runs.deleted.conflict' }, async () => {
			await restoreRun(ctx, params.id);
			redirect(303, `/${ctx.locale}/runs/${params.id}`);
		});
	},
};
