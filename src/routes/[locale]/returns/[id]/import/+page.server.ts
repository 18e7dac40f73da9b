import { fail, redirect } from '@sveltejs/kit';
import { editionOfReturn, prepareImport, providerUnit, readReturn, textsOf } from '#modules/benchmarks/index.ts';
import { AppError } from '#platform/errors.ts';
import { requireSession } from '../../../../forms.ts';
import { shownFaults } from '../../import-shown.ts';
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
	/** Looks at a file; nothing is changed. What can not be read at all is told here. */
	look: async ({ locals, params, request, url }) => {
		requireSession(locals, url);
		const { ctx } = locals;
		const file = (await request.formData()).get('file');
		if (!(file instanceof File) || file.size === 0)
			return fail(422, { faults: [{ field: 'file', message: ctx.t('returns.import.choose') }], found: null });
		try {
			const preview = await prepareImport(ctx, params.id, { name: file.name, bytes: file.stream() });
			if (preview.plan.effects.length === 0) {
				const edition = editionOfReturn(await readReturn(ctx, params.id));
				return fail(422, { faults: [], found: { name: file.name, ...shownFaults(preview.plan, textsOf(edition, ctx.locale)) } });
			}
			redirect(303, `${url.pathname}/${preview.id}`);
		} catch (error) {
			if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
			return fail(409, { faults: [{ field: 'file', message: error.details.message }], found: null });
		}
	},
};
