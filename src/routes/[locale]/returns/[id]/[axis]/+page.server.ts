import { redirect } from '@sveltejs/kit';
import { editionOfReturn, liveEntry, readEntry, returnPlace, saveNumbers } from '#modules/benchmarks/index.ts';
import { AppError } from '#platform/errors.ts';
import { requireSession, signedForm } from '../../../../forms.ts';
import { readNumbers, saveForm } from '../../entry-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const session = requireSession(locals, url);
	const { ctx } = locals;
	// An indicator's short address leads to its place in its axis.
	const code = /^SU-(\d)\.\d$/.exec(params.axis);
	if (code) redirect(303, `/${ctx.locale}/returns/${params.id}/A${code[1]}${url.search}#${params.axis}`);
	const view = await readEntry(ctx, params.id, params.axis, url.searchParams.get('unit') ?? undefined);
	return {
		...view,
		head: { ...headOf(view), enters: view.head.allowed['enter numbers'] },
		live: liveEntry(view),
		place: returnPlace(view.unit, params.axis),
		me: { personId: session.personId, name: session.name },
		messages: ctx.texts.group(ctx.locale, 'returns'),
	};
};

const headOf = ({ head: { id, year, level, unit, state } }: Awaited<ReturnType<typeof readEntry>>) => ({ id, year, level, unit, state });

export const actions: Actions = {
	/** Everything on the screen of one axis, without script: all of it or nothing. */
	save: async ({ locals, params, request, url }) => {
		const { session, ctx, form } = await signedForm({ locals, request, url });
		const unit = String(form.get('unit') ?? '');
		const view = await readEntry(ctx, params.id, params.axis, unit);
		// Asked for one that is not there, the page shows the first; numbers must not be saved to it.
		if (view.unit !== unit) throw new AppError('not_found', 'The form is of a unit this return does not have for you');
		const saved = await saveForm(form, readNumbers(form, editionOfReturn(view.head), ctx.locale, view.unit), (entries) =>
			saveNumbers(ctx, params.id, { entries, client: `session-${session.id}`, sequence: ctx.now().getTime() }),
		);
		if (saved && 'status' in saved) return saved;
		const order = view.axes.map(({ code }) => code);
		const at = order.indexOf(params.axis);
		const go = String(form.get('go') ?? '');
		const next = go === 'next' ? order[at + 1] : go === 'back' ? order[at - 1] : params.axis;
		const query = view.units.length > 1 ? `?unit=${view.unit}` : '';
		redirect(303, `/${ctx.locale}/returns/${params.id}/${next ? `${next}${query}` : 'review'}`);
	},
};
