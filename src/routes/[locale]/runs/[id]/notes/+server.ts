import { json } from '@sveltejs/kit';
import { noteInput, saveNote } from '#modules/benchmarks/index.ts';
import { namesOf } from '#platform/auth/index.ts';
import { AppError } from '#platform/errors.ts';
import { answerScript, readScript } from '../../../../scripts.ts';
import type { RequestHandler } from './$types';

/** Saves the note of an item for the page's script. Somebody else's newer text comes back instead of being replaced. */
export const POST: RequestHandler = async ({ locals: { ctx }, params, request }) => {
	const { t } = ctx;
	try {
		return await answerScript(
			async () => ({ ...(await saveNote(ctx, params.id, noteInput.parse(await readScript(request)))), at: ctx.now() }),
			(error) => {
				// The other text is the answer, not a refusal.
				if (error.details.field === 'text' && error.details.values) throw error;
				return error.code === 'not_signed_in'
					? t('runs.blocked.signedOut')
					: error.code === 'conflict'
						? t('runs.blocked.notOpen')
						: error.code === 'invalid_input'
							? t('runs.error.note')
							: t('runs.blocked.noAccess');
			},
		);
	} catch (error) {
		if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
		const { text, version, by } = error.details.values as { text: string; version: number; by: string };
		const name = by ? ((await namesOf(ctx, [by])).get(by) ?? null) : null;
		return json({ conflict: { text, version, by: name } }, { status: 409 });
	}
};
