import { fail, redirect } from '@sveltejs/kit';
import { editionOfReturn, providerUnit, readReturn } from '#modules/benchmarks/index.ts';
import { requireSession } from '../../../../forms.ts';
import { lookAtFile } from '../../import-shown.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	requireSession(locals, url);
	const { ctx } = locals;
	const head = await readReturn(ctx, params.id);
	const edition = editionOfReturn(head);
	return {
		head: { id: head.id, year: head.year, level: head.level, unit: head.unit, state: head.state, enters: head.allowed['enter numbers'] },
		imports: head.allowed.import && (head.state === 'draft' || head.state === 'reopened'),
		edition: head.edition,
		providerUnit,
		units: head.level === 'centres' ? head.centres.map(({ code, name }) => ({ code, name })) : [],
		textLocale: edition.locales.includes(ctx.locale) ? ctx.locale : 'en',
		imported: url.searchParams.get('imported'),
		messages: ctx.texts.group(ctx.locale, 'returns'),
	};
};

export const actions: Actions = {
	/** Looks at a file, without script; nothing is changed. What can not be read at all is told here. */
	look: async ({ locals, params, request, url }) => {
		requireSession(locals, url);
		const looked = await lookAtFile(locals.ctx, params.id, (await request.formData()).get('file'));
		if ('refused' in looked) return fail(looked.status, looked.refused);
		redirect(303, `${url.pathname}/${looked.waiting}`);
	},
};
