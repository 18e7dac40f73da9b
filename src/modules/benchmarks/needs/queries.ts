import { sql } from 'kysely';
import { circlesOf, providersIn, type Circle } from '#modules/network/index.ts';
import type { Ctx } from '#platform/context.ts';
import { AppError } from '#platform/errors.ts';
import { requirePerson } from '#platform/policy.ts';
import { currentEdition, textsOf } from '../instruments.ts';
import { accessPlan } from '../plan/access.ts';

/** Fewer providers than this are not shown, so that nobody is recognised by a need (network specification, section 17). */
export const fewestProviders = 5;
/** A need counts for so long after it was last said. */
export const monthsNeedsCount = 12;

/** So many providers are looked at for one count; far more than any network has. */
const mostProviders = 50_000;

/** Themes the viewer said a provider needs something on. @throws AppError not_signed_in, not_found */
export async function ownNeeds(ctx: Ctx, providerId: string): Promise<string[]> {
	const person = requirePerson(ctx);
	await accessPlan(ctx, providerId);
	const rows = await ctx.db
		.selectFrom('benchmarks.theme_need')
		.select('theme')
		.where('provider_id', '=', providerId)
		.where('person_id', '=', person)
		.orderBy('theme')
		.limit(500)
		.execute();
	return rows.map(({ theme }) => theme);
}

export type ThemeNeed = {
	theme: string;
	name: string;
	meaning: string;
	providers: number;
	people: number;
	/** Languages enough of these providers read, most first. */
	locales: { locale: string; providers: number }[];
};

export type NeedCounts = {
	circle: Circle;
	since: Date;
	/** Those with enough providers, most first. */
	themes: ThemeNeed[];
	/** How many themes were named, but by too few providers to be shown. */
	hidden: number;
};

/**
 * What the providers of a circle said they need, by theme; only totals, and only of enough providers.
 * @throws AppError not_signed_in, not_found for a circle whose totals the viewer may not see
 */
export async function needsIn(ctx: Ctx, circleId: string): Promise<NeedCounts> {
	requirePerson(ctx);
	const circle = (await circlesOf(ctx)).find(({ id }) => id === circleId);
	if (!circle) throw new AppError('not_found', 'There are no totals of this organisation for you');
	const since = monthsBefore(ctx.now(), monthsNeedsCount);
	const said = await ctx.db
		.selectFrom('benchmarks.theme_need')
		.select('provider_id')
		.distinct()
		.where('said_at', '>', since)
		.limit(mostProviders)
		.execute();
	const providers = await providersIn(
		ctx.db,
		circle,
		said.map(({ provider_id }) => provider_id),
	);
	const { rows } = await sql<{ theme: string; locale: string | null; providers: number; people: number }>`
		select theme, locale, count(distinct provider_id)::int as providers, count(*)::int as people
		from benchmarks.theme_need where said_at > ${since} and provider_id = any(${providers}::uuid[])
		group by grouping sets ((theme), (theme, locale)) order by providers desc, theme limit 5000`.execute(ctx.db);
	const edition = currentEdition('go-international');
	const text = textsOf(edition, ctx.locale);
	const known = new Set(edition.instrument.themes.map(({ code }) => code));
	const totals = rows.filter(({ theme, locale }) => locale === null && known.has(theme));
	return {
		circle,
		since,
		themes: totals
			.filter((total) => total.providers >= fewestProviders)
			.map(({ theme, providers, people }) => ({
				theme,
				name: text(`gi.theme.${theme}.name`),
				meaning: text(`gi.theme.${theme}.meaning`),
				providers,
				people,
				locales: rows.flatMap((row) =>
					row.theme === theme && row.locale !== null && row.providers >= fewestProviders
						? [{ locale: row.locale, providers: row.providers }]
						: [],
				),
			})),
		hidden: totals.filter((total) => total.providers < fewestProviders).length,
	};
}

function monthsBefore(moment: Date, months: number): Date {
	return new Date(
		Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO('UTC').subtract({ months }).epochMilliseconds,
	);
}
