import { namesOfOrganisations, positionsOf } from '#modules/network/index.ts';
import type { Ctx } from '#platform/context.ts';
import { formatDay, formatShortDay } from '#platform/i18n/dates.ts';
import { requirePerson } from '#platform/policy.ts';
import { shownIndex } from '../go-international/shown-index.ts';
import type { Run } from './access.ts';
import { runsOf, runsSharedWith } from './queries.ts';

/** A run as lists of a person's runs show it. */
export type RunLine = {
	runId: string;
	/** Name of the provider where that is not the one the person acts for. */
	provider: string | null;
	mode: Run['mode'];
	status: Run['status'];
	year: number;
	/** When it was finished, else begun, in the reader's words. */
	day: string;
	/** The same, short enough for a chart. */
	shortDay: string;
	/** Rounded; null without a figure. */
	index: number | null;
	answered: number;
	items: number;
};

/**
 * Runs a person has to do with: those of the provider they act for where they are its administrator, and those they were
 * named for; what is open first, then newest first.
 */
export async function runLines(ctx: Ctx): Promise<RunLine[]> {
	const person = requirePerson(ctx);
	const acting = ctx.actor.kind === 'person' ? ctx.actor.actingFor : undefined;
	const administers = (await positionsOf(ctx, person)).some(
		({ organisationId, roles }) => organisationId === acting && roles.includes('provider-admin'),
	);
	const [own, shared] = await Promise.all([administers ? runsOf(ctx, acting!) : [], runsSharedWith(ctx)]);
	const runs = [...own, ...shared.filter(({ runId }) => !own.some((run) => run.runId === runId))];
	const providers = await namesOfOrganisations(
		ctx.db,
		runs.map(({ providerId }) => providerId),
		ctx.locale,
	);
	return runs
		.toSorted((a, b) => Number(a.status === 'finished') - Number(b.status === 'finished'))
		.map(({ runId, providerId, mode, status, createdAt, finishedAt, index, answered, items }) => ({
			runId,
			provider: providerId === acting ? null : (providers.get(providerId)?.text ?? null),
			mode,
			status,
			year: createdAt.getUTCFullYear(),
			day: formatDay(finishedAt ?? createdAt, ctx.locale),
			shortDay: formatShortDay(finishedAt ?? createdAt, ctx.locale),
			index: index === null ? null : shownIndex(index),
			answered,
			items,
		}));
}
