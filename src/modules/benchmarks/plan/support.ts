import { knownProfileOf } from '#modules/network/index.ts';
import type { Ctx } from '#platform/context.ts';
import { currentEdition, textsOf } from '../instruments.ts';
import { bands } from '../model.ts';
import { offersFor, type ShownOffer } from '../offers.ts';
import type { PlannedAction } from './queries.ts';

/** What may help with an action: its theme, and what other rooms have for it. */
export type ActionSupport = { theme: string; themeName: string; offers: ShownOffer[] };

/** For actions that come from a question; null for those of the provider's own. */
export async function supportFor(
	ctx: Ctx,
	providerId: string,
	{ instrument: name, item, recommendation, fromLevel }: PlannedAction,
): Promise<ActionSupport | null> {
	if (name !== 'go-international' || !item) return null;
	const edition = currentEdition(name);
	const { items, recommendations } = edition.instrument;
	const known = items.find(({ code }) => code === item);
	if (!known) return null;
	const cause = recommendations.find(({ code }) => code === recommendation);
	const mainTheme = cause?.mainTheme ?? known.theme;
	const { sectors } = await knownProfileOf(ctx, providerId);
	const [offers] = await offersFor(ctx, edition.instrument, [
		{ mainTheme, relatedTheme: cause?.relatedTheme ?? mainTheme, band: bands[(fromLevel ?? 1) - 1]!, locale: ctx.locale, sectors },
	]);
	return { theme: mainTheme, themeName: textsOf(edition, ctx.locale)(`gi.theme.${mainTheme}.name`), offers: offers! };
}
