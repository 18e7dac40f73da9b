import { fail, redirect } from '@sveltejs/kit';
import { editionOfReturn, largestImport, planOfTooLarge, providerUnit, readReturn, wordsIn } from '#modules/benchmarks/index.ts';
import { requireSession } from '../../../../forms.ts';
import { lookAtFile, shownFaults } from '../../import-shown.ts';
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
		mostBytes: largestImport,
		units: head.level === 'centres' ? head.centres.map(({ code, name }) => ({ code, name })) : [],
		textLocale: edition.locales.includes(ctx.locale) ? ctx.locale : 'en',
		imported: url.searchParams.get('imported'),
		messages: ctx.texts.group(ctx.locale, 'returns'),
	};
};

/** Whether a form was larger than the server takes; its body is not read then. */
const isTooLarge = (error: unknown) => typeof error === 'object' && error !== null && 'status' in error && error.status === 413;

export const actions: Actions = {
	/** Looks at a file, without script; nothing is changed. What can not be read at all is told here. */
	look: async ({ locals, params, request, url }) => {
		requireSession(locals, url);
		const { ctx } = locals;
		const form = await request.formData().catch((error: unknown) => {
			if (isTooLarge(error)) return null;
			throw error;
		});
		if (!form) {
			const edition = editionOfReturn(await readReturn(ctx, params.id));
			const said = shownFaults(planOfTooLarge(), wordsIn(edition, ctx.locale));
			return fail(413, { faults: [], found: { name: ctx.t('returns.import.file'), ...said } });
		}
		const looked = await lookAtFile(ctx, params.id, form.get('file'));
		if ('refused' in looked) return fail(looked.status, looked.refused);
		redirect(303, `${url.pathname}/${looked.waiting}`);
	},
};
