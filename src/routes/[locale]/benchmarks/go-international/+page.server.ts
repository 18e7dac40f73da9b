import { currentEdition, openRunOf, runsOf, shownIndex, textsOf } from '#modules/benchmarks/index.ts';
import { administratorsOf, positionsOf } from '#modules/network/index.ts';
import { namesOf } from '#platform/auth/index.ts';
import type { Ctx } from '#platform/context.ts';
import { formatDay } from '#platform/i18n/dates.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { ctx, session } }) => {
	const edition = currentEdition('go-international');
	const text = textsOf(edition, ctx.locale);
	return {
		edition: edition.instrument.edition,
		textLocale: edition.locales.includes(ctx.locale) ? ctx.locale : 'en',
		sections: edition.instrument.sections.map(({ code, weight }) => ({
			code,
			weight,
			name: text(`gi.${code}.name`),
			question: text(`gi.${code}.question`),
		})),
		levels: edition.instrument.levels.map((level) => text(`gi.level.${level}.name`)),
		source: text('gi.source'),
		member: session ? await memberOf(ctx, session.personId) : null,
		messages: ctx.texts.group(ctx.locale, 'benchmarks', 'quick'),
	};
};

/** Where the provider of somebody who is signed in stands with this instrument; null for those who work at none. */
async function memberOf(ctx: Ctx, personId: string) {
	const providers = (await positionsOf(ctx, personId)).filter(({ kind }) => kind === 'provider');
	const acting = ctx.actor.kind === 'person' ? ctx.actor.actingFor : undefined;
	const provider = providers.find(({ organisationId }) => organisationId === acting) ?? providers[0];
	if (!provider) return null;
	const id = provider.organisationId;
	const mayStart = provider.roles.includes('provider-admin');
	const [runs, open, administrators] = await Promise.all([
		runsOf(ctx, id),
		openRunOf(ctx.db, id, 'go-international'),
		mayStart ? [] : administratorsOf(ctx.db, id),
	]);
	const newest = runs.find(({ status }) => status === 'finished');
	const names = await namesOf(ctx, administrators);
	return {
		provider: { id, name: provider.organisation },
		mayStart,
		/** Open, and the viewer takes part in it. */
		open: open && runs.some(({ runId }) => runId === open) ? open : null,
		newest: newest
			? {
					runId: newest.runId,
					index: newest.index === null ? null : shownIndex(newest.index),
					day: formatDay(newest.finishedAt!, ctx.locale),
				}
			: null,
		administrators: administrators.flatMap((each) => names.get(each) ?? []),
	};
}
