import { settleInput, settleItem } from '#modules/benchmarks/index.ts';
import type { AppError } from '#platform/errors.ts';
import { answerScript, readScript } from '../../../../../scripts.ts';
import { settleWords } from '../words.ts';
import type { RequestHandler } from './$types';

/** Settles one item for the page's script. Says so only when it is durable; the same decision again changes nothing. */
export const POST: RequestHandler = ({ locals: { ctx }, params, request }) =>
	answerScript(
		async () => ({ ...(await settleItem(ctx, params.id, settleInput.parse(await readScript(request)))), at: ctx.now() }),
		({ code, details }: AppError) => {
			if (code === 'not_signed_in') return ctx.t('runs.blocked.signedOut');
			if (code === 'conflict') return ctx.t(details.values?.fault === 'version' ? 'meeting.error.version' : 'views.error.notOpen');
			if (code !== 'invalid_input') return ctx.t('runs.blocked.noAccess');
			return ctx.t(settleWords[(details.field ?? 'other') as keyof typeof settleWords] ?? settleWords.other);
		},
	);
