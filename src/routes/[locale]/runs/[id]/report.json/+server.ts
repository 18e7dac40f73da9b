import { machineReadable, reportOf } from '#modules/benchmarks/index.ts';
import type { RequestHandler } from './$types';

/** Everything for machines, numbers unrounded. */
export const GET: RequestHandler = async ({ locals: { ctx }, params }) => {
	const report = await reportOf(ctx, params.id);
	return new Response(JSON.stringify(machineReadable(report), null, '\t'), {
		headers: {
			'content-type': 'application/json; charset=utf-8',
			'content-disposition': `attachment; filename="go-international-${report.finishedAt.toISOString().slice(0, 10)}.json"`,
			'cache-control': 'private, no-store',
		},
	});
};
