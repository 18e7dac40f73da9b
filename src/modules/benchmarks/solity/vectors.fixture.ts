/** The return of S-1 (specification, section 17), which all other vectors vary. */
// prettier-ignore
export const s1Fields: Readonly<Record<string, number | string[]>> = {
	part_total: 1240, part_planned: 1300, js_requests: 820, js_started_90: 533, preq_leavers: 90, preq_to_qual_6m: 45, out_leavers: 600, out_known: 420,
	out_emp: 260, out_edu: 40, emp_contract_known: 240, emp_permanent: 120, emp_occ_known: 230, emp_coherent: 150, leavers_all: 980, leavers_completed: 735,
	qual_presented: 640, qual_obtained: 512, vpl_candidates: 62, part_occ: 1000, part_shortage: 420, emp_leavers: 180, emp_leavers_known: 120, emp_improved: 42,
	part_digital_green: 868, part_vulnerable: 434, vul_leavers: 340, vul_completed: 235, f_den: 170, f_emp: 110, m_den: 205, m_emp: 146,
	prog_total: 48, prog_10plus: 36, prog_mixed: 9, adj_requests: 40, adj_met: 34, sup_need: 300, sup_given: 240, part_addr_known: 1200,
	part_underserved: 300, wbl_leavers: 500, wbl_done: 325, empl_asked: 260, empl_answered: 130, empl_satisfied: 117, prog_reviewed: 30,
	ptn_types: ['pes', 'local_authority', 'ngo', 'employers', 'schools_he', 'vet_abroad'],
	staff_total: 120, staff_teach: 80, staff_cpd: 52, lsat_asked: 900, lsat_answered: 630, lsat_satisfied: 554, ssat_answered: 84, ssat_positive: 58,
	energy_kwh: 936000, area_m2: 7200, act_planned: 20, act_done: 14,
};

/** A file in the format of section 17, as far as the vectors use it. */
export type ReturnFile = {
	edition: string;
	level?: string;
	mode?: string;
	fields: Record<string, unknown>;
	trust?: unknown;
	na?: Record<string, string>;
	settings?: Record<string, unknown>;
	previous?: unknown;
};

/** S-1 with other fields, and without some. */
export function s1(
	changes: Partial<Omit<ReturnFile, 'fields'>> & { fields?: Record<string, unknown>; without?: readonly string[] } = {},
): ReturnFile {
	const { fields, without = [], ...others } = changes;
	const all = Object.entries({ ...s1Fields, ...fields }).filter(([field]) => !without.includes(field));
	return { edition: 'SU-1.0', level: 'provider', trust: 3, na: {}, ...others, fields: Object.fromEntries(all) };
}

/** Trust 3 for every field, apart from those named; null leaves the level out. */
export function trust3But(others: Readonly<Record<string, number | null>>): Record<string, number> {
	const levels = { ...Object.fromEntries(Object.keys(s1Fields).map((field) => [field, 3])), ...others };
	return Object.fromEntries(Object.entries(levels).filter(([, level]) => level !== null)) as Record<string, number>;
}

/** S-3: not applicable, a small base, low numbers. */
export const s3: ReturnFile = s1({
	na: { 'SU-1.3': 'NO_PREQUAL', 'SU-3.4': 'NO_LARGE_PROGRAMME', 'SU-5.5': 'FIRST_YEAR' },
	fields: { adj_requests: 8, adj_met: 7, emp_leavers: 20, emp_leavers_known: 18, emp_improved: 9 },
	without: ['preq_leavers', 'preq_to_qual_6m', 'prog_10plus', 'prog_mixed', 'act_planned', 'act_done'],
});

/** S-4: a provider without jobseekers. */
export const s4: ReturnFile = s1({
	na: {
		'SU-1.4': 'NO_UNEMPLOYED',
		'SU-1.2': 'NO_JOBSEEKERS',
		'SU-1.3': 'NO_PREQUAL',
		'SU-1.5': 'LINKED',
		'SU-1.6': 'LINKED',
		'SU-3.3': 'LINKED',
	},
	without: [
		...['js_requests', 'js_started_90', 'preq_leavers', 'preq_to_qual_6m', 'out_leavers', 'out_known', 'out_emp', 'out_edu'],
		...['emp_contract_known', 'emp_permanent', 'emp_occ_known', 'emp_coherent', 'f_den', 'f_emp', 'm_den', 'm_emp'],
	],
});

/** S-5: everything wrong at once, and every message, in the order of section 8. */
export const s5 = {
	file: s1({
		fields: { out_emp: 300.5, prog_total: 0, emp_permanent: 250, f_den: 200, colour: 1 },
		without: ['part_planned'],
		na: { 'SU-2.1': 'NONE', 'SU-2.3': 'TOO_HARD', 'SU-1.4': 'NO_UNEMPLOYED' },
	}),
	messages: [
		"SU-2.1: 'not applicable' is not allowed here.",
		'SU-2.3: choose one of the allowed reasons: NO_LEGAL_ROUTE.',
		"SU-1.5: must also be 'not applicable', because SU-1.4 is.",
		"SU-1.6: must also be 'not applicable', because SU-1.4 is.",
		"SU-3.3: must also be 'not applicable', because SU-1.4 is.",
		"out_edu: leave this empty, because every indicator that uses it is 'not applicable'.",
		"vpl_candidates: leave this empty, because every indicator that uses it is 'not applicable'.",
		'colour: this field is not part of edition SU-1.0.',
		'part_planned: a value is required.',
		'out_emp: enter a whole number.',
		'prog_total: must be between 1 and 20000 (you entered 0).',
		'C06: emp_permanent (250) must not be greater than emp_contract_known (240).',
	],
};

/** S-7: two centres that add up to S-1, with other partners. */
export const s7 = {
	edition: 'SU-1.0',
	centres: [
		{ id: 'north', trust: 4, fields: { ...share((value) => Math.floor(value / 2)), ptn_types: ['pes', 'local_authority', 'ngo'] } },
		{
			id: 'south',
			trust: 2,
			fields: { ...share((value) => value - Math.floor(value / 2)), ptn_types: ['pes', 'employers', 'schools_he', 'vet_abroad'] },
		},
	],
	provider: { dup_persons: 40 },
};

/** S-8: S-1 and a small centre with estimated numbers. */
export const s8 = {
	edition: 'SU-1.0',
	centres: [
		{ id: 'main', trust: 3, fields: s1Fields },
		{ id: 'small', trust: 1, fields: { ...share((value) => Math.floor(0.04 * value)), staff_total: 5, ptn_types: [] } },
	],
};

function share(of: (value: number) => number): Record<string, number> {
	return Object.fromEntries(Object.entries(s1Fields).flatMap(([field, value]) => (typeof value === 'number' ? [[field, of(value)]] : [])));
}
