import type { Ctx } from '#platform/context.ts';
import { formatDay } from '#platform/i18n/dates.ts';
import { attempt, type FaultWords } from './forms.ts';

/** What a form to share a report holds; the room says what is wrong with it. */
type ShareInput<Part> = { label: string; parts: Part[]; days: number };
type Link = { id: string; label: string; parts: string[]; endsAt: Date; opened: number };

const words = {
	parts: 'report.share.error.parts',
	days: 'report.share.error.days',
	label: 'report.share.error.label',
	other: 'report.share.error.many',
} as const satisfies FaultWords;

/** Makes a link from a form. @param path where links of this kind lead, e.g. `shared` */
export async function makeLink<Part extends string>(
	ctx: Ctx,
	request: Request,
	path: string,
	share: (input: ShareInput<Part>) => Promise<{ token: string; endsAt: Date }>,
) {
	const form = await request.formData();
	return attempt(ctx.t, form, words, async () => {
		const { token, endsAt } = await share({
			label: String(form.get('label') ?? ''),
			parts: form.getAll('parts').map(String) as Part[],
			days: String(form.get('days') ?? '') as unknown as number,
		});
		return { link: `${ctx.origin}/${ctx.locale}/${path}/${token}`, ends: formatDay(endsAt, ctx.locale) };
	});
}

/** Links as their page lists them. */
export function shownLinks<One extends Link>(links: One[], locale: string) {
	return links.map(({ id, label, parts, endsAt, opened }: Pick<One, keyof Link>) => ({
		id,
		label,
		parts,
		opened,
		ends: formatDay(endsAt, locale),
	}));
}
