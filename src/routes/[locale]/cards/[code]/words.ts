import { describeCard, editionOf, type CardInWords, type PublicCard } from '#modules/benchmarks/index.ts';
import type { Ctx } from '#platform/context.ts';

/** A card's numbers in the reader's language; null once it is withdrawn. */
export function cardInWords(ctx: Pick<Ctx, 'locale'>, { content }: PublicCard): CardInWords | null {
	return content && describeCard(editionOf('solity', content.edition), ctx.locale, content);
}

/** Where a card is checked, with the fingerprint of the copy. */
export function checkAddress(ctx: Pick<Ctx, 'origin' | 'locale'>, { code, fingerprint }: PublicCard): string {
	return `${ctx.origin}/${ctx.locale}/cards/${code}?fingerprint=${fingerprint}`;
}
