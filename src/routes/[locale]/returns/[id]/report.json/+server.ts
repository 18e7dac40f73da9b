import { comparedReportOfReturn, machineReadableCompared } from '#modules/benchmarks/index.ts';
import { revisionOf } from '../../files.ts';
import type { RequestHandler } from './$types';

/** Everything for machines, numbers unrounded. */
export const GET: RequestHandler = async ({ locals: { ctx }, params, url }) => {
	const report = machineReadableCompared(ctx, await comparedReportOfReturn(ctx, params.id, revisionOf(url)));
	return new Response(JSON.stringify(report, null, '\t'), {
		headers: {
			'content-type': 'application/json; charset=utf-8',
			'content-disposition': `attachment; filename="social-utility-${report.year}.json"`,
			'cache-control': 'private, no-store',
		},
	});
};
