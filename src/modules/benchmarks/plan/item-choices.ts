import type { Ctx } from '#platform/context.ts';
import { currentEdition } from '../instruments.ts';
import { questionsIn } from '../runs/queries.ts';

/** The questions an own action can serve, in the reader's words, each under its section. */
export function itemChoices({ locale }: Pick<Ctx, 'locale'>): { value: string; label: string; group: string }[] {
	return questionsIn(currentEdition('go-international'), locale).flatMap(({ name, items }) =>
		items.map(({ item, title }) => ({ value: item, label: title, group: name })),
	);
}
