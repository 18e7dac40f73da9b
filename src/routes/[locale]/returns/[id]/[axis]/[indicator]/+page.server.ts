import { redirect } from '@sveltejs/kit';
import {
	addEvidenceFile,
	addEvidenceLink,
	editionOfReturn,
	largestEvidence,
	readParts,
	removeEvidence,
	returnPlace,
	saveNumbers,
} from '#modules/benchmarks/index.ts';
import { attempt, requireSession, signedForm } from '../../../../../forms.ts';
import { readNumbers, saveForm } from '../../../entry-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const session = requireSession(locals, url);
	const { ctx } = locals;
	const { view, indicator, dimensions, evidence } = await readParts(
		ctx,
		params.id,
		params.indicator,
		url.searchParams.get('unit') ?? undefined,
	);
	const { id, year, level, unit, state } = view.head;
	return {
		head: { id, year, level, unit, state, enters: view.head.allowed['enter numbers'] },
		textLocale: view.textLocale,
		enters: view.enters,
		unit: view.unit,
		unitName: view.units.length > 1 ? view.units.find((each) => each.id === view.unit)!.name : null,
		axis: view.axis,
		indicator,
		dimensions,
		evidence,
		mostBytes: largestEvidence,
		place: returnPlace(view.unit, indicator.code),
		me: { personId: session.personId },
		messages: ctx.texts.group(ctx.locale, 'returns'),
	};
};

export const actions: Actions = {
	/** All parts on the screen, or none. */
	save: async ({ locals, params, request, url }) => {
		const { session, ctx, form } = await signedForm({ locals, request, url });
		const { view } = await readParts(ctx, params.id, params.indicator, String(form.get('unit') ?? ''));
		const saved = await saveForm(form, readNumbers(form, editionOfReturn(view.head), ctx.locale, view.unit), (entries) =>
			saveNumbers(ctx, params.id, { entries, client: `session-${session.id}`, sequence: ctx.now().getTime() }),
		);
		if (saved && 'status' in saved) return saved;
		redirect(303, back(url, view.unit, view.units.length));
	},
	attach: async ({ locals, params, request, url }) => {
		const { ctx, form } = await signedForm({ locals, request, url });
		const unit = String(form.get('unit') ?? '');
		const target = String(form.get('target') ?? '');
		const words = {
			'file.most': 'returns.evidence.most',
			file: 'returns.evidence.file',
			url: 'returns.evidence.url',
			other: 'returns.evidence.other',
		} as const;
		return attempt(ctx.t, form, words, async () => {
			const file = form.get('file');
			const link = String(form.get('url') ?? '').trim();
			if (file instanceof File && file.size > 0)
				await addEvidenceFile(ctx, params.id, { unit, target }, { name: file.name, bytes: file.stream() });
			if (link) await addEvidenceLink(ctx, params.id, { unit, target, url: link, title: String(form.get('title') ?? '') });
			redirect(303, `${url.pathname}${url.searchParams.has('unit') ? `?unit=${unit}` : ''}#evidence`);
		});
	},
	remove: async ({ locals, params, request, url }) => {
		requireSession(locals, url);
		const form = await request.formData();
		await removeEvidence(locals.ctx, params.id, String(form.get('evidence') ?? ''));
		const unit = url.searchParams.get('unit');
		redirect(303, `${url.pathname}${unit ? `?unit=${unit}` : ''}#evidence`);
	},
};

function back(url: URL, unit: string, units: number): string {
	return url.pathname.replace(/\/(SU-\d\.\d)$/, `${units > 1 ? `?unit=${unit}` : ''}#$1`);
}
