import ical from 'ical-generator';
import { currentEdition } from '../instruments.ts';
import { erasmusPartOf } from './erasmus-parts.ts';
import type { Plan } from './queries.ts';

/** The plan as a table: codes as heads, one line an action, with the part of an Erasmus Plan its goal belongs to. */
export function planFile(plan: Pick<Plan, 'actions'>): { head: string[]; rows: (string | number | null)[][] } {
	const { instrument } = currentEdition('go-international');
	return {
		head: [
			'erasmus_part',
			'item',
			'goal',
			'from_level',
			'to_level',
			'level_now',
			'action',
			'owner',
			'helpers',
			'deadline',
			'state',
			'stopped_because',
			'indicator',
			'baseline',
			'aim',
			'hours',
			'money_eur',
			'money_source',
			'support',
			'risk',
			'evidence',
		],
		rows: plan.actions.map((action) => [
			erasmusPartOf(instrument, action.item),
			action.item,
			action.goal,
			action.fromLevel,
			action.toLevel,
			action.levelNow,
			action.action,
			action.owner.name,
			action.helpers.join('; '),
			action.deadline,
			action.shown,
			action.stoppedReason,
			action.indicator,
			action.baseline,
			action.aim,
			action.hours,
			action.moneyCents === null ? null : action.moneyCents / 100,
			action.moneySource,
			action.support.map(({ title, url }) => [title, url].filter(Boolean).join(' ')).join('; '),
			action.risk,
			[action.proof.note, action.proof.url, action.proof.file?.name].filter(Boolean).join(' '),
		]),
	};
}

/**
 * Deadlines of open actions and the day of the next review as whole days (RFC 5545). The ids stay the same, so that a
 * calendar that reads the file again changes its entries.
 */
export function planCalendar(
	plan: Pick<Plan, 'actions' | 'review' | 'providerId'>,
	words: { name: string; review: string; addressOf: (actionId: string) => string; now: Date },
): string {
	const calendar = ical({ name: words.name, prodId: '//VENHANS//Action plan//EN' });
	const day = (text: string) => new Date(`${text}T00:00:00Z`);
	const event = (id: string, start: string, summary: string, description?: string, url?: string) =>
		calendar.createEvent({ id, start: day(start), allDay: true, timezone: 'UTC', summary, description, url, stamp: words.now });
	for (const { id, deadline, state, action, goal } of plan.actions)
		if (deadline && (state === 'planned' || state === 'running')) event(`${id}@venhans`, deadline, action, goal, words.addressOf(id));
	if (plan.review) event(`review-${plan.providerId}@venhans`, plan.review.dueOn, words.review);
	return calendar.toString();
}
