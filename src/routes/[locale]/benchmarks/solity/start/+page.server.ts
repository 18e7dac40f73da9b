import { redirect } from '@sveltejs/kit';
import {
	currentEdition,
	levels,
	mostCentres,
	returnsOf,
	startOffer,
	startReturn,
	textsOf,
	type ReturnLevel,
} from '#modules/benchmarks/index.ts';
import { newId } from '#platform/ids.ts';
import { AppError } from '#platform/errors.ts';
import { attempt, requireSession, signedForm } from '../../../../forms.ts';
import { providerToStart } from '../../../../provider-to-start.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const session = requireSession(locals, url);
	const { ctx } = locals;
	const edition = currentEdition('solity');
	const text = textsOf(edition, ctx.locale);
	const messages = ctx.texts.group(ctx.locale, 'returns', 'runs');
	const name = text('su.name');
	const { provider, ask } = await providerToStart(ctx, session.personId, url);
	if (!provider) return { messages, name, provider, ask, start: null };
	const [returns, offer] = await Promise.all([returnsOf(ctx, provider.id), startOffer(ctx, provider.id)]);
	const thisYear = ctx.now().getUTCFullYear();
	return {
		messages,
		name,
		provider,
		ask,
		start: {
			years: Array.from({ length: 6 }, (_, i) => thisYear - i),
			/** The year that is over and has none yet. */
			year:
				[thisYear - 1, thisYear, thisYear - 2].find((year) => !returns.some((each) => each.year === year && each.centre === null)) ??
				thisYear - 1,
			returns: returns.map(({ id, year, centre, state }) => ({ id, year, centre, state })),
			/** The structure of the last return is offered again. */
			...offer,
			level: offer.level ?? (offer.centres.length > 1 ? 'centres' : 'provider'),
			levels,
			mostCentres,
			words: {
				cohort: text('su.setting.cohort_basis.label'),
				cohortHelp: text('su.setting.cohort_basis.help'),
				Y: text('su.setting.cohort_basis.Y'),
				'Y-1': text('su.setting.cohort_basis.Y-1'),
			},
			/** Sending this form twice starts one return. */
			key: newId(),
		},
	};
};

export const actions: Actions = {
	default: async (event) => {
		const { ctx, form } = await signedForm(event);
		const field = (name: string) => String(form.get(name) ?? '').trim();
		const words = {
			'centres.unused': 'returns.start.error.unused',
			centres: 'returns.start.error.centres',
			year: 'returns.start.error.year',
			conflict: 'returns.start.error.taken',
			other: 'returns.start.error',
		} as const;
		return attempt(ctx.t, form, words, async () => {
			const level = field('level') as ReturnLevel;
			const named = [
				...new Set(
					field('names')
						.split(/\r?\n/)
						.map((name) => name.trim())
						.filter(Boolean),
				),
			];
			// Typed names that would come to nothing are no slip to pass over: the other way of counting was meant.
			if (level === 'provider' && named.length > 0)
				throw new AppError('invalid_input', {
					message: 'A return of the provider as a whole has no centres',
					field: 'centres',
					values: { fault: 'unused' },
				});
			const centres = [...form.getAll('centre').map((id) => ({ id: String(id) })), ...named.map((name) => ({ name }))];
			const { returnId } = await startReturn(ctx, {
				providerId: field('provider'),
				year: Number(field('year')),
				level,
				...(level !== 'provider' && { centres }),
				cohortBasis: field('cohort') as 'Y',
				yearStartMonth: Number(field('month')),
				key: field('key') || undefined,
			});
			redirect(303, `/${ctx.locale}/returns/${returnId}`);
		});
	},
};
