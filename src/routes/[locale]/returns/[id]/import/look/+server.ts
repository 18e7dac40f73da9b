import { lineStream } from '#platform/line-stream.ts';
import { lookAtFile } from '../../../import-shown.ts';
import type { RequestHandler } from './$types';

/** Looks at a file for the page's script, which shows how many lines are checked; the last line says what comes next. */
export const POST: RequestHandler = async ({ locals: { ctx }, params, request }) => {
	const file = (await request.formData()).get('file');
	return lineStream(async (tell) => {
		const looked = await lookAtFile(ctx, params.id, file, (checked, of) => tell({ checked, of }));
		return 'refused' in looked ? { refused: looked.refused } : { to: `/${ctx.locale}/returns/${params.id}/import/${looked.waiting}` };
	});
};
