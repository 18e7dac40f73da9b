import { defineRoute, named, z, type ApiRoute } from '#platform/api/index.ts';
import { csvText } from '#platform/csv.ts';
import { showComparison } from '../comparison/presenters.ts';
import { compareRun } from '../comparison/run.ts';
import { answerColumns, answerRows, machineReadable } from './export.ts';
import { reportParts } from './model.ts';
import { madeLinkView, reportView, sharedReportView, shareLinkView, showReport, showShareLink } from './presenters.ts';
import { printReport } from './print.ts';
import { reportOf } from './queries.ts';
import { mostLinks, shareDays } from './links.ts';
import { endLink, linksOf, readShared, shareInput, shareReport } from './sharing.ts';

const base = '/benchmarks/go-international';
const tag = 'Reports';
const run = z.object({ id: z.uuid().meta({ description: 'The run' }) });
const read = { scope: 'benchmarks:read' } as const;
const write = { scope: 'benchmarks:write' } as const;
const linkSecret = z.object({ 'link-secret': z.string().min(1).max(200).meta({ description: 'The last part of the link’s address' }) });

/** Reports and links to them in /api/v1. */
export const reportRoutes: readonly ApiRoute[] = [
	defineRoute({
		method: 'get',
		path: `${base}/runs/{id}/report`,
		name: 'readReport',
		tag,
		summary: 'Read the report of a run',
		description: 'Everything the page says, in the language asked for, with figures unrounded.',
		access: read,
		localised: true,
		params: run,
		answer: { description: 'The report', schema: reportView },
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: async (ctx, { params }) => showReport(machineReadable(await reportOf(ctx, params.id))),
	}),
	defineRoute({
		method: 'get',
		path: `${base}/runs/{id}/report.csv`,
		name: 'downloadReportTable',
		tag,
		summary: 'Download the answers as a table',
		description: 'CSV in UTF-8, one line a question; heads are codes.',
		access: read,
		localised: true,
		params: run,
		answer: { description: 'The table', file: 'text/csv' },
		refuses: ['not_found', 'forbidden', 'conflict'],
		async handle(ctx, { params }) {
			const rows = answerRows(await reportOf(ctx, params.id));
			return { bytes: Buffer.from(csvText(answerColumns, rows)), name: 'go-international.csv' };
		},
	}),
	defineRoute({
		method: 'get',
		path: `${base}/runs/{id}/report.pdf`,
		name: 'printReport',
		tag,
		summary: 'Download the report as a PDF',
		description: 'Tagged. The whole report, or one page for the director. Private notes are not printed.',
		access: read,
		localised: true,
		params: run,
		query: z.strictObject({ version: z.enum(['full', 'director']).default('full').meta({ description: 'Which of the two' }) }),
		answer: { description: 'The document', file: 'application/pdf' },
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: async (ctx, { params, query }) =>
			printReport(
				ctx,
				await reportOf(ctx, params.id),
				await compareRun(ctx, params.id, null),
				query.version,
				reportParts.filter((part) => part !== 'notes'),
			),
	}),
	defineRoute({
		method: 'get',
		path: `${base}/runs/{id}/links`,
		name: 'listShareLinks',
		tag,
		summary: 'List links to a report',
		description: `Those that work today, newest first; at most ${mostLinks}. Empty for those who may not share.`,
		access: read,
		params: run,
		answer: { description: 'The links', schema: z.object({ items: z.array(shareLinkView) }) },
		refuses: ['not_found'],
		handle: async (ctx, { params }) => ({ items: (await linksOf(ctx, params.id)).map(showShareLink) }),
	}),
	defineRoute({
		method: 'post',
		path: `${base}/runs/{id}/links`,
		name: 'makeShareLink',
		tag,
		summary: 'Make a link to a report',
		description: `Shows the chosen parts to whoever has it, for at most ${shareDays.most} days. Documents added as proof are never shown.`,
		access: write,
		localised: true,
		params: run,
		body: named('ShareLinkInput', shareInput, { example: { label: 'Mentor from Aarhus', parts: ['summary', 'sections'], days: 14 } }),
		answer: { status: 201, description: 'The link', schema: madeLinkView },
		refuses: ['not_found', 'forbidden', 'conflict'],
		async handle(ctx, { params, body }) {
			const { id, token, endsAt } = await shareReport(ctx, params.id, body);
			return { id, secret: token, address: `${ctx.origin}/${ctx.locale}/shared/${token}`, endsAt: endsAt.toISOString() };
		},
	}),
	defineRoute({
		method: 'delete',
		path: `${base}/runs/{id}/links/{link}`,
		name: 'endShareLink',
		tag,
		summary: 'End a link',
		description: 'It shows nothing from now on.',
		access: write,
		params: run.extend({ link: z.uuid() }),
		answer: { description: 'It has ended', nothing: true },
		refuses: ['not_found', 'forbidden'],
		handle: (ctx, { params }) => endLink(ctx, params.id, params.link),
	}),
	defineRoute({
		method: 'get',
		path: `${base}/shared-report`,
		name: 'readSharedReport',
		tag,
		summary: 'Read a report by a link',
		description: 'With the chosen parts only; what was not chosen is empty. Each time counts as opened.',
		access: { scope: 'benchmarks:read', guests: true },
		localised: true,
		headers: linkSecret,
		answer: { description: 'The parts of the report', schema: sharedReportView },
		refuses: ['gone'],
		async handle(ctx, { headers }) {
			const { report, comparison, parts, endsAt } = await readShared(ctx, headers['link-secret']);
			return {
				parts,
				endsAt: endsAt.toISOString(),
				report: showReport(machineReadable(report)),
				comparison: comparison && showComparison(comparison, ctx.t),
			};
		},
	}),
];
