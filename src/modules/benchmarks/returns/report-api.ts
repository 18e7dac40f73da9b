import { defineRoute, named, z, type ApiRoute } from '#platform/api/index.ts';
import { csvText } from '#platform/csv.ts';
import { returnComparisonView, showReturnComparison } from '../comparison/presenters.ts';
import { planFromReturn } from '../plan/from-return.ts';
import { mostLinks, shareDays } from '../report/links.ts';
import { madeLinkView } from '../report/presenters.ts';
import { printReturnReport } from '../report/print-return.ts';
import { cardText, leastBase, mostNumbers } from '../solity/report/card.ts';
import { machineReadable, resultColumns } from '../solity/report/export.ts';
import { reportParts } from '../solity/report/model.ts';
import { cardInput, publishCard, readCard, withdrawCard } from './cards.ts';
import { comparedReportOfReturn, comparedRows, machineReadableCompared } from './compared-report.ts';
import {
	cardView,
	comparedReportView,
	returnLinkView,
	returnReportView,
	showCard,
	showReturnLink,
	showReturnReport,
} from './report-presenters.ts';
import { endReturnLink, linksOfReturn, readSharedReturn, shareReturn, shareReturnInput } from './sharing.ts';

const base = '/benchmarks/solity';
const tag = 'Returns: reports and cards';
const one = z.object({ id: z.uuid().meta({ description: 'The return' }) });
const revision = z.strictObject({ revision: z.coerce.number().int().min(1).max(1000).optional().meta({ description: 'An earlier one' }) });
const read = { scope: 'benchmarks:read' } as const;
const write = { scope: 'benchmarks:write' } as const;
const linkSecret = z.object({
	'return-link-secret': z.string().min(1).max(200).meta({ description: 'The last part of the link’s address' }),
});

/** Reports, links and cards of returns in /api/v1. */
export const returnReportRoutes: readonly ApiRoute[] = [
	defineRoute({
		method: 'get',
		path: `${base}/returns/{id}/report`,
		name: 'readReturnReport',
		tag,
		summary: 'Read the report of a return',
		description:
			'Everything the page says, in the language asked for, with figures unrounded and how each was made; once it is locked, with providers like yours.',
		access: read,
		localised: true,
		params: one,
		query: revision,
		answer: { description: 'The report', schema: comparedReportView },
		refuses: ['not_found', 'forbidden', 'conflict'],
		async handle(ctx, { params, query }) {
			const { comparison, ...report } = machineReadableCompared(ctx, await comparedReportOfReturn(ctx, params.id, query.revision));
			return { ...showReturnReport(report), comparison };
		},
	}),
	defineRoute({
		method: 'get',
		path: `${base}/returns/{id}/report.csv`,
		name: 'downloadReturnResults',
		tag,
		summary: 'Download the results as a table',
		description:
			'CSV in UTF-8: a line for the whole, each axis and each indicator, with what is shown of providers like yours; heads are codes.',
		access: read,
		localised: true,
		params: one,
		query: revision,
		answer: { description: 'The table', file: 'text/csv' },
		refuses: ['not_found', 'forbidden', 'conflict'],
		async handle(ctx, { params, query }) {
			const compared = await comparedReportOfReturn(ctx, params.id, query.revision);
			const name = `social-utility-results-${compared.report.year}.csv`;
			return { bytes: Buffer.from(csvText(resultColumns, comparedRows(compared))), name };
		},
	}),
	defineRoute({
		method: 'get',
		path: `${base}/returns/{id}/report.pdf`,
		name: 'printReturnReport',
		tag,
		summary: 'Download the report of a return as a PDF',
		description: 'Tagged. The whole report, or one page for the director.',
		access: read,
		localised: true,
		params: one,
		query: revision.extend({ version: z.enum(['full', 'director']).default('full').meta({ description: 'Which of the two' }) }),
		answer: { description: 'The document', file: 'application/pdf' },
		refuses: ['not_found', 'forbidden', 'conflict'],
		async handle(ctx, { params, query }) {
			const { report, comparison } = await comparedReportOfReturn(ctx, params.id, query.revision);
			return printReturnReport(ctx, report, comparison, query.version, reportParts);
		},
	}),
	defineRoute({
		method: 'get',
		path: `${base}/returns/{id}/links`,
		name: 'listReturnLinks',
		tag,
		summary: 'List links to the report of a return',
		description: `Those that work today, newest first; at most ${mostLinks}.`,
		access: read,
		params: one,
		answer: { description: 'The links', schema: z.object({ items: z.array(returnLinkView) }) },
		refuses: ['not_found', 'forbidden'],
		handle: async (ctx, { params }) => ({ items: (await linksOfReturn(ctx, params.id)).map(showReturnLink) }),
	}),
	defineRoute({
		method: 'post',
		path: `${base}/returns/{id}/links`,
		name: 'makeReturnLink',
		tag,
		summary: 'Make a link to the report of a return',
		description: `Shows the chosen parts to whoever has it, for at most ${shareDays.most} days. Small totals and evidence are never shown.`,
		access: write,
		localised: true,
		params: one,
		body: named('ReturnLinkInput', shareReturnInput, {
			example: { label: 'Ministry', parts: ['summary', 'axes', 'indicators'], days: 14 },
		}),
		answer: { status: 201, description: 'The link', schema: madeLinkView },
		refuses: ['not_found', 'forbidden', 'conflict'],
		async handle(ctx, { params, body }) {
			const { id, token, endsAt } = await shareReturn(ctx, params.id, body);
			return { id, secret: token, address: `${ctx.origin}/${ctx.locale}/shared/return/${token}`, endsAt: endsAt.toISOString() };
		},
	}),
	defineRoute({
		method: 'delete',
		path: `${base}/returns/{id}/links/{link}`,
		name: 'endReturnLink',
		tag,
		summary: 'End a link to the report of a return',
		description: 'It shows nothing from now on.',
		access: write,
		params: one.extend({ link: z.uuid() }),
		answer: { description: 'It has ended', nothing: true },
		refuses: ['not_found', 'forbidden'],
		handle: (ctx, { params }) => endReturnLink(ctx, params.id, params.link),
	}),
	defineRoute({
		method: 'get',
		path: `${base}/shared-report`,
		name: 'readSharedReturnReport',
		tag,
		summary: 'Read the report of a return by a link',
		description: 'With the chosen parts only; what was not chosen is empty. Each time counts as opened.',
		access: { scope: 'benchmarks:read', guests: true },
		localised: true,
		headers: linkSecret,
		answer: {
			description: 'The parts of the report',
			schema: z
				.object({
					parts: z.array(z.enum(reportParts)),
					endsAt: z.iso.datetime(),
					report: returnReportView,
					comparison: returnComparisonView.nullable(),
				})
				.openapi('SharedReturnReport'),
		},
		refuses: ['gone'],
		async handle(ctx, { headers }) {
			const { report, comparison, parts, endsAt } = await readSharedReturn(ctx, headers['return-link-secret']);
			return {
				parts,
				endsAt: endsAt.toISOString(),
				report: showReturnReport(machineReadable(report)),
				comparison: comparison && showReturnComparison(comparison, ctx.t),
			};
		},
	}),
	defineRoute({
		method: 'post',
		path: `${base}/returns/{id}/actions`,
		name: 'planFromReturn',
		tag,
		summary: 'Turn recommendations of a return into actions',
		description: 'Text, baseline, aim and the year of proof come from the result. What is in the plan already is not added again.',
		access: write,
		localised: true,
		params: one,
		body: z
			.strictObject({
				indicators: z
					.array(z.strictObject({ indicator: z.string().max(10) }))
					.min(1)
					.max(20)
					.meta({ description: 'Indicators with a recommendation' }),
			})
			.openapi('ActionsFromReturnInput', { example: { indicators: [{ indicator: 'SU-1.4' }] } }),
		answer: { description: 'How many were added', schema: z.object({ providerId: z.uuid(), added: z.int() }) },
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: (ctx, { params, body }) => planFromReturn(ctx, { returnId: params.id, indicators: body.indicators }),
	}),
	defineRoute({
		method: 'put',
		path: `${base}/returns/{id}/card`,
		name: 'publishCard',
		tag,
		summary: 'Publish the public card of a return',
		description: `The return must be locked. Up to ${mostNumbers} numbers, none with a base under ${leastBase}. A card that is out is withdrawn.`,
		access: write,
		params: one,
		body: named('CardInput', cardInput, { example: { numbers: ['SU-1.4', 'SU-2.2', 'SU-4.2'] } }),
		answer: { description: 'The card’s code', schema: z.object({ code: z.string() }) },
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: (ctx, { params, body }) => publishCard(ctx, params.id, body),
	}),
	defineRoute({
		method: 'delete',
		path: `${base}/returns/{id}/card`,
		name: 'withdrawCard',
		tag,
		summary: 'Withdraw the public card of a return',
		description: 'Its numbers are gone at once; its fingerprint still tells that it was one.',
		access: write,
		params: one,
		answer: { description: 'It is withdrawn', nothing: true },
		refuses: ['not_found', 'forbidden'],
		handle: (ctx, { params }) => withdrawCard(ctx, params.id),
	}),
	defineRoute({
		method: 'get',
		path: `${base}/cards/{code}`,
		name: 'readCard',
		tag,
		summary: 'Check a public card',
		description: 'The numbers as they were published, their fingerprint, and whether the card is still valid.',
		access: 'public',
		params: z.object({ code: z.string().min(1).max(20).meta({ description: 'The card’s code', example: 'VALE2025' }) }),
		answer: { description: 'The card', schema: cardView },
		refuses: ['not_found'],
		async handle(ctx, { params }) {
			const card = await readCard(ctx, params.code);
			return showCard(card, card.content && cardText(card.content));
		},
	}),
];
