import { json } from '@sveltejs/kit';
import { answerInput, answerQuickCheck, startQuickCheck } from '#modules/benchmarks/index.ts';
import { AppError } from '#platform/errors.ts';
import { keepToken, readToken } from '../session.ts';
import type { RequestHandler } from './$types';

/** Saves one answer for the page's script; the first answer opens the run. Says `saved` only when it is durable. */
export const POST: RequestHandler = async (event) => {
	const { ctx } = event.locals;
	const parsed = answerInput.safeParse(await event.request.json().catch(() => undefined));
	if (!parsed.success) return json({ message: ctx.t('quick.error.answer') }, { status: 422 });
	try {
		let token = readToken(event);
		if (!token) {
			({ token } = await startQuickCheck(ctx));
			keepToken(event, token);
		}
		const { savedAt } = await answerQuickCheck(ctx, token, parsed.data);
		return json({ at: savedAt });
	} catch (error) {
		if (!(error instanceof AppError)) throw error;
		const message =
			error.code === 'not_found'
				? ctx.t('quick.error.gone')
				: error.details.field === 'reasonText'
					? ctx.t('quick.error.reasonText')
					: ctx.t('quick.error.reason');
		return json({ message, code: error.code }, { status: error.status });
	}
};
