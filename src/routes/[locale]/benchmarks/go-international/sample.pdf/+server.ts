import { quickPdf } from '../print.ts';
import { sampleResult } from '../sample.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals: { ctx } }) => quickPdf(ctx, sampleResult(ctx.locale), ctx.t('quick.sample.notice'));
