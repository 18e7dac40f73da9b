import { quickCheckResult } from '#modules/benchmarks/index.ts';
import { AppError } from '#platform/errors.ts';
import { quickPdf } from '../../print.ts';
import { readToken } from '../session.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
	const token = readToken(event);
	if (!token) throw new AppError('not_found', 'There is no quick check on this device');
	return quickPdf(event.locals.ctx, await quickCheckResult(event.locals.ctx, { token }));
};
