import { isEarlier, readReturn, revisionsOfReturn, type ReturnRevision } from '#modules/benchmarks/index.ts';
import { formatDay } from '#platform/i18n/dates.ts';
import { requireSession } from '../../../../forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	requireSession(locals, url);
	const { ctx } = locals;
	const head = await readReturn(ctx, params.id);
	const revisions = await revisionsOfReturn(ctx, params.id);
	const said = ({ at, by }: ReturnRevision['submitted']) => (by ? `${formatDay(at, ctx.locale)} · ${by}` : formatDay(at, ctx.locale));
	return {
		head: { id: head.id, year: head.year, level: head.level, unit: head.unit, state: head.state, enters: head.allowed['enter numbers'] },
		revisions: revisions.map(({ submitted, locked, reopened, ...revision }) => ({
			...revision,
			/** Numbers were, or can be, changed since. */
			earlier: isEarlier(head, revision.revision),
			submitted: said(submitted),
			locked: locked && said(locked),
			reopened: reopened && { when: said(reopened), reason: reopened.reason },
		})),
		messages: ctx.texts.group(ctx.locale, 'returns'),
	};
};
