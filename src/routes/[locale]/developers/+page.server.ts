import { contentsOf, titles } from '#platform/api/index.ts';
import { scopes } from '#platform/auth/index.ts';
import { errorCodes, type ErrorCode } from '#platform/errors.ts';
import { limits } from '#platform/rate-limit.ts';
import { api } from '../../api/v1/api.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx } }) => ({
	base: `${ctx.origin}/api/v1`,
	contents: contentsOf(api.document),
	codes: (Object.keys(errorCodes) as ErrorCode[]).map((code) => ({ id: code, status: errorCodes[code], title: titles[code] })),
	scopes,
	limit: limits.api,
	messages: ctx.texts.group(ctx.locale, 'developers', 'tokens'),
});
