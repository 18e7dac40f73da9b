import { metricsText, metricsType } from '#platform/metrics.ts';
import { AppError } from '#platform/errors.ts';
import { isSame } from '#platform/sealed.ts';
import type { RequestHandler } from './$types';

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** Figures for Prometheus: with METRICS_TOKEN for its bearer, without it for this machine only. */
export const GET: RequestHandler = async ({ locals: { ctx }, request }) => {
	const { metricsToken } = ctx.config;
	// Behind a proxy on this machine everybody seems to come from it, unless TRUST_PROXY tells us to look further.
	const proxied = !ctx.config.trustProxy && (request.headers.has('x-forwarded-for') || request.headers.has('forwarded'));
	const allowed = metricsToken
		? isSame(request.headers.get('authorization') ?? '', `Bearer ${metricsToken}`)
		: !proxied && loopback.has(ctx.address ?? '');
	if (!allowed) throw new AppError('not_found', 'There is nothing here');
	return new Response(await metricsText(ctx), { headers: { 'content-type': metricsType, 'cache-control': 'no-store' } });
};
