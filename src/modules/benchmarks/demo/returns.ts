import { demoId } from '#modules/network/index.ts';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { currentEdition } from '../instruments.ts';
import { toReturn } from '../returns/access.ts';
import { fingerprint, warningKey } from '../returns/confirmations.ts';
import { evaluate } from '../returns/evaluation.ts';
import { record } from '../returns/history.ts';
import { itself } from '../returns/model.ts';
import { gatherReturnReport } from '../returns/report.ts';
import { inputsOf, storeResult, yearBefore, type Inputs } from '../returns/result.ts';
import type { TrustLevel } from '../solity/instrument.ts';
import { seedPanelsDemo } from './return-panels.ts';
import { cardOf, fingerprintOfCard } from '../solity/report/card.ts';
import type { State } from '../solity/states.ts';

/** The code of the card Escola do Vale has published. */
export const demoCard = 'VALE2025';

const day = 86_400_000;

type Given = { value: number | string | string[]; trust: TrustLevel | null; comment?: string };
type Numbers = Record<string, Given>;

/** What Escola do Vale counted: a little more each year, work after training above all. */
// prettier-ignore
const vale: readonly Record<string, number>[] = [
	{ part_total: 1120, part_planned: 1300, js_requests: 760, js_started_90: 431, preq_leavers: 84, preq_to_qual_6m: 35, out_leavers: 560, out_known: 302, out_emp: 158, out_edu: 34, emp_contract_known: 140, emp_permanent: 57, emp_occ_known: 136, emp_coherent: 76, leavers_all: 930, leavers_completed: 614, qual_presented: 571, qual_obtained: 422, vpl_candidates: 21, part_occ: 910, part_shortage: 331, emp_leavers: 150, emp_leavers_known: 88, emp_improved: 27, part_digital_green: 412, part_vulnerable: 371, vul_leavers: 318, vul_completed: 181, f_den: 121, f_emp: 66, m_den: 143, m_emp: 90, prog_total: 44, prog_10plus: 33, prog_mixed: 6, adj_requests: 31, adj_met: 22, sup_need: 262, sup_given: 176, part_addr_known: 1088, part_underserved: 246, wbl_leavers: 470, wbl_done: 263, empl_asked: 210, empl_answered: 84, empl_satisfied: 70, prog_reviewed: 19, staff_total: 116, staff_teach: 78, staff_cpd: 41, lsat_asked: 820, lsat_answered: 533, lsat_satisfied: 448, ssat_answered: 61, ssat_positive: 39, energy_kwh: 1_166_400, area_m2: 7200 },
	{ part_total: 1186, part_planned: 1300, js_requests: 795, js_started_90: 488, preq_leavers: 88, preq_to_qual_6m: 41, out_leavers: 585, out_known: 374, out_emp: 212, out_edu: 37, emp_contract_known: 196, emp_permanent: 90, emp_occ_known: 188, emp_coherent: 115, leavers_all: 955, leavers_completed: 671, qual_presented: 604, qual_obtained: 468, vpl_candidates: 44, part_occ: 952, part_shortage: 377, emp_leavers: 166, emp_leavers_known: 105, emp_improved: 35, part_digital_green: 640, part_vulnerable: 404, vul_leavers: 330, vul_completed: 211, f_den: 151, f_emp: 89, m_den: 182, m_emp: 121, prog_total: 46, prog_10plus: 35, prog_mixed: 8, adj_requests: 36, adj_met: 28, sup_need: 281, sup_given: 208, part_addr_known: 1150, part_underserved: 274, wbl_leavers: 488, wbl_done: 300, empl_asked: 240, empl_answered: 112, empl_satisfied: 98, prog_reviewed: 26, staff_total: 118, staff_teach: 80, staff_cpd: 47, lsat_asked: 860, lsat_answered: 585, lsat_satisfied: 506, ssat_answered: 74, ssat_positive: 49, energy_kwh: 1_051_200, area_m2: 7200, act_planned: 18, act_done: 11 },
	{ part_total: 1240, part_planned: 1300, js_requests: 820, js_started_90: 533, preq_leavers: 90, preq_to_qual_6m: 45, out_leavers: 600, out_known: 468, out_emp: 305, out_edu: 40, emp_contract_known: 291, emp_permanent: 154, emp_occ_known: 283, emp_coherent: 189, leavers_all: 980, leavers_completed: 735, qual_presented: 640, qual_obtained: 512, vpl_candidates: 62, part_occ: 1000, part_shortage: 420, emp_leavers: 180, emp_leavers_known: 120, emp_improved: 42, part_digital_green: 1017, part_vulnerable: 434, vul_leavers: 340, vul_completed: 235, f_den: 196, f_emp: 131, m_den: 227, m_emp: 171, prog_total: 48, prog_10plus: 36, prog_mixed: 9, adj_requests: 40, adj_met: 34, sup_need: 300, sup_given: 240, part_addr_known: 1200, part_underserved: 300, wbl_leavers: 500, wbl_done: 335, empl_asked: 260, empl_answered: 130, empl_satisfied: 117, prog_reviewed: 30, staff_total: 120, staff_teach: 80, staff_cpd: 52, lsat_asked: 900, lsat_answered: 630, lsat_satisfied: 554, ssat_answered: 84, ssat_positive: 58, energy_kwh: 936_000, area_m2: 7200, act_planned: 20, act_done: 14 },
];
const partners = ['pes', 'local_authority', 'ngo', 'employers', 'schools_he', 'vet_abroad'];

/** How this year's outcomes are split; who stated no sex is too few to be shown. */
const split: Record<string, Record<string, number>> = {
	out_emp: { F: 131, M: 171, X: 3 },
	out_known: { F: 214, M: 249, X: 5 },
	out_edu: { F: 18, M: 21, X: 1 },
};

/** Numbers nobody counted from records. */
const trustOf: Record<string, TrustLevel> = {
	part_vulnerable: 2,
	sup_need: 2,
	sup_given: 2,
	part_digital_green: 1,
	out_emp: 4,
	out_known: 4,
	energy_kwh: 4,
	area_m2: 4,
};
const comments: Record<string, string> = {
	out_known: 'Register of the employment service, and 96 telephone calls in June.',
	part_digital_green: 'Estimated from the timetables of the twelve largest programmes.',
	energy_kwh: 'New windows in hall B since March.',
};

/** Last year's first revision: most answers to the employers' survey came after it was locked. */
const valeCorrected = {
	before: { empl_answered: 61, empl_satisfied: 49, prog_reviewed: 21 },
	reason: 'Half of the employers answered after the survey was counted.',
};

function valeNumbers(index: number): Numbers {
	const counted: Numbers = Object.fromEntries(
		Object.entries(vale[index]!).map(([field, value]) => [field, { value, trust: trustOf[field] ?? 3 }]),
	);
	counted.ptn_types = { value: partners.slice(0, 4 + index), trust: 3 };
	if (index === 0) counted['NA:SU-5.5'] = { value: 'FIRST_YEAR', trust: null };
	if (index < vale.length - 1) return counted;
	for (const [field, comment] of Object.entries(comments)) counted[field] = { ...counted[field]!, comment };
	for (const [field, parts] of Object.entries(split))
		for (const [code, value] of Object.entries(parts)) counted[`${field}@sex=${code}`] = { value, trust: null };
	return counted;
}

/** A centre of Campus Garonne: its share of what all count together. */
function centreNumbers(share: number, trust: TrustLevel): Numbers {
	const { act_planned: _, act_done: __, ...fields } = vale[1]!;
	const counted: Numbers = Object.fromEntries(
		Object.entries(fields).map(([field, value]) => [field, { value: Math.max(1, Math.floor(value * share)), trust }]),
	);
	counted.ptn_types = { value: partners.slice(0, 2 + Math.round(share * 8)), trust };
	counted['NA:SU-5.5'] = { value: 'FIRST_YEAR', trust: null };
	return counted;
}

type DemoReturn = {
	id: string;
	providerId: string;
	year: number;
	level: 'provider' | 'centres';
	/** Unit → its numbers. */
	numbers: Record<string, Numbers>;
	lockedDaysAgo: number;
	/** May count among the best too. */
	best: boolean;
	/** May be written to by similar providers. */
	invitable: boolean;
	/** Of the region, in percent. */
	unemployment: number;
	startedBy: string;
	/** What a revision before this one had counted, and why it was opened again. */
	corrected?: { before: Record<string, number>; reason: string };
};

/** Three years of Escola do Vale with a public card, and one of Campus Garonne made of its centres. */
export async function seedReturnsDemo(ctx: Ctx, tx: DatabaseTransaction): Promise<void> {
	const thisYear = ctx.now().getUTCFullYear();
	for (const index of vale.keys())
		await insertReturn(ctx, tx, {
			id: demoId('return', `vale ${index + 1}`),
			providerId: demoId('organisation', 'vale'),
			year: thisYear - vale.length + index,
			level: 'provider',
			numbers: { [itself]: valeNumbers(index) },
			lockedDaysAgo: 33 + 365 * (vale.length - 1 - index),
			best: true,
			invitable: index === vale.length - 1,
			unemployment: [7.1, 6.8, 6.4][index]!,
			startedBy: demoId('person', 'ana-ferreira'),
			...(index === 1 && { corrected: valeCorrected }),
		});
	await insertGaronne(ctx, tx, thisYear - 1);
	await seedPanelsDemo(ctx, tx, demoId('return', `vale ${vale.length}`));
	await publishDemoCard(ctx, tx);
}

async function insertGaronne(ctx: Ctx, tx: DatabaseTransaction, year: number): Promise<void> {
	const providerId = demoId('organisation', 'garonne');
	const centres = (
		[
			['garonne-ville', 'Garonne Ville', 0.4, 3],
			['garonne-nord', 'Garonne Nord', 0.27, 3],
			['garonne-sud', 'Garonne Sud', 0.2, 2],
			['garonne-lac', 'Garonne Lac', 0.13, null],
		] as const
	).map(([key, name, share, trust]) => ({ id: demoId('organisation', key), code: key.slice('garonne-'.length), name, share, trust }));
	await tx
		.insertInto('benchmarks.centre')
		.values(centres.map(({ id, code, name }) => ({ id, provider_id: providerId, code, name, in_network: true, created_at: ctx.now() })))
		.execute();
	const id = demoId('return', 'garonne 1');
	await insertReturn(
		ctx,
		tx,
		{
			id,
			providerId,
			year,
			level: 'centres',
			numbers: Object.fromEntries(centres.flatMap(({ id, share, trust }) => (trust ? [[id, centreNumbers(share, trust)]] : []))),
			lockedDaysAgo: 21,
			best: false,
			invitable: false,
			unemployment: 7.4,
			startedBy: demoId('person', 'elodie-castan'),
		},
		async () => {
			await tx
				.insertInto('benchmarks.return_centre')
				.values(
					centres.map((centre, position) => ({
						return_id: id,
						centre_id: centre.id,
						position,
						...(centre.trust ? {} : { left_out: 'Closed for building works from March to October', about: 90 }),
					})),
				)
				.execute();
		},
	);
}

/** Stores a return as if it had been typed, submitted and locked. */
async function insertReturn(
	ctx: Ctx,
	tx: DatabaseTransaction,
	{ id, providerId, year, level, numbers, lockedDaysAgo, best, invitable, unemployment, startedBy, corrected }: DemoReturn,
	withCentres?: () => Promise<void>,
): Promise<void> {
	const { instrument } = currentEdition('solity');
	const at = new Date(ctx.now().getTime() - lockedDaysAgo * day);
	const submitted = new Date(at.getTime() - 5 * day);
	await tx
		.insertInto('benchmarks.return')
		.values({
			id,
			provider_id: providerId,
			edition: instrument.edition,
			year,
			level,
			state: 'locked',
			revision: corrected ? 2 : 1,
			settings: JSON.stringify({
				cohort_basis: 'Y',
				year_start_month: 1,
				ctx_unemployment: unemployment,
				list_shortage: { name: 'National list of shortage occupations' },
			}),
			sharing: true,
			best,
			invitable,
			started_by: startedBy,
			created_at: new Date(at.getTime() - 60 * day),
			changed_at: submitted,
			submitted_at: submitted,
			locked_at: at,
		})
		.execute();
	await withCentres?.();
	await tx
		.insertInto('benchmarks.datum')
		.values(
			Object.entries(numbers).flatMap(([unit, own]) =>
				Object.entries(own).map(([target, { value, trust, comment = '' }]) => ({
					return_id: id,
					centre_id: unit,
					target,
					value: JSON.stringify(value),
					trust,
					comment,
					changed_by: startedBy,
					changed_at: submitted,
				})),
			),
		)
		.execute();
	const row = toReturn(await tx.selectFrom('benchmarks.return').selectAll().where('id', '=', id).executeTakeFirstOrThrow());
	const inputs = await inputsOf(tx, row);
	const lock = async (revision: number, made: Inputs, locked: Date) => {
		const sent = new Date(locked.getTime() - 5 * day);
		await storeResult(tx, { ...row, revision }, made, evaluate(instrument, made.file, 'submit', null), sent);
		await tx
			.updateTable('benchmarks.return_result')
			.set({ locked_at: locked })
			.where('return_id', '=', id)
			.where('revision', '=', revision)
			.execute();
		await tell(revision, sent, revision === 1 ? 'draft' : 'reopened', 'submitted');
		await tell(revision, locked, 'submitted', 'locked');
	};
	const tell = (revision: number, moment: Date, before: State, after: State, note = '') =>
		record({ ...ctx, now: () => moment, actor: { kind: 'person', personId: startedBy, sessionId: startedBy } }, tx, { id, revision }, [
			{ kind: 'state', before, after, note },
		]);
	if (corrected) {
		const first = { ...inputs, file: { ...inputs.file, fields: { ...(inputs.file.fields as object), ...corrected.before } } };
		await lock(1, first, new Date(at.getTime() - 40 * day));
		await tell(1, new Date(at.getTime() - 12 * day), 'locked', 'reopened', corrected.reason);
	}
	await lock(row.revision, inputs, at);
	const { warnings } = evaluate(instrument, inputs.file, 'submit', await yearBefore(tx, row));
	const said = new Map(warnings.map((warning) => [warningKey(warning), warning]));
	if (!said.size) return;
	await tx
		.insertInto('benchmarks.return_confirmation')
		.values(
			[...said].map(([warning, each]) => ({
				return_id: id,
				warning,
				fingerprint: fingerprint(each),
				comment: /^su\.warning\.W_YOY/.test(each.text)
					? 'Counted in the same way as the year before; the difference is real.'
					: 'Checked against our records; it is right.',
				person_id: startedBy,
				at: submitted,
			})),
		)
		.execute();
}

async function publishDemoCard(ctx: Ctx, tx: DatabaseTransaction): Promise<void> {
	const { instrument } = currentEdition('solity');
	const id = demoId('return', `vale ${vale.length}`);
	const row = toReturn(await tx.selectFrom('benchmarks.return').selectAll().where('id', '=', id).executeTakeFirstOrThrow());
	const report = await gatherReturnReport({ db: tx, locale: 'en' }, row, { small: true, numbers: true, centre: () => true });
	const content = cardOf(instrument, report, demoCard, ['SU-1.4', 'SU-2.2', 'SU-4.2'])!;
	await tx
		.insertInto('benchmarks.card')
		.values({
			code: demoCard,
			return_id: id,
			provider_id: row.providerId,
			revision: row.revision,
			content: JSON.stringify(content),
			fingerprint: fingerprintOfCard(content),
			published_by: demoId('person', 'ana-ferreira'),
			published_at: new Date(ctx.now().getTime() - 20 * day),
		})
		.execute();
}
