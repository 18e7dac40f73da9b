import { defineRoute, z, type ApiRoute } from '#platform/api/index.ts';
import { takeNeedBack, tellNeed } from './commands.ts';
import { fewestProviders, monthsNeedsCount, needsIn, ownNeeds, type NeedCounts } from './queries.ts';

const tag = 'Needs';
const read = { scope: 'benchmarks:read' } as const;
const write = { scope: 'benchmarks:write' } as const;
const provider = z.object({ provider: z.uuid().meta({ description: 'The provider' }) });
const theme = z.string().max(60).meta({ description: 'Code of a theme of the instrument', example: 'curriculum' });

export const needCountsView = z
	.object({
		organisation: z.object({ id: z.uuid(), name: z.string(), kind: z.enum(['network', 'association', 'member']) }),
		since: z.iso.datetime(),
		themes: z.array(
			z.object({
				theme: z.string(),
				name: z.string(),
				meaning: z.string(),
				providers: z.int(),
				people: z.int(),
				locales: z
					.array(z.object({ locale: z.string(), providers: z.int() }))
					.meta({ description: 'Languages that enough of these providers read' }),
			}),
		),
		hidden: z.int().meta({ description: 'Themes that were named by too few providers to be shown' }),
	})
	.openapi('NeedCounts');

const showNeedCounts = ({ circle, since, themes, hidden }: NeedCounts): z.input<typeof needCountsView> => ({
	organisation: circle,
	since: since.toISOString(),
	themes,
	hidden,
});

/** "We need this" in /api/v1. */
export const needRoutes: readonly ApiRoute[] = [
	defineRoute({
		method: 'get',
		path: '/benchmarks/plans/{provider}/needs',
		name: 'listOwnNeeds',
		tag,
		summary: 'List what you said a provider needs',
		description: 'Codes of themes. Others of the provider say it for themselves.',
		access: read,
		params: provider,
		answer: { description: 'The themes', schema: z.object({ items: z.array(z.string()) }) },
		refuses: ['not_found'],
		handle: async (ctx, { params }) => ({ items: await ownNeeds(ctx, params.provider) }),
	}),
	defineRoute({
		method: 'put',
		path: '/benchmarks/plans/{provider}/needs/{theme}',
		name: 'tellNeed',
		tag,
		summary: 'Say that a provider needs something on a theme',
		description: 'Counted once for you and the provider, however often it is sent.',
		access: write,
		params: provider.extend({ theme }),
		answer: { description: 'It is counted', nothing: true },
		refuses: ['not_found', 'forbidden'],
		handle: (ctx, { params }) => tellNeed(ctx, params.provider, params.theme),
	}),
	defineRoute({
		method: 'delete',
		path: '/benchmarks/plans/{provider}/needs/{theme}',
		name: 'takeNeedBack',
		tag,
		summary: 'Take a need back',
		description: 'Taking back what was not said changes nothing.',
		access: write,
		params: provider.extend({ theme }),
		answer: { description: 'It is not counted any more', nothing: true },
		refuses: ['not_found', 'forbidden'],
		handle: (ctx, { params }) => takeNeedBack(ctx, params.provider, params.theme),
	}),
	defineRoute({
		method: 'get',
		path: '/benchmarks/needs/{organisation}',
		name: 'countNeeds',
		tag,
		summary: 'Count what providers need, by theme',
		description: `Of the network, an association or a member whose totals you may see. Themes named by fewer than ${fewestProviders} providers are not shown; a need counts for ${monthsNeedsCount} months.`,
		access: read,
		localised: true,
		params: z.object({ organisation: z.uuid().meta({ description: 'The network, an association or a member' }) }),
		answer: { description: 'The counts', schema: needCountsView },
		refuses: ['not_found'],
		handle: async (ctx, { params }) => showNeedCounts(await needsIn(ctx, params.organisation)),
	}),
];
