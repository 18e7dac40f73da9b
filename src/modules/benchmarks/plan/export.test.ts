import { expect, test } from 'vitest';
import { planCalendar, planFile } from './export.ts';
import type { PlannedAction } from './queries.ts';

const action = (more: Partial<PlannedAction>): PlannedAction => ({
	id: '01930000-0000-7000-8000-000000000001',
	instrument: 'go-international',
	item: 'HOME-1',
	itemTitle: null,
	sectionName: null,
	runId: null,
	counted: null,
	recommendation: null,
	goal: 'Two outcomes a programme',
	fromLevel: 1,
	toLevel: 2,
	levelNow: null,
	resultSince: null,
	action: 'Write outcomes',
	owner: { personId: null, name: 'Head of metal', email: null },
	helpers: [],
	deadline: '2027-06-30',
	indicator: '',
	baseline: '0',
	aim: '2',
	hours: 20,
	moneyCents: 12_50,
	moneySource: '',
	support: [],
	risk: '',
	state: 'planned',
	shown: 'planned',
	stoppedReason: null,
	proof: { file: null, url: null, note: '' },
	version: 1,
	doneAt: null,
	mine: false,
	...more,
});
const words = {
	name: 'Plan',
	review: 'Review',
	addressOf: (id: string) => `https://venhans.example/en/plan/${id}`,
	now: new Date('2026-11-24T08:00:00Z'),
};

test('the table names the part of an Erasmus Plan and writes money in euros', () => {
	const { head, rows } = planFile({ actions: [action({})] });
	const cell = (name: string) => rows[0]![head.indexOf(name)];
	expect([cell('erasmus_part'), cell('money_eur'), cell('deadline')]).toEqual(['activities', 12.5, '2027-06-30']);
});

test('the table has every field of an action, helpers, support and the reason of a stop too', () => {
	const { head, rows } = planFile({
		actions: [
			action({
				helpers: ['Ana', 'Rui'],
				support: [
					{ title: 'Webinar on curriculum', url: 'https://venhans.example/en/webinars/1' },
					{ title: 'Two meetings', url: null },
				],
				state: 'stopped',
				shown: 'stopped',
				stoppedReason: 'Partner left',
				proof: { file: { name: 'module.txt', mediaType: 'application/pdf', size: 12 }, url: null, note: 'Module plan' },
			}),
		],
	});
	const cell = (name: string) => rows[0]![head.indexOf(name)];
	expect(rows[0]).toHaveLength(head.length);
	expect([cell('helpers'), cell('support'), cell('stopped_because'), cell('evidence')]).toEqual([
		'Ana; Rui',
		'Webinar on curriculum https://venhans.example/en/webinars/1; Two meetings',
		'Partner left',
		'Module plan module.txt',
	]);
});

test('the calendar holds open deadlines and the review as whole days, not what is done', () => {
	const done = action({ id: '01930000-0000-7000-8000-000000000002', state: 'done', action: 'Finished' });
	const text = planCalendar({ actions: [action({}), done], review: { dueOn: '2027-05-24', overdue: false }, providerId: 'p' }, words);
	expect(text).toContain('DTSTART;VALUE=DATE:20270630');
	expect(text).toContain('SUMMARY:Write outcomes');
	expect(text).toContain('DTSTART;VALUE=DATE:20270524');
	expect(text).not.toContain('Finished');
});
