import { fail, redirect } from '@sveltejs/kit';
import { numberNames, readRun, saveProfile } from '#modules/benchmarks/index.ts';
import { AppError } from '#platform/errors.ts';
import { attempt, requireSession, signedForm } from '../../../../forms.ts';
import {
	fieldOf,
	joinedLists,
	profileChoices,
	profileValues,
	profileWords,
	readNumbersForm,
	readProfileForm,
} from '../../../../profile-form.ts';
import { headOf } from '../head.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	requireSession(locals, url);
	const { ctx } = locals;
	const head = await readRun(ctx, params.id);
	return {
		...(await headOf(ctx, head)),
		status: head.status,
		// In a group check the profile is filled in while people answer, and until its result is made.
		mayChange: head.allowed.answer && (head.mode === 'full' ? head.status === 'open' : head.status !== 'finished'),
		values: profileValues(head.profile, head.numbers),
		version: head.profileVersion,
		choices: profileChoices,
		numbers: numberNames.map(fieldOf),
		saved: url.searchParams.has('saved'),
		messages: ctx.texts.group(ctx.locale, 'runs', 'profile', 'organisations'),
	};
};

export const actions: Actions = {
	default: async ({ locals, params, request, url }) => {
		const { ctx, form } = await signedForm({ locals, request, url });
		return attempt(ctx.t, joinedLists(form), { ...profileWords, conflict: 'runs.blocked.notOpen' }, async () => {
			try {
				await saveProfile(ctx, params.id, {
					version: Number(form.get('version')) || 1,
					profile: readProfileForm(form),
					numbers: readNumbersForm(form),
				});
			} catch (error) {
				// Somebody else saved: the page shows what stands beside what was typed.
				if (!(error instanceof AppError) || error.code !== 'conflict' || !('version' in (error.details.values ?? {}))) throw error;
				return fail(409, { faults: [], values: Object.fromEntries([...joinedLists(form)].map(([name, value]) => [name, String(value)])) });
			}
			redirect(303, `/${ctx.locale}/runs/${params.id}/profile?saved`);
		});
	},
};
