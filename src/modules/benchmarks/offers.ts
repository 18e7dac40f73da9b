import type { App, Ctx } from '#platform/context.ts';
import { matchOffers, themesOfNeed, type MatchedOffer, type OfferCandidate, type OfferNeed } from './go-international/matching.ts';
import type { LevelInstrument } from './model.ts';

/** Something another room has for a theme: a webinar, an expert, a centre of excellence, a resource. */
export type Offer = OfferCandidate & {
	title: string;
	/** Language of the title. */
	titleLocale: string;
	/** Address of its page behind the language, e.g. `/webinars/…`. */
	path: string;
};

/** A room that offers something. Reports and plans ask it; it knows nothing of them. */
export type OfferRoom = {
	/** Name of the room, for the log. */
	name: string;
	/**
	 * What it has on any of some themes, as far as the reader may see it, not more than 100. Asked once a page: read by an
	 * index on the theme. The order does not matter.
	 */
	offers(ctx: Ctx, themes: readonly string[]): Promise<Offer[]>;
};

// A process serves one app, a test several; each has its own rooms.
const rooms = new WeakMap<App['bus'], OfferRoom[]>();

/** Lets a room's offers appear in reports and plans; called once at start, where rooms are connected (src/rooms.ts). */
export function offerFrom(app: Pick<App, 'bus'>, room: OfferRoom): void {
	rooms.set(app.bus, [...(rooms.get(app.bus) ?? []), room]);
}

/** An offer as a report shows it. */
export type ShownOffer = Pick<MatchedOffer<Offer>, 'kind' | 'id' | 'title' | 'titleLocale' | 'path' | 'reasons'>;

/**
 * The best offers for each of some needs, in their order. Without rooms there is nothing, and nothing is asked; a room that
 * fails is left out and logged, for a report is worth more than what is beside it; such a page is not remembered.
 */
export async function offersFor(ctx: Ctx, instrument: LevelInstrument, needs: readonly OfferNeed[]): Promise<ShownOffer[][]> {
	const asked = rooms.get(ctx.bus) ?? [];
	if (asked.length === 0 || needs.length === 0) return needs.map(() => []);
	const themes = [...new Set(needs.flatMap((need) => themesOfNeed(instrument, need)))];
	const found = await Promise.all(
		asked.map((room) =>
			room.offers(ctx, themes).catch((error: unknown) => {
				ctx.log.error({ room: room.name, err: error }, 'a room could not say what it offers');
				if (ctx.page) ctx.page.incomplete = true;
				return [];
			}),
		),
	);
	const offers = found.flat();
	return needs.map((need) =>
		matchOffers(instrument, need, offers, ctx.now()).map(({ kind, id, title, titleLocale, path, reasons }) => ({
			kind,
			id,
			title,
			titleLocale,
			path,
			reasons,
		})),
	);
}
