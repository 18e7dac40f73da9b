import { readReminders, setReminders } from '#modules/benchmarks/index.ts';
import { changeBy, openedBy } from '../../../../mailed-link.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { ctx }, url }) => ({
	...(await openedBy(url, (secret) => readReminders(ctx, secret))),
	messages: ctx.texts.group(ctx.locale, 'returns'),
});

export const actions: Actions = {
	default: ({ locals: { ctx }, request, url }) =>
		changeBy(request, url, (secret, form) => setReminders(ctx, secret, form.get('wanted') === 'yes')),
};
