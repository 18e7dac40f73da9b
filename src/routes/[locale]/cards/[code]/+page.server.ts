import { redirect } from '@sveltejs/kit';
import { readCard, shownFingerprint, tidyCardCode, tidyFingerprint } from '#modules/benchmarks/index.ts';
import { cardInWords } from '#modules/benchmarks/report/print-return.ts';
import { formatDay } from '#platform/i18n/dates.ts';
import type { PageServerLoad } from './$types';

/** A public card, and whether a copy with `?fingerprint=` is one of it. */
export const load: PageServerLoad = async ({ locals: { ctx }, params, url, setHeaders }) => {
	const code = tidyCardCode(params.code);
	if (code !== params.code) redirect(308, `/${ctx.locale}/cards/${code}${url.search}`);
	const card = await readCard(ctx, code);
	// A card that is withdrawn must be gone at once.
	setHeaders({ 'cache-control': 'no-store' });
	const asked = url.searchParams.get('fingerprint');
	const copy = asked ? tidyFingerprint(asked) : null;
	return {
		code,
		state: card.intact ? card.state : ('changed' as const),
		card: cardInWords(ctx, card),
		fingerprint: shownFingerprint(card.fingerprint),
		published: formatDay(card.publishedAt, ctx.locale),
		asked: asked ?? '',
		match: !asked
			? null
			: copy === null
				? ('malformed' as const)
				: copy !== card.fingerprint
					? ('no' as const)
					: card.state === 'withdrawn'
						? ('withdrawn' as const)
						: ('yes' as const),
		messages: ctx.texts.group(ctx.locale, 'cards', 'utility', 'charts'),
	};
};
