import { z } from 'zod';
import { confirmImport } from '#modules/benchmarks/index.ts';
import { AppError } from '#platform/errors.ts';
import { lineStream } from '#platform/line-stream.ts';
import { readScript } from '../../../../../../scripts.ts';
import type { RequestHandler } from './$types';

const confirmation = z.strictObject({ digest: z.string().max(100) });

/** Imports for the page's script, which shows how many numbers are saved; they count once the last line says where to go. */
export const POST: RequestHandler = async ({ locals: { ctx }, params, request }) => {
	const given = confirmation.safeParse(await readScript(request));
	const digest = given.success ? given.data.digest : '';
	return lineStream(async (tell) => {
		try {
			const { changed } = await confirmImport(ctx, params.id, params.file, digest, (saved, of) => tell({ saved, of }));
			return { to: `/${ctx.locale}/returns/${params.id}/import?imported=${changed}` };
		} catch (error) {
			const refused = error instanceof AppError && error.status < 500;
			if (!refused) ctx.log.error({ err: error }, 'import failed');
			return { refused: ctx.t(refused && error.code === 'conflict' ? 'returns.import.changed' : 'returns.import.refused') };
		}
	});
};
