import type { CountedInstrument } from './instrument.ts';
import { fieldsOf, linkedReason } from './instrument.ts';
import type { ReturnFile } from './vectors.fixture.ts';

type Random = () => number;

/** A whole number from low to high, both possible; the ends come up more often than chance. */
export function whole(random: Random, low: number, high: number): number {
	const edge = random();
	if (edge < 0.05) return low;
	if (edge > 0.95) return high;
	return low + Math.floor(random() * (high - low + 1));
}

/**
 * A return that breaks no rule: sizes from a handful of people to thousands, every field, sometimes indicators that do
 * not apply.
 */
export function validReturn(instrument: CountedInstrument, random: Random, { notApplicable = true, trust = true } = {}): ReturnFile {
	const upTo = (high: number) => whole(random, 0, Math.max(0, high));
	const total = whole(random, 1, 10 ** whole(random, 1, 4));
	const leavers = upTo(total);
	const vulnerableLeavers = upTo(leavers);
	const vulnerableCompleted = upTo(vulnerableLeavers);
	const unemployed = upTo(leavers);
	const known = upTo(unemployed);
	const studying = upTo(known);
	const base = known - studying;
	const women = upTo(base);
	const men = upTo(base - women);
	const [womenInWork, menInWork] = [upTo(women), upTo(men)];
	const inWork = womenInWork + menInWork + upTo(base - women - men);
	const [contractKnown, occupationKnown] = [upTo(inWork), upTo(inWork)];
	const employed = upTo(leavers - unemployed);
	const employedKnown = upTo(employed);
	const requests = upTo(2 * total);
	const prequalified = upTo(total);
	const presented = upTo(leavers);
	const withOccupation = upTo(total);
	const programmes = whole(random, 1, 200);
	const large = upTo(programmes);
	const adjustments = upTo(60);
	const need = upTo(total);
	const addresses = upTo(total);
	const longLeavers = upTo(leavers);
	const companies = upTo(400);
	const companyAnswers = upTo(companies);
	const staff = whole(random, 1, 500);
	const teaching = whole(random, 1, staff);
	const [asked, staffAnswers] = [upTo(leavers), upTo(staff)];
	const answered = upTo(asked);
	const actions = upTo(30);
	const kinds = instrument.fields.find(({ code }) => code === 'ptn_types');
	const fields: Record<string, unknown> = {
		part_total: total,
		part_planned: whole(random, 1, 2 * total),
		js_requests: requests,
		js_started_90: upTo(requests),
		preq_leavers: prequalified,
		preq_to_qual_6m: upTo(prequalified),
		out_leavers: unemployed,
		out_known: known,
		out_emp: inWork,
		out_edu: studying,
		emp_contract_known: contractKnown,
		emp_permanent: upTo(contractKnown),
		emp_occ_known: occupationKnown,
		emp_coherent: upTo(occupationKnown),
		leavers_all: leavers,
		leavers_completed: vulnerableCompleted + upTo(leavers - vulnerableLeavers),
		qual_presented: presented,
		qual_obtained: upTo(presented),
		vpl_candidates: upTo(total),
		part_occ: withOccupation,
		part_shortage: upTo(withOccupation),
		emp_leavers: employed,
		emp_leavers_known: employedKnown,
		emp_improved: upTo(employedKnown),
		part_digital_green: upTo(total),
		part_vulnerable: upTo(total),
		vul_leavers: vulnerableLeavers,
		vul_completed: vulnerableCompleted,
		f_den: women,
		f_emp: womenInWork,
		m_den: men,
		m_emp: menInWork,
		prog_total: programmes,
		prog_10plus: large,
		prog_mixed: upTo(large),
		adj_requests: adjustments,
		adj_met: upTo(adjustments),
		sup_need: need,
		sup_given: upTo(need),
		part_addr_known: addresses,
		part_underserved: upTo(addresses),
		wbl_leavers: longLeavers,
		wbl_done: upTo(longLeavers),
		empl_asked: companies,
		empl_answered: companyAnswers,
		empl_satisfied: upTo(companyAnswers),
		prog_reviewed: upTo(programmes),
		ptn_types: kinds?.type === 'set' ? kinds.codes.filter(() => random() < 0.5) : [],
		staff_total: staff,
		staff_teach: teaching,
		staff_cpd: upTo(teaching),
		lsat_asked: asked,
		lsat_answered: answered,
		lsat_satisfied: upTo(answered),
		ssat_answered: staffAnswers,
		ssat_positive: upTo(staffAnswers),
		energy_kwh: upTo(2_000_000) / 8,
		area_m2: whole(random, 8, 100_000) / 8,
		act_planned: actions,
		act_done: upTo(actions),
	};
	const na = notApplicable ? someReasons(instrument, random) : {};
	for (const { code } of instrument.fields) {
		const users = instrument.indicators.filter((indicator) => fieldsOf(indicator).includes(code));
		if (users.every((indicator) => indicator.code in na)) delete fields[code];
	}
	const levels = trust ? Object.fromEntries(instrument.fields.map(({ code }) => [code, whole(random, 1, 4)])) : 3;
	return { edition: instrument.edition, mode: 'submit', fields, trust: levels, na };
}

/** Reasons that go together, for about one in five of the indicators that may be not applicable. */
function someReasons(instrument: CountedInstrument, random: Random): Record<string, string> {
	const na: Record<string, string> = {};
	for (const { code, reasons, linked } of instrument.indicators.toSorted((a, b) => Number(!!a.linked) - Number(!!b.linked))) {
		if (linked && linked in na) na[code] = linkedReason;
		else if (reasons.length > 0 && random() < 0.2) na[code] = reasons[whole(random, 0, reasons.length - 1)]!;
	}
	return na;
}

/** Any JSON at all, nested up to a depth; keys and texts are often ones the instrument knows. */
export function anyJson(random: Random, words: readonly string[], depth = 4): unknown {
	const pick = <T>(values: readonly T[]) => values[Math.floor(random() * values.length)]!;
	const inner = () => anyJson(random, words, depth - 1);
	const plain = [
		null,
		true,
		false,
		0,
		-1,
		3,
		4,
		0.5,
		1e308,
		-1e21,
		250,
		'',
		'x\ny',
		'__proto__',
		'constructor',
		'7',
		pick(words),
		pick(words),
	];
	if (depth === 0 || random() < 0.4) return pick(plain);
	const size = Math.floor(random() * 6);
	if (random() < 0.4) return Array.from({ length: size }, inner);
	return JSON.parse(
		`{${Array.from({ length: size }, () => `${JSON.stringify(String(pick([...plain, ...words])))}:${JSON.stringify(inner())}`).join(',')}}`,
	);
}
