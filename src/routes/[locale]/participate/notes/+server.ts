import { json } from '@sveltejs/kit';
import { noteAlone, noteInput } from '#modules/benchmarks/index.ts';
import { AppError } from '#platform/errors.ts';
import { answerScript, readScript } from '../../../scripts.ts';
import { refusalIn } from '../refusal.ts';
import { readSecret } from '../session.ts';
import type { RequestHandler } from './$types';

/** Saves a note of the page's script. A newer text from another device comes back instead of being replaced. */
export const POST: RequestHandler = async (event) => {
	const { ctx } = event.locals;
	try {
		return await answerScript(
			async () => ({ ...(await noteAlone(ctx, readSecret(event) ?? '', noteInput.parse(await readScript(event.request)))), at: ctx.now() }),
			(error) => {
				// The other text is the answer, not a refusal.
				if (error.details.field === 'text' && error.details.values) throw error;
				return error.code === 'invalid_input' ? ctx.t('runs.error.note') : refusalIn(ctx)(error);
			},
		);
	} catch (error) {
		if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
		const { text, version } = error.details.values as { text: string; version: number };
		return json({ conflict: { text, version, by: null } }, { status: 409 });
	}
};
