import { namesOfOrganisations } from '#modules/network/index.ts';
import type { Ctx } from '#platform/context.ts';
import { AppError } from '#platform/errors.ts';
import { formatDay } from '#platform/i18n/dates.ts';
import { fromRoot } from '#platform/paths.ts';
import { printPdf } from '#platform/pdf/print.ts';
import { printedNow } from '#platform/pdf/printed-now.ts';
import { currentEdition } from '../instruments.ts';
import { reportOf } from '../report/queries.ts';
import { authorisePlan } from './access.ts';
import { documentHtml, type PlanDocument } from './document.ts';
import { erasmusPartOf } from './erasmus-parts.ts';
import { newestResult, readPlan } from './queries.ts';
import { erasmusDocument, planDocument } from './words.ts';

/** The action plan, or the same grouped by the parts of an Erasmus Plan. */
export const planDocuments = ['plan', 'erasmus'] as const;
export type PlanDocumentKind = (typeof planDocuments)[number];

/** A provider's plan as a document in the reader's language. @throws AppError not_signed_in, not_found, forbidden */
export async function readPlanDocument(ctx: Ctx, providerId: string, kind: PlanDocumentKind): Promise<PlanDocument> {
	await authorisePlan(ctx, providerId, 'export plan');
	const [plan, names] = await Promise.all([readPlan(ctx, providerId), namesOfOrganisations(ctx.db, [providerId], ctx.locale)]);
	const frame = { provider: names.get(providerId)?.text ?? '', day: formatDay(ctx.now(), ctx.locale) };
	if (kind === 'plan') return planDocument(ctx.t, plan, frame);
	const { instrument } = currentEdition('go-international');
	return erasmusDocument(ctx.t, plan, frame, ({ item }) => erasmusPartOf(instrument, item), await readinessFor(ctx, providerId));
}

/** How ready the provider is by its newest result; null without one, and for readers who may not see it. */
async function readinessFor(ctx: Ctx, providerId: string) {
	const newest = await newestResult(ctx, providerId);
	if (!newest) return null;
	try {
		const { readiness, readinessCaution } = await reportOf(ctx, newest.runId);
		return {
			parts: readiness.map(({ code, name, verdictName, mean, todo }) => ({
				code,
				name,
				verdict: verdictName,
				mean,
				todo: todo.map(({ title }) => title),
			})),
			caution: readinessCaution,
		};
	} catch (error) {
		if (error instanceof AppError && (error.code === 'not_found' || error.code === 'forbidden')) return null;
		throw error;
	}
}

/** As a tagged PDF. */
export async function printPlan(ctx: Ctx, providerId: string, kind: PlanDocumentKind): Promise<{ bytes: Uint8Array; name: string }> {
	const document = await readPlanDocument(ctx, providerId, kind);
	const { date, day } = printedNow(ctx);
	const data = {
		...document,
		date,
		foot: ctx.t('report.pdf.foot', { provider: document.provider, date: day }),
		page: ctx.t('report.pdf.page', { page: '{page}', pages: '{pages}' }),
	};
	const bytes = await printPdf({ template: fromRoot('src', 'modules', 'benchmarks', 'plan', 'plan.typ'), data });
	return { bytes, name: `${document.name}.pdf` };
}

/** As one HTML file for text programs. */
export async function writePlan(ctx: Ctx, providerId: string, kind: PlanDocumentKind): Promise<{ bytes: Uint8Array; name: string }> {
	const document = await readPlanDocument(ctx, providerId, kind);
	return { bytes: Buffer.from(documentHtml(document)), name: `${document.name}.html` };
}
