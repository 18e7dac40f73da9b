import { formatDay } from '#platform/i18n/dates.ts';
import { sampleResult } from '../sample.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx } }) => {
	const { madeAt, ...result } = sampleResult(ctx.locale);
	return { result, madeOn: formatDay(madeAt, ctx.locale), messages: ctx.texts.group(ctx.locale, 'quick') };
};
