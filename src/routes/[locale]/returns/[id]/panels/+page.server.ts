import { fail, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { panelsOf, readReturn, savePanel, type PanelInput } from '#modules/benchmarks/index.ts';
import { AppError } from '#platform/errors.ts';
import { requireSession, typed, signedForm } from '../../../../forms.ts';
import { panelFaults, panelValues, readPanel, rowsOf } from './panel-form.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	requireSession(locals, url);
	const { ctx } = locals;
	const head = await readReturn(ctx, params.id);
	if (!head.allowed['write panels']) redirect(303, `/${ctx.locale}/returns/${head.id}`);
	const panels = await panelsOf(ctx, head.id);
	return {
		head: { id: head.id, year: head.year, level: head.level, unit: head.unit, state: head.state, enters: head.allowed['enter numbers'] },
		report: head.state === 'submitted' || head.state === 'locked',
		panels: Object.fromEntries(Object.entries(panels).map(([panel, { shown, version }]) => [panel, { shown, version }])) as Record<
			PanelInput['panel'],
			{ shown: boolean; version: number }
		>,
		values: panelValues(panels),
		rows: rowsOf(panels),
		saved: url.searchParams.get('saved'),
		messages: ctx.texts.group(ctx.locale, 'returns', 'panels', 'parts'),
	};
};

const save =
	(panel: PanelInput['panel']) =>
	async ({ locals, params, request, url }: RequestEvent) => {
		const { ctx, form } = await signedForm({ locals, request, url });
		const { input, rows } = readPanel(panel, form);
		const refused = (status: number, faults: { field?: string; message: string }[]) =>
			fail(status, { panel, shown: input.shown, faults, values: typed(form) });
		try {
			await savePanel(ctx, params.id, input);
		} catch (error) {
			if (error instanceof z.ZodError) return refused(422, panelFaults(ctx.t, panel, rows, error));
			if (error instanceof AppError && error.code === 'conflict') return refused(409, [{ message: ctx.t('panels.error.stale') }]);
			throw error;
		}
		redirect(303, `${url.pathname}?saved=${panel}#${panel}`);
	};

export const actions: Actions = { context: save('context'), stories: save('stories'), money: save('money') };
