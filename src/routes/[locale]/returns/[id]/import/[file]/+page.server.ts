import { redirect } from '@sveltejs/kit';
import { confirmImport, editionOfReturn, readImport, readReturn, wordsIn } from '#modules/benchmarks/index.ts';
import { attempt, requireSession, signedForm } from '../../../../../forms.ts';
import { shownFaults } from '../../../import-shown.ts';
import type { Actions, PageServerLoad } from './$types';

/** So many lines are shown of each kind of change. */
const most = 300;

export const load: PageServerLoad = async ({ locals, params, url }) => {
	requireSession(locals, url);
	const { ctx } = locals;
	const head = await readReturn(ctx, params.id);
	const { plan, digest, name } = await readImport(ctx, params.id, params.file);
	const edition = editionOfReturn(head);
	const words = wordsIn(edition, ctx.locale);
	const unitName = new Map(head.centres.map(({ code, name: centre }) => [code.toLowerCase(), centre]));
	const say = (kind: string, target: string, { value, trust }: { value: unknown; trust: number | null }) => {
		if (value === null || value === undefined) return null;
		if (kind === 'reason') return words.text(`su.reason.${String(value)}`);
		const shown = words.shown(target.split('@')[0]!, value as number | string[]);
		return trust === null ? shown : `${shown} (${words.text(`su.trust.${trust}.name`)})`;
	};
	const changes = plan.effects.filter(({ change }) => change !== 'none');
	return {
		head: { id: head.id, year: head.year, level: head.level, unit: head.unit, state: head.state, enters: head.allowed['enter numbers'] },
		textLocale: edition.locales.includes(ctx.locale) ? ctx.locale : 'en',
		file: { id: params.file, name, digest, ready: plan.ready },
		counts: {
			set: changes.filter(({ change }) => change === 'set').length,
			change: changes.filter(({ change }) => change === 'change').length,
			clear: changes.filter(({ change }) => change === 'clear').length,
			none: plan.effects.length - changes.length,
		},
		...shownFaults(plan, words),
		effects: changes.slice(0, most).map(({ line, unit, kind, target, change, before, after }) => ({
			line,
			unit: unitName.get(unit.toLowerCase()) ?? (head.level === 'centres' ? unit : null),
			name: kind === 'reason' ? words.text(`su.${target}.name`) : words.nameOf(target),
			change,
			before: say(kind, target, before),
			after: say(kind, target, after),
		})),
		hidden: Math.max(0, changes.length - most),
		messages: ctx.texts.group(ctx.locale, 'returns'),
	};
};

export const actions: Actions = {
	confirm: async ({ locals, params, request, url }) => {
		const { ctx, form } = await signedForm({ locals, request, url });
		return attempt(ctx.t, form, { conflict: 'returns.import.changed', other: 'returns.import.refused' }, async () => {
			const { changed } = await confirmImport(ctx, params.id, params.file, String(form.get('digest') ?? ''));
			redirect(303, `/${ctx.locale}/returns/${params.id}/import?imported=${changed}`);
		});
	},
};
