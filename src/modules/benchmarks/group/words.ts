import type { Ctx } from '#platform/context.ts';
import { formatDay } from '#platform/i18n/dates.ts';
import type { Disagreement } from '../go-international/disagreement.ts';
import { editionOf, textsOf } from '../instruments.ts';
import { questionsIn } from '../runs/queries.ts';
import type { AgreedItem, GroupViews, ItemView } from './views.ts';

/** Where an item is dealt with: talked about, decided without much talk, or accepted with the others. */
export type ItemPlace = 'talk' | 'decide' | 'accept';

/** An item of a compared group, as pages show it: plain data in the reader's words. */
export type ItemInWords = {
	item: string;
	section: string;
	sectionName: string;
	title: string;
	question: string;
	levels: { level: number; text: string }[];
	/** What could prove a level. */
	evidence: string;
	/** Key items weigh double. */
	key: boolean;
	place: ItemPlace;
	acceptable: boolean;
	notApplicable: { hint: string; reasons: { code: string; text: string }[] } | null;
	/** Why people said that it does not apply, most often first. */
	reasons: { code: string; text: string; people: number }[];
	measured: Omit<Disagreement, 'roleGap'>;
	roleGap: ItemView['roleGap'];
	notes: string[];
	agreed: AgreedInWords | null;
};

/** What was settled, with the day until which somebody finds out in the reader's words. */
export type AgreedInWords = Omit<AgreedItem, 'at' | 'item' | 'parked'> & { parked: { with: string; until: string; day: string } | null };

export type ViewsInWords = { textLocale: string; items: ItemInWords[] };

/** What a group said, in the reader's language and the instrument's order. */
export function viewsInWords({ locale }: Pick<Ctx, 'locale'>, { run, items, plan }: GroupViews): ViewsInWords {
	const edition = editionOf('go-international', run.edition);
	const text = textsOf(edition, locale);
	const sections = questionsIn(edition, locale);
	const words = new Map(sections.flatMap(({ name, items }) => items.map((item) => [item.item, { ...item, sectionName: name }])));
	const reasons = edition.instrument.notApplicableReasons.map((code) => ({ code: code as string, text: text(`gi.na.${code}`) }));
	const acceptable = new Set(plan.acceptable);
	const talk = new Set(plan.order);
	const decide = new Set(plan.afterwards);
	return {
		textLocale: edition.locales.includes(locale) ? locale : 'en',
		items: items.map((view) => {
			const { title, question, levels, evidence, sectionName, section } = words.get(view.item)!;
			return {
				item: view.item,
				section,
				sectionName,
				title,
				question,
				levels,
				evidence,
				key: view.weight === 2,
				place: talk.has(view.item) ? 'talk' : decide.has(view.item) ? 'decide' : 'accept',
				acceptable: acceptable.has(view.item),
				notApplicable: view.notApplicableAllowed ? { hint: text('gi.na.hint'), reasons } : null,
				reasons: reasons
					.flatMap(({ code, text }) => ({ code, text, people: view.reasons.get(code) ?? 0 }))
					.filter(({ people }) => people > 0)
					.toSorted((a, b) => b.people - a.people),
				measured: view.measured,
				roleGap: view.roleGap,
				notes: view.notes,
				agreed: view.agreed && agreedOf(view.agreed, locale),
			};
		}),
	};
}

function agreedOf({ at: _at, item: _item, parked, ...agreed }: AgreedItem, locale: string): AgreedInWords {
	return { ...agreed, parked: parked && { ...parked, day: formatDay(new Date(parked.until), locale) } };
}
