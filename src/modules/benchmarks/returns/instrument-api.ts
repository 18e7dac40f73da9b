import { defineRoute, z, type ApiRoute } from '#platform/api/index.ts';
import { currentEdition, editionOf, editionsOf } from '../instruments.ts';
import { scoreFile, type FileFault } from '../solity/score-file.ts';
import {
	countedEditionSummaryView,
	countedEditionView,
	countedScoreView,
	showCountedEdition,
	showCountedEditionSummary,
} from './instrument-presenters.ts';
import { mostCentres } from './model.ts';
import { refuse } from './refuse.ts';

const base = '/benchmarks/solity';
const tag = 'SOLITY';

const table = z.record(z.string().max(80), z.unknown());
const trust = z.union([z.number(), table]).optional().meta({ description: 'A level for all fields, or one a field' });
const part = { fields: table.optional(), trust };
const na = z.record(z.string().max(20), z.unknown()).optional().meta({ description: 'Indicator → why it does not apply' });

/** A return in the format of section 17. What stands in it is checked by the instrument, with its own messages. */
const scoreInput = z
	.strictObject({
		edition: z.string().max(20).meta({ example: 'SU-1.0' }),
		level: z.enum(['provider', 'centre']).optional(),
		mode: z.enum(['submit', 'draft']).optional().meta({ description: 'In a draft numbers may be missing' }),
		...part,
		na,
		settings: table.optional(),
		previous: table.optional().meta({ description: 'The year before, in the same shape; it gives warnings and changes no score' }),
		centres: z
			.array(z.strictObject({ id: z.union([z.string().max(80), z.number()]), name: z.string().max(200).optional(), ...part, na, settings: table.optional() }))
			.max(mostCentres)
			.optional()
			.meta({ description: 'Summed up to the provider; instead of `fields`' }),
		provider: z
			.strictObject({ dup_persons: z.unknown().optional(), ...part })
			.optional()
			.meta({ description: 'What only the provider holds, and persons counted in more than one centre' }),
	})
	.openapi('SolityScoreInput', {
		example: { edition: 'SU-1.0', mode: 'draft', trust: 3, fields: { part_total: 1240, part_planned: 1300 }, na: { 'SU-1.3': 'NO_PREQUAL' } },
	}); // prettier-ignore

/** The instrument of counted numbers in /api/v1. */
export const solityRoutes: readonly ApiRoute[] = [
	defineRoute({
		method: 'get',
		path: `${base}/editions`,
		name: 'listSolityEditions',
		tag,
		summary: 'List the editions',
		description: 'Every edition of the instrument, oldest first. Results of old editions stay reproducible for ever.',
		access: 'public',
		answer: { description: 'All editions', schema: z.object({ items: z.array(countedEditionSummaryView), next: z.null() }) },
		async handle() {
			const all = editionsOf('solity');
			return { items: all.map((edition) => showCountedEditionSummary(edition, edition === all.at(-1))), next: null };
		},
	}),
	defineRoute({
		method: 'get',
		path: `${base}/editions/{edition}`,
		name: 'readSolityEdition',
		tag,
		summary: 'Read an edition with its fields and indicators',
		description:
			'Axes, indicators with formulas and points, fields, rules, breakdowns, trust levels, recommendations, and every text in the language asked for.',
		access: 'public',
		localised: true,
		params: z.object({
			edition: z.string().max(20).meta({ description: 'An edition, or "current" for the newest', example: 'SU-1.0' }),
		}),
		answer: { description: 'The edition', schema: countedEditionView },
		refuses: ['not_found'],
		handle: async (ctx, { params: { edition } }) =>
			showCountedEdition(edition === 'current' ? currentEdition('solity') : editionOf('solity', edition), ctx.locale),
	}),
	defineRoute({
		method: 'post',
		path: `${base}/score`,
		name: 'scoreSolityReturn',
		tag,
		summary: 'Score a return',
		description:
			'Computes everything a return yields from the numbers in the request and stores nothing: the same figures as `venhans score solity`, unrounded. What has errors is refused with all of them, in the order they are checked.',
		access: 'public',
		stateless: true,
		localised: true,
		body: scoreInput,
		answer: { description: 'Figures and warnings', schema: countedScoreView },
		refuses: ['not_found'],
		async handle(ctx, { body }) {
			const edition = editionOf('solity', body.edition);
			const read = scoreFile(edition.instrument, body);
			if ('output' in read) return read.output;
			refuse(
				ctx,
				edition,
				read.faults.map(({ centre, ...fault }: FileFault) => ({ ...fault, ...(centre === undefined ? {} : { unit: centre }) })),
			);
		},
	}),
];
