import type { CountedInstrument, TrustLevel } from '../solity/instrument.ts';
import type { FieldValue } from '../solity/return-data.ts';

/** How large a unit is and how well it does, told by the score its axes should come out near. */
export type UnitStory = {
	participants: number;
	/** Axis → score from 0 to 100. */
	aims: Record<'A1' | 'A2' | 'A3' | 'A4' | 'A5', number>;
	/** Indicator → score, where it stands out. */
	apart?: Record<string, number>;
	/** Share of people whose situation is known, 0 to 1. */
	known?: number;
};

/**
 * Numbers that fit together and give about the wanted scores: from the size of a unit follow its leavers, companies and
 * staff by usual shares; from each score the share an indicator needs.
 * @param random the same sequence gives the same numbers
 */
export function numbersNear(instrument: CountedInstrument, story: UnitStory, random: () => number): Map<string, FieldValue> {
	const { participants, known = 0.7 } = story;
	/** The value an indicator needs: its zero point, its full point and the score between them. */
	const valueOf = (code: string) => {
		const { zero, full, axis } = instrument.indicators.find((each) => each.code === code)!;
		const aim = story.apart?.[code] ?? story.aims[axis as keyof UnitStory['aims']] + (random() - 0.5) * 24;
		return zero + ((full - zero) * Math.min(99, Math.max(1, aim))) / 100;
	};
	const part = (of: number, share: number) => Math.min(of, Math.max(0, Math.round(of * share)));
	const rate = (code: string) => valueOf(code) / 100;
	const usual = (share: number) => share * (0.9 + 0.2 * random());

	const requests = part(participants, usual(0.66));
	const prequalified = part(participants, usual(0.1));
	const leavers = part(participants, usual(0.78));
	const unemployed = part(leavers, usual(0.6));
	const seen = part(unemployed, known);
	const studying = part(seen, usual(0.09));
	const base = seen - studying;
	const inWork = part(base, rate('SU-1.4'));
	const contracts = part(inWork, usual(0.92));
	const occupations = part(inWork, usual(0.88));
	const employed = part(leavers, usual(0.18));
	const employedSeen = part(employed, known);
	const completed = part(leavers, rate('SU-2.1'));
	const presented = part(leavers, usual(0.65));
	const withOccupation = part(participants, usual(0.8));
	const reach = rate('SU-3.1');
	const vulnerable = part(leavers, reach);
	const ratio = valueOf('SU-3.2');
	// Both groups together complete as often as all leavers do.
	const others = completed / (ratio * vulnerable + (leavers - vulnerable) || 1);
	const vulnerableDone = Math.max(part(vulnerable, ratio * others), completed - (leavers - vulnerable));
	const women = part(base, usual(0.46));
	const men = part(base - women, 0.97);
	const gap = valueOf('SU-3.3') / 100;
	const share = base > 0 ? inWork / base : 0;
	const womenInWork = Math.min(part(women, share - gap / 2), inWork);
	const menInWork = Math.min(part(men, share + gap / 2), inWork - womenInWork);
	const programmes = Math.max(3, Math.round(participants / 26));
	const large = part(programmes, 0.75);
	const requestsForHelp = part(participants, usual(0.035));
	const needs = part(participants, usual(0.24));
	const addresses = part(participants, usual(0.88));
	const long = part(leavers, usual(0.5));
	const companies = Math.max(6, part(participants, usual(0.2)));
	const companiesAnswered = part(companies, usual(0.5));
	const staff = Math.max(4, part(participants, usual(0.095)));
	const teaching = Math.max(3, part(staff, usual(0.66)));
	const asked = part(leavers, usual(0.9));
	const answered = part(asked, usual(0.7));
	const staffAnswered = part(staff, usual(0.7));
	const area = Math.round(participants * 5.8 * (0.8 + 0.4 * random()));
	const actions = 5 + Math.floor(random() * 16);
	const kinds = instrument.fields.flatMap((field) => (field.code === 'ptn_types' && field.type === 'set' ? field.codes : []));
	const partners = Math.max(1, Math.round((valueOf('SU-4.5') / 100) * kinds.length));
	const first = Math.floor(random() * kinds.length);

	return new Map<string, FieldValue>([
		['part_total', participants],
		['part_planned', Math.max(1, Math.round(participants / rate('SU-1.1')))],
		['js_requests', requests],
		['js_started_90', part(requests, rate('SU-1.2'))],
		['preq_leavers', prequalified],
		['preq_to_qual_6m', part(prequalified, rate('SU-1.3'))],
		['out_leavers', unemployed],
		['out_known', seen],
		['out_emp', inWork],
		['out_edu', studying],
		['emp_contract_known', contracts],
		['emp_permanent', part(contracts, rate('SU-1.5'))],
		['emp_occ_known', occupations],
		['emp_coherent', part(occupations, rate('SU-1.6'))],
		['leavers_all', leavers],
		['leavers_completed', completed],
		['qual_presented', presented],
		['qual_obtained', part(presented, rate('SU-2.2'))],
		['vpl_candidates', part(participants, rate('SU-2.3'))],
		['part_occ', withOccupation],
		['part_shortage', part(withOccupation, rate('SU-2.4'))],
		['emp_leavers', employed],
		['emp_leavers_known', employedSeen],
		['emp_improved', part(employedSeen, rate('SU-2.5'))],
		['part_digital_green', part(participants, rate('SU-2.6'))],
		['part_vulnerable', part(participants, reach)],
		['vul_leavers', vulnerable],
		['vul_completed', Math.min(vulnerableDone, vulnerable, completed)],
		['f_den', women],
		['f_emp', womenInWork],
		['m_den', men],
		['m_emp', Math.min(menInWork, men)],
		['prog_total', programmes],
		['prog_10plus', large],
		['prog_mixed', part(large, rate('SU-3.4'))],
		['adj_requests', requestsForHelp],
		['adj_met', part(requestsForHelp, rate('SU-3.5'))],
		['sup_need', needs],
		['sup_given', part(needs, rate('SU-3.6'))],
		['part_addr_known', addresses],
		['part_underserved', part(addresses, rate('SU-4.1'))],
		['wbl_leavers', long],
		['wbl_done', part(long, rate('SU-4.2'))],
		['empl_asked', companies],
		['empl_answered', companiesAnswered],
		['empl_satisfied', part(companiesAnswered, rate('SU-4.3'))],
		['prog_reviewed', part(programmes, rate('SU-4.4'))],
		['ptn_types', Array.from({ length: Math.min(partners, kinds.length) }, (_, i) => kinds[(first + i) % kinds.length]!)],
		['staff_total', staff],
		['staff_teach', teaching],
		['staff_cpd', part(teaching, rate('SU-5.1'))],
		['lsat_asked', asked],
		['lsat_answered', answered],
		['lsat_satisfied', part(answered, rate('SU-5.2'))],
		['ssat_answered', staffAnswered],
		['ssat_positive', part(staffAnswered, rate('SU-5.3'))],
		['energy_kwh', Math.round(area * valueOf('SU-5.4'))],
		['area_m2', area],
		['act_planned', actions],
		['act_done', part(actions, rate('SU-5.5'))],
	]);
}

/** Trust as people give it: registers are documented, surveys declared, a few numbers estimated. */
export function trustNear(values: ReadonlyMap<string, FieldValue>, care: number, random: () => number): Map<string, TrustLevel> {
	return new Map(
		[...values.keys()].map((field) => {
			const luck = random() + care - 0.5;
			return [field, luck > 1 ? 4 : luck > 0.35 ? 3 : luck > 0.05 ? 2 : 1];
		}),
	);
}
