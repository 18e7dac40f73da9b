import { namesOfOrganisations } from '#modules/network/index.ts';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { editionsOf } from '../instruments.ts';
import { mayReadPlan } from '../plan/access.ts';
import { actionsOfReturn } from '../plan/queries.ts';
import type { ReportAction } from '../report/model.ts';
import type { Centre, OwnPart } from '../solity/centres.ts';
import type { CountedInstrument } from '../solity/instrument.ts';
import { piecesByField, unprovenNumbers } from '../solity/proof.ts';
import type { ReturnData } from '../solity/return-data.ts';
import { readFile } from '../solity/score-file.ts';
import { describeReport, type ReportYear } from '../solity/report/describe.ts';
import { noPanels } from '../solity/report/panels.ts';
import { keepParts } from '../solity/report/keep-parts.ts';
import { reportParts, type Report } from '../solity/report/model.ts';
import { changeFault } from '../solity/states.ts';
import { authoriseReturn, editionOfReturn, type ReturnAccess } from './access.ts';
import { evidenceOf } from './evidence.ts';
import { itself, type Return, type ReturnCentre, type ReturnResult } from './model.ts';
import { shownPanels } from './panels.ts';
import { resultOfRow, yearsBefore, type Inputs } from './result.ts';

/** A trend goes back so many years before the report's own. */
const yearsOfTrend = 5;

/** What a reader may see beyond the figures. */
type Sight = {
	/** Small totals, which are for editors only. */
	small: boolean;
	/** The numbers somebody typed, with comments and proof; else all of them stay out. */
	numbers: boolean;
	/** Which centres are shown. */
	centre: (id: string) => boolean;
};

/**
 * The report of a return, for those who may read it: small totals and the typed numbers for those alone who may read
 * numbers, other centres for those who may see them.
 * @param revision an earlier one; without it the newest
 * @throws AppError not_signed_in, not_found, forbidden, conflict while a number is missing
 */
export async function reportOfReturn(ctx: Ctx, id: string, revision?: number): Promise<Report> {
	const access = await authoriseReturn(ctx, id, 'read report');
	// What is planned is of today, as panels are: a revision as it was has neither.
	const asItWas = revision !== undefined && isEarlier(access.row, revision);
	const plan = !asItWas && (await mayReadPlan(ctx, access.row.providerId)) ? await actionsOfReturn(ctx, access.row) : null;
	return gatherReturnReport(ctx, access.row, sightOf(access), { revision, plan });
}

function sightOf({ row, allows }: ReturnAccess): Sight {
	// The numbers of a sum are the provider's: who enters those of one centre only does not see them all.
	const numbers = allows('read numbers', { centre: itself });
	return {
		small: numbers,
		numbers,
		centre: (centre) => row.level !== 'centres' || allows('see centre', { centre }),
	};
}

/**
 * The report of a return whose reader was let in by other means, such as a share link.
 * @param options.plan what the reader may see of the plan
 */
export async function gatherReturnReport(
	{ db, locale }: { db: Ctx['db'] | DatabaseTransaction; locale: string },
	row: Return,
	sight: Sight,
	{ revision, plan = null }: { revision?: number | undefined; plan?: ReportAction[] | null } = {},
): Promise<Report> {
	const edition = editionOfReturn(row);
	const found = await resultOfRow(db, row, revision);
	const asItWas = revision !== undefined && isEarlier(row, revision);
	const [earlier, evidence, names, centre, panels] = await Promise.all([
		yearsBefore(db, row, yearsOfTrend, asItWas ? found.madeAt : undefined),
		// What proves the numbers is kept as it is now alone.
		sight.small && !asItWas ? evidenceOf(db, row.id) : null,
		namesOfOrganisations(db, [row.providerId], locale),
		row.centreId ? db.selectFrom('benchmarks.centre').select('name').where('id', '=', row.centreId).executeTakeFirst() : undefined,
		asItWas ? noPanels : shownPanels(db, row.id),
	]);
	const name = names.get(row.providerId);
	const provider = { id: row.providerId, name: name?.text ?? '', locale: name?.locale ?? 'en' };
	const summed = found.centres.filter(({ leftOut }) => leftOut === null);
	const report = describeReport({
		edition,
		editions: editionsOf('solity').map((each) => each.instrument),
		locale,
		row: {
			id: row.id,
			year: row.year,
			state: found.mark === 'draft' ? row.state : found.mark,
			revision: found.revision,
			submittedAt: found.mark === 'draft' ? null : found.madeAt,
			lockedAt: found.lockedAt,
		},
		provider,
		unit: centre ? { id: row.centreId!, name: centre.name, locale: provider.locale, kind: 'centre' } : { ...provider, kind: 'provider' },
		data: found.data,
		result: found.result,
		comments: new Map(found.comments.get(itself) ?? []),
		evidence: evidence && piecesByField(edition.instrument, evidence),
		unproven: new Set(evidence ? unprovenNumbers(edition.instrument, givers(found), evidence).map(({ field }) => field) : []),
		centres: found.centres
			.filter(({ id }) => sight.centre(id))
			.map((each) => ({ ...each, ...(each.leftOut === null ? {} : { data: null, result: null }) })),
		earlier: earlier.map(({ year, edition: own, data, result, inputs }) => ({
			...yearParts(own.instrument, inputs),
			year,
			instrument: own.instrument,
			data,
			result,
		})),
		...(summed.length ? { parts: summed.map(({ id, data }) => ({ id, data })) } : {}),
		panels,
		plan,
		seesSmall: sight.small,
		engine: found.engine,
		inputsHash: found.inputsHash,
	});
	return sight.numbers
		? report
		: keepParts(
				report,
				reportParts.filter((part) => part !== 'data'),
			);
}

/** Whether numbers were, or can be, changed since a revision. */
export function isEarlier({ state, revision: newest }: Pick<Return, 'state' | 'revision'>, revision: number): boolean {
	return revision < newest || changeFault(state) === null;
}

/** Who gave the numbers: the return's unit, or the centres of a sum and, for what none of them has, the provider. */
function givers({ data, centres }: Pick<ReturnResult, 'data' | 'centres'>): [string, Pick<ReturnData, 'trust'>][] {
	const summed = centres.filter(({ leftOut }) => leftOut === null);
	const own = [...data.trust].filter(([field]) => !summed.some((centre) => centre.data.values.has(field)));
	return [[itself, { trust: new Map(own) }], ...summed.map((centre): [string, ReturnData] => [centre.id, centre.data])];
}

/** What a year's sum was made from: its centres' data and what the provider held itself. */
function yearParts(instrument: CountedInstrument, { file, centres }: Inputs): Pick<ReportYear, 'centres' | 'parts' | 'own'> {
	const given = Array.isArray(file.centres) ? (file.centres as Record<string, unknown>[]) : [];
	if (given.length === 0) return { centres: [] };
	const summed = centres.filter(({ leftOut }: ReturnCentre) => leftOut === null);
	const parts = given.map(({ id, name: _, ...own }): Centre => {
		const part = { ...own, edition: file.edition, settings: file.settings, level: 'centre', mode: 'draft' };
		return { id: String(id), data: readFile(instrument, part).data };
	});
	return { centres: summed.map(({ id }) => id), parts, own: ownPart(instrument, file) };
}

function ownPart(instrument: CountedInstrument, file: Inputs['file']): OwnPart {
	const provider = (file.provider ?? {}) as { fields?: object; trust?: object; dup_persons?: number };
	const { data } = readFile(instrument, {
		edition: file.edition,
		level: 'provider',
		mode: 'draft',
		fields: provider.fields ?? {},
		trust: provider.trust ?? {},
		settings: file.settings ?? {},
	});
	return {
		values: data.values,
		trust: data.trust,
		settings: new Map([...data.settings, ...(provider.dup_persons === undefined ? [] : [['dup_persons', provider.dup_persons] as const])]),
	};
}
