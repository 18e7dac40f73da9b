import { redirect } from '@sveltejs/kit';
import {
	daysToRestoreReturn,
	deleteReturn,
	editionOfReturn,
	historyOfReturn,
	overviewOfReturn,
	readReturn,
	resultOfReturn,
	restoreReturn,
	saveReturnSettings,
	saveReturnSharing,
	tasksOf,
	wordsIn,
} from '#modules/benchmarks/index.ts';
import { AppError } from '#platform/errors.ts';
import { formatDay, formatMoment, formatPlannedDay } from '#platform/i18n/dates.ts';
import { consentsIn } from '../../../consents.ts';
import { attempt, requireSession, signedForm } from '../../../forms.ts';
import type { Actions, PageServerLoad } from './$types';

const day = 86_400_000;

export const load: PageServerLoad = async ({ locals, params, url }) => {
	requireSession(locals, url);
	const { ctx } = locals;
	const found = await readReturn(ctx, params.id, { deleted: true });
	const messages = ctx.texts.group(ctx.locale, 'returns');
	const head = {
		id: found.id,
		year: found.year,
		level: found.level,
		unit: found.unit,
		state: found.state,
		revision: found.revision,
		edition: found.edition,
		enters: found.allowed['enter numbers'],
	};
	if (found.deletedAt) {
		// A deleted return is nobody's business but of those who may take it back.
		if (!found.allowed.delete) throw new AppError('not_found', 'There is no such return');
		return {
			head,
			messages,
			deleted: { until: formatDay(new Date(found.deletedAt.getTime() + daysToRestoreReturn * day), ctx.locale) },
			more: null,
		};
	}
	const edition = editionOfReturn(found);
	const { text } = wordsIn(edition, ctx.locale);
	const settled = found.state === 'submitted' || found.state === 'locked';
	const numbers = found.allowed['read numbers'];
	const [overview, history, tasks, result] = await Promise.all([
		numbers ? overviewOfReturn(ctx, params.id) : null,
		numbers ? historyOfReturn(ctx, params.id, 12) : [],
		numbers ? tasksOf(ctx, params.id) : [],
		settled ? resultOfReturn(ctx, params.id) : null,
	]);
	const choice = (code: string) => found.settings[code];
	const list = (code: string) => {
		const value = found.settings[code] as string | { name?: string; date?: string; link?: string } | undefined;
		return typeof value === 'string'
			? { name: value, date: '', link: '' }
			: { name: value?.name ?? '', date: value?.date ?? '', link: value?.link ?? '' };
	};
	return {
		head,
		messages,
		deleted: null,
		more: {
			provider: found.provider,
			textLocale: edition.locales.includes(ctx.locale) ? ctx.locale : 'en',
			allowed: found.allowed,
			steps: found.steps,
			version: found.version,
			sharing: found.sharing,
			best: found.best,
			invitable: found.level === 'centre' ? null : found.invitable,
			overview: overview && { ...overview, readyFrom: overview.readyFrom && formatPlannedDay(overview.readyFrom, ctx.locale) },
			centres: found.centres,
			tasks: { open: tasks.filter(({ state }) => state === 'open').length, all: tasks.length },
			overall: result?.result.overall ?? null,
			band: result && 'band' in result.result.overall ? text(`su.band.${result.result.overall.band}`) : null,
			history: history.map(({ at, ...entry }) => ({ ...entry, at: formatMoment(at, ctx.locale) })),
			started: formatDay(found.createdAt, ctx.locale),
			locked: found.lockedAt && formatDay(found.lockedAt, ctx.locale),
			settings: {
				cohort: String(choice('cohort_basis') ?? 'Y'),
				month: Number(choice('year_start_month') ?? 1),
				shortage: list('list_shortage'),
				area: list('list_area'),
				unemployment: choice('ctx_unemployment') === undefined ? '' : String(choice('ctx_unemployment')),
				duplicates: choice('dup_persons') === undefined ? '' : String(choice('dup_persons')),
			},
			words: {
				cohort: {
					label: text('su.setting.cohort_basis.label'),
					help: text('su.setting.cohort_basis.help'),
					Y: text('su.setting.cohort_basis.Y'),
					'Y-1': text('su.setting.cohort_basis.Y-1'),
				},
				shortage: text('su.setting.list_shortage.label'),
				area: text('su.setting.list_area.label'),
				unemployment: { label: text('su.setting.ctx_unemployment.label'), help: text('su.setting.ctx_unemployment.help') },
				duplicates: { label: text('su.setting.dup_persons.label'), help: text('su.setting.dup_persons.help') },
			},
		},
	};
};

export const actions: Actions = {
	settings: async ({ locals, params, request, url }) => {
		const { ctx, form } = await signedForm({ locals, request, url });
		const field = (name: string) => String(form.get(name) ?? '').trim();
		const number = (name: string) => (field(name) === '' ? null : Number(field(name).replace(/\s/g, '').replace(',', '.')));
		const list = (name: string) =>
			field(name)
				? {
						name: field(name),
						...(field(`${name}Date`) && { date: field(`${name}Date`) }),
						...(field(`${name}Link`) && { link: field(`${name}Link`) }),
					}
				: null;
		const words = {
			ctx_unemployment: 'returns.settings.unemployment.error',
			dup_persons: 'returns.settings.duplicates.error',
			conflict: 'returns.settings.stale',
			other: 'returns.settings.error',
		} as const;
		return attempt(ctx.t, form, words, async () => {
			await saveReturnSettings(ctx, params.id, {
				version: Number(field('version')),
				settings: {
					cohort_basis: field('cohort'),
					year_start_month: Number(field('month')),
					list_shortage: list('shortage'),
					list_area: list('area'),
					ctx_unemployment: number('unemployment'),
					...(form.has('duplicates') && { dup_persons: number('duplicates') }),
				},
			});
			redirect(303, `${url.pathname}?saved#settings`);
		});
	},
	sharing: async ({ locals, params, request, url }) => {
		requireSession(locals, url);
		const form = await request.formData();
		await saveReturnSharing(locals.ctx, params.id, consentsIn(form));
		redirect(303, `${url.pathname}#sharing`);
	},
	delete: async ({ locals: { ctx }, params, url }) => {
		await deleteReturn(ctx, params.id);
		redirect(303, url.pathname);
	},
	restore: async ({ locals: { ctx }, params, request, url }) =>
		attempt(ctx.t, await request.formData(), { other: 'returns.deleted.conflict' }, async () => {
			await restoreReturn(ctx, params.id);
			redirect(303, url.pathname);
		}),
};
