import { redirect } from '@sveltejs/kit';
import {
	changeCentres,
	editionOfReturn,
	overviewOfReturn,
	readReturn,
	readSum,
	saveCentresSeen,
	wordsIn,
} from '#modules/benchmarks/index.ts';
import { AppError } from '#platform/errors.ts';
import { attempt, requireSession, signedForm } from '../../../../forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	requireSession(locals, url);
	const { ctx } = locals;
	const head = await readReturn(ctx, params.id);
	if (head.level !== 'centres') redirect(303, `/${ctx.locale}/returns/${params.id}`);
	const [overview, sum] = await Promise.all([overviewOfReturn(ctx, params.id), readSum(ctx, params.id)]);
	const edition = editionOfReturn(head);
	const words = wordsIn(edition, ctx.locale);
	const open = head.state === 'draft' || head.state === 'reopened';
	return {
		head: { id: head.id, year: head.year, level: head.level, unit: head.unit, state: head.state, enters: head.allowed['enter numbers'] },
		textLocale: edition.locales.includes(ctx.locale) ? ctx.locale : 'en',
		saved: url.searchParams.has('saved'),
		version: head.version,
		changes: head.allowed['change settings'] && open,
		/** Whether the centres see each other; null for who can not change it. */
		seen: head.allowed['change settings'] ? head.centresSeen : null,
		centres: head.centres.map((centre) => {
			const unit = overview.units.find(({ id }) => id === centre.id);
			return { ...centre, filled: unit?.filled ?? 0, needed: unit?.needed ?? 0, participants: unit?.participants ?? null };
		}),
		/** Values only: no score is shown while numbers are entered. */
		indicators: edition.instrument.indicators.map((indicator) => ({
			code: indicator.code,
			axis: indicator.axis,
			name: words.text(`su.${indicator.code}.name`),
			total: words.valueOf(indicator, sum.total[indicator.code] ?? null),
			centres: head.centres.map(({ id }) => words.valueOf(indicator, sum.centres[id]?.[indicator.code] ?? null)),
		})),
		messages: ctx.texts.group(ctx.locale, 'returns'),
	};
};

export const actions: Actions = {
	seen: async ({ locals, params, request, url }) => {
		requireSession(locals, url);
		const { ctx } = locals;
		const form = await request.formData();
		return attempt(ctx.t, form, { other: 'returns.centres.error' }, async () => {
			await saveCentresSeen(ctx, params.id, { seen: form.get('seen') === 'on' });
			redirect(303, `${url.pathname}?saved`);
		});
	},
	change: async ({ locals, params, request, url }) => {
		const { ctx, form } = await signedForm({ locals, request, url });
		const field = (name: string) => String(form.get(name) ?? '').trim();
		const words = {
			conflict: 'returns.settings.stale',
			about: 'returns.centres.about.error',
			reason: 'returns.centres.reason.error',
			other: 'returns.centres.error',
		} as const;
		return attempt(ctx.t, form, words, async () => {
			const version = Number(field('version'));
			const centre = field('centre');
			if (!centre) {
				if (!field('name')) throw new AppError('invalid_input', { message: 'A name is needed', field: 'name' });
				await changeCentres(ctx, params.id, { version, add: [{ name: field('name') }] });
			} else if (form.has('back')) await changeCentres(ctx, params.id, { version, leaveOut: { [centre]: null } });
			else {
				const about = field('about').replace(/\s/g, '');
				if (!field('reason')) throw new AppError('invalid_input', { message: 'A reason is needed', field: 'reason' });
				if (about && !/^\d{1,7}$/.test(about)) throw new AppError('invalid_input', { message: 'A whole number', field: 'about' });
				await changeCentres(ctx, params.id, {
					version,
					leaveOut: { [centre]: { reason: field('reason'), about: about ? Number(about) : null } },
				});
			}
			redirect(303, `${url.pathname}?saved`);
		});
	},
};
