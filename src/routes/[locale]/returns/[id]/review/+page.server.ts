import { redirect } from '@sveltejs/kit';
import {
	confirmWarnings,
	editionOfReturn,
	lockReturn,
	readReturn,
	reopenReturn,
	reviewOfReturn,
	sendBackReturn,
	submitReturn,
	wordsIn,
} from '#modules/benchmarks/index.ts';
import type { Ctx } from '#platform/context.ts';
import { formatDay } from '#platform/i18n/dates.ts';
import { attempt, requireSession, type FaultWords, signedForm } from '../../../../forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	requireSession(locals, url);
	const { ctx } = locals;
	const [head, review] = await Promise.all([readReturn(ctx, params.id), reviewOfReturn(ctx, params.id)]);
	const edition = editionOfReturn(head);
	const words = wordsIn(edition, ctx.locale);
	const axisOf = placeOf(edition.instrument);
	const unitName = new Map(head.centres.map(({ id, name }) => [id, name]));
	const messages = words.said(review.faults);
	const line = ({ field, indicator, unit }: { field: string | null; indicator: string | null; unit?: string }) => ({
		axis: axisOf(field ?? indicator),
		target: field ?? indicator ?? '',
		unit: unit ?? null,
		unitName: (unit && unitName.get(unit)) ?? null,
	});
	const faults = review.faults.map((fault, i) => ({ code: fault.code, message: messages[i]!, ...line(fault) }));
	const said = words.said(review.warnings);
	return {
		head: {
			id: head.id,
			year: head.year,
			level: head.level,
			unit: head.unit,
			state: head.state,
			revision: head.revision,
			enters: head.allowed['enter numbers'],
		},
		steps: head.steps,
		textLocale: edition.locales.includes(ctx.locale) ? ctx.locale : 'en',
		locked: head.lockedAt && formatDay(head.lockedAt, ctx.locale),
		submitted: head.submittedAt && formatDay(head.submittedAt, ctx.locale),
		filled: review.filled,
		needed: review.needed,
		/** Missing numbers by axis and unit: a list of sixty lines helps nobody. */
		missing: [
			...Map.groupBy(
				faults.filter(({ code }) => code === 'E_REQUIRED'),
				({ axis, unit }) => `${axis} ${unit ?? ''}`,
			).values(),
		].map((all) => ({
			...all[0]!,
			name: words.text(`su.${all[0]!.axis}.name`),
			count: all.length,
		})),
		faults: faults.filter(({ code }) => code !== 'E_REQUIRED'),
		warnings: review.warnings.map((warning, i) => ({
			key: warning.key,
			message: said[i]!,
			comment: warning.confirmation?.comment ?? '',
			confirmed: warning.confirmation !== null,
			// The list itself stands among the settings, whichever indicator counts with it.
			...line(warning.code === 'W_NO_LIST' ? { field: String(warning.values.list), indicator: null } : warning),
		})),
		evidenceMissing: review.evidenceMissing.slice(0, 60).map(({ unit, field }) => ({
			...line({ field, indicator: null, unit }),
			name: words.nameOf(field),
		})),
		evidenceCount: review.evidenceMissing.length,
		messages: ctx.texts.group(ctx.locale, 'returns'),
	};
};

/** The axis on whose screen a field, part or indicator is entered. */
function placeOf({ indicators }: ReturnType<typeof editionOfReturn>['instrument']): (target: string | null) => string {
	const fields = new Map<string, string>();
	for (const indicator of indicators) {
		fields.set(indicator.code, indicator.axis);
		for (const field of JSON.stringify(indicator.formula).match(/[a-z]\w*/g) ?? [])
			if (!fields.has(field)) fields.set(field, indicator.axis);
		for (const { known, of } of indicator.coverage)
			for (const field of [known, of]) if (!fields.has(field)) fields.set(field, indicator.axis);
	}
	/** Empty for a setting, which stands on the overview. */
	return (target) => fields.get(target?.split('@')[0] ?? '') ?? '';
}

export const actions: Actions = {
	confirm: async ({ locals, params, request, url }) => {
		const { ctx, form } = await signedForm({ locals, request, url });
		return attempt(ctx.t, form, { gone: 'returns.review.gone', other: 'returns.review.gone' }, async () => {
			await confirmWarnings(ctx, params.id, { comments: commentsIn(form) });
			redirect(303, `${url.pathname}#warnings`);
		});
	},
	/** Comments that were typed are kept first, whether it can be submitted or not. */
	submit: ({ locals: { ctx }, params, request, url }) =>
		step(
			ctx,
			request,
			url,
			async (form) => {
				const comments = commentsIn(form);
				if (Object.keys(comments).length > 0) await confirmWarnings(ctx, params.id, { comments });
				await submitReturn(ctx, params.id);
			},
			{ ...refused, invalid_input: 'returns.review.gone' },
		),
	lock: ({ locals: { ctx }, params, request, url }) => step(ctx, request, url, () => lockReturn(ctx, params.id)),
	'send-back': ({ locals: { ctx }, params, request, url }) =>
		step(ctx, request, url, (form) => sendBackReturn(ctx, params.id, { note: noteIn(form) }), noted),
	reopen: ({ locals: { ctx }, params, request, url }) =>
		step(ctx, request, url, (form) => reopenReturn(ctx, params.id, { note: noteIn(form) }), noted),
};

/** By the key of the warning they explain. */
function commentsIn(form: FormData): Record<string, string> {
	return Object.fromEntries(
		[...form].filter(([name]) => name.startsWith('comment:')).map(([name, value]) => [name.slice('comment:'.length), String(value).trim()]),
	);
}

const noteIn = (form: FormData) => String(form.get('note') ?? '');

const refused = { other: 'returns.review.refused' } as const;
const noted = { ...refused, invalid_input: 'returns.review.noteRequired' } as const;

/** One step of the return's states; what still stands in the way is on the page itself. */
async function step(ctx: Ctx, request: Request, url: URL, work: (form: FormData) => Promise<unknown>, words: FaultWords = refused) {
	const form = await request.formData();
	return attempt(ctx.t, form, words, async () => {
		await work(form);
		redirect(303, url.pathname.replace(/\/review$/, ''));
	});
}
