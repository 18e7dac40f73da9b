import { quickPdf } from '../print.ts';
import { sampleResult } from '../sample.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals }) => quickPdf(locals.ctx, sampleResult(locals.ctx.locale));
