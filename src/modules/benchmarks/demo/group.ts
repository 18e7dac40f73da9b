import { sql } from 'kysely';
import { demoId, seededNumbers } from '#modules/network/index.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { disagreementOf } from '../go-international/disagreement.ts';
import type { KeptRole, RoleGroup } from '../go-international/role-groups.ts';
import type { AnswerValue, Level, LevelInstrument } from '../model.ts';

/**
 * The group check of Werkhof Spree: nine people, and what the leadership sees that those who teach do not. It ended with
 * a meeting in which views moved.
 */

/** Who submitted, in the order of the views below. */
const group: readonly RoleGroup[] = [
	'leadership',
	'leadership',
	'leadership',
	'teaching',
	'teaching',
	'teaching',
	'international-office',
	'administration-and-support',
	'company-partner',
];
/** As closing leaves them: three groups of three. */
const kept: readonly KeptRole[] = group.map((role) => (role === 'leadership' || role === 'teaching' ? role : 'others'));

type Told = {
	views: AnswerValue[];
	agreed: Level | 'NA' | { with: string; days: number };
	reason?: string;
	notes?: string[];
};

/** What was talked about. */
const talked: Record<string, Told> = {
	'ORG-1': {
		views: [4, 4, 3, 2, 1, 2, 3, 'DK', 2],
		agreed: 3,
		reason: 'The head signs every agreement and opens each project week; teachers had not been told.',
		notes: [
			'I have never heard the management speak about it in a staff meeting.',
			'There is an hour a month in the management round for it.',
		],
	},
	'ORG-3': {
		views: [3, 4, 3, 1, 1, 2, 2, 2, 'DK'],
		agreed: 2,
		reason: 'Hours are planned for two people only; workshop staff do it in their free time.',
		notes: ['My hours for the Lublin exchange were not counted.', 'The budget for projects was doubled last year.'],
	},
	'STAFF-1': {
		views: [3, 3, 2, 1, 1, 1, 2, 1, 'DK'],
		agreed: 1,
		reason: 'There is a list of languages from 2022, and nobody has used it since.',
		notes: ['Which survey?'],
	},
	'PLAN-3': {
		views: [3, 3, 3, 2, 1, 'DK', 3, 2, 'DK'],
		agreed: 2,
		reason: 'The plan has owners, and half of its dates have passed without anybody looking at it.',
	},
	'HOME-1': {
		views: [2, 1, 3, 2, 3, 3, 2, 1, 'DK'],
		agreed: 2,
		reason: 'Solar technology has written outcomes, construction is only beginning.',
		notes: ['In solar technology we test them in English.'],
	},
	'IMP-2': {
		views: ['DK', 2, 'DK', 'DK', 1, 'DK', 2, 2, 'DK'],
		agreed: { with: 'Katrin Noack', days: 45 },
		notes: ['I do not know who reads the participant reports.'],
	},
	'MOB-6': { views: ['NA', 'NA', 2, 'NA', 'DK', 'NA', 2, 'NA', 'NA'], agreed: 'NA' },
};

/** What the group settled on, for the run's own answers. */
export function agreedInTheGroup(): Map<string, AnswerValue> {
	return new Map(Object.entries(talked).map(([item, { agreed }]) => [item, typeof agreed === 'object' ? 'DK' : agreed]));
}

/** Writes people, views, notes and decisions of the group's run. @param answers what stands in the run */
export async function insertGroup(
	tx: DatabaseTransaction,
	run: { id: string; began: Date; ended: Date; instrument: LevelInstrument; answers: ReadonlyMap<string, AnswerValue> },
): Promise<void> {
	const random = seededNumbers(90_015);
	const day = 86_400_000;
	const closed = new Date(run.ended.getTime() - 8 * day);
	await tx.insertInto('benchmarks.group_check').values({ run_id: run.id, closed_at: closed }).execute();
	await tx
		.insertInto('benchmarks.participant')
		.values(
			// The meeting was more than 30 days ago: names are erased already.
			group.map((role, i) => ({
				id: demoId('participant', String(i)),
				run_id: run.id,
				role_group: role,
				locale: 'de',
				way: i < 7 ? 'mail' : 'code',
				invited_at: run.began,
				joined_at: run.began,
				submitted_at: closed,
			})),
		)
		.execute();
	const views = new Map(
		run.instrument.items.map(({ code }) => [code, talked[code]?.views ?? around(run.answers.get(code) as Level, random)]),
	);
	const rows = [...views].flatMap(([item, values]) => values.map((value, i) => ({ item, value, role: kept[i]! })));
	await sql`
		insert into benchmarks.group_view (run_id, item, value, reason, role_group)
		select ${run.id}, item, value, case when value = 'NA' then 'not-our-mission' end, role
		from unnest(${rows.map(({ item }) => item)}::text[], ${rows.map(({ value }) => String(value))}::text[],
			${rows.map(({ role }) => (role === 'others' ? null : role))}::text[]) as given(item, value, role)
		order by random()`.execute(tx);
	await tx
		.insertInto('benchmarks.group_note')
		.values(Object.entries(talked).flatMap(([item, { notes = [] }]) => notes.map((text) => ({ run_id: run.id, item, text }))))
		.execute();
	await tx
		.insertInto('benchmarks.agreed_item')
		.values(
			run.instrument.items.map((item) => {
				const told = talked[item.code];
				const first = disagreementOf(
					item,
					views.get(item.code)!.map((value, i) => ({ value, role: kept[i]! })),
				);
				const parked = typeof told?.agreed === 'object' ? told.agreed : null;
				return {
					run_id: run.id,
					item: item.code,
					value: String(run.answers.get(item.code)),
					reason: told?.reason ?? null,
					parked_with: parked?.with ?? null,
					parked_until: parked && new Date(run.ended.getTime() + parked.days * day).toISOString().slice(0, 10),
					way: told ? 'meeting' : 'together',
					first_range: first.range,
					first_agreement: first.agreement,
					first_median: first.median,
					first_not_visible: first.notVisible,
					decided_at: run.ended,
				};
			}),
		)
		.execute();
}

/** Nine views that are the same or close, with this level in the middle. */
function around(level: Level, random: () => number): AnswerValue[] {
	const other = (level === 4 || (level > 1 && random() < 0.5) ? level - 1 : level + 1) as Level;
	const others = Math.floor(random() * 4);
	const unknown = Math.floor(random() * 3);
	return Array.from({ length: group.length }, (_, i) => (i < others ? other : i >= group.length - unknown ? 'DK' : level));
}
