import { z } from '#platform/api/index.ts';
import { keptRoleNames, roleGroups } from '../go-international/role-groups.ts';
import { notApplicableReasons } from '../model.ts';
import { answerValue, levelValue } from '../presenters.ts';
import { shownCode } from './code.ts';
import type { Meeting } from './date.ts';
import type { MeetingState } from './meeting.ts';
import type { Participation } from './participation.ts';
import type { Group } from './people.ts';
import type { GroupSpread } from './spread.ts';
import type { AgreedItem, ItemView } from './views.ts';

/** What of a group check leaves through the API. */

const runId = z.uuid().meta({ description: 'The run' });
const role = z.enum(roleGroups);
const status = z.enum(['draft', 'open', 'closed', 'finished']).meta({
	description: 'open: people answer alone; closed: the group compares and agrees; finished: there is a result',
});
const moment = z.iso.datetime();

export const meetingView = z
	.object({ at: moment, zone: z.string().meta({ description: 'IANA time zone the time was meant in' }), place: z.string().nullable() })
	.openapi('GroupMeeting', { example: { at: '2026-12-03T14:00:00.000Z', zone: 'Europe/Lisbon', place: 'Room 12' } });

const showMeeting = (meeting: Meeting | null) => meeting && { at: meeting.at.toISOString(), zone: meeting.zone, place: meeting.place };

export const groupView = z
	.object({
		runId,
		status,
		people: z.array(
			z.object({
				id: z.uuid(),
				name: z.string().nullable(),
				email: z.string().nullable(),
				roleGroup: role,
				way: z.enum(['mail', 'code', 'facilitator']).meta({ description: 'How they were let in' }),
				state: z.enum(['invited', 'joined', 'submitted']),
			}),
		),
		submitted: z.int(),
		roles: z.array(z.object({ role, people: z.int() })),
		advice: z
			.array(z.enum(['no-coordinator', 'no-decision-maker', 'too-few-people', 'too-many-people', 'one-role-group']))
			.meta({ description: 'What is advised and missing; nothing of it is a condition' }),
		closable: z.boolean().meta({ description: 'At least three have submitted' }),
		joinCode: z.string().nullable(),
		meeting: meetingView.nullable(),
		meetingVersion: z.int().meta({ description: 'Send it back when you set the meeting' }),
		remindFrom: moment.nullable().meta({ description: 'When people can be reminded again; null for now' }),
		closedAt: moment.nullable(),
	})
	.openapi('Group');

export function showGroup(group: Group): z.input<typeof groupView> {
	return {
		...group,
		joinCode: group.joinCode && shownCode(group.joinCode),
		meeting: showMeeting(group.meeting),
		remindFrom: group.remindFrom?.toISOString() ?? null,
		closedAt: group.closedAt?.toISOString() ?? null,
	};
}

export const joinOfferView = z
	.object({ runId, provider: z.string(), meeting: meetingView.nullable() })
	.openapi('JoinOffer', { example: { runId: '01930000-6f0c-7a21-8b4d-5e6f7a8b9c0d', provider: 'Escola do Vale', meeting: null } });

export function showJoinOffer(offer: { runId: string; provider: string; meeting: Meeting | null }): z.input<typeof joinOfferView> {
	return { ...offer, meeting: showMeeting(offer.meeting) };
}

export const participationView = z
	.object({
		runId,
		edition: z.string(),
		status,
		provider: z.string(),
		roleGroup: role,
		submitted: z.boolean(),
		meeting: meetingView.nullable(),
		answers: z.array(
			z.object({
				item: z.string(),
				value: answerValue,
				reason: z.enum(notApplicableReasons).nullable(),
				reasonText: z.string().nullable(),
				version: z.int(),
			}),
		),
		notes: z.array(z.object({ item: z.string(), text: z.string(), version: z.int() })),
	})
	.openapi('Participation');

export function showParticipation({
	participant,
	run,
	provider,
	meeting,
	answers,
	notes,
}: Participation): z.input<typeof participationView> {
	return {
		runId: run.id,
		edition: run.edition,
		status: run.status,
		provider,
		roleGroup: participant.roleGroup,
		submitted: participant.submittedAt !== null,
		meeting: showMeeting(meeting),
		answers: [...answers].map(([item, { value, reason, reasonText, version }]) => ({
			item,
			value,
			reason: reason as (typeof notApplicableReasons)[number] | null,
			reasonText,
			version,
		})),
		notes: [...notes].map(([item, { text, version }]) => ({ item, text, version })),
	};
}

const agreement = z.enum(['same', 'close', 'split', 'far-apart', 'too-few']).meta({
	description: 'Range 0, 1, 2, 3; too-few: fewer than three people chose a level',
});
const range = z.int().min(0).max(3).nullable().meta({ description: 'Highest minus lowest level; null when nobody chose one' });
const median = levelValue.nullable().meta({ description: 'With an even number the lower middle value' });

export const agreedView = z
	.object({
		value: answerValue.meta({ description: 'The agreed answer; DK while it is parked' }),
		reason: z.string().nullable().meta({ description: 'Why this level' }),
		notApplicable: z.object({ reason: z.string().nullable(), reasonText: z.string().nullable() }).nullable(),
		evidence: z.enum(['documented', 'partial', 'none']).nullable(),
		parked: z.object({ with: z.string(), until: z.iso.date() }).nullable().meta({ description: 'Who finds out, until which day' }),
		way: z.enum(['together', 'meeting']),
		version: z.int(),
	})
	.openapi('AgreedItem');

const showAgreed = ({ value, reason, notApplicable, evidence, parked, way, version }: AgreedItem): z.input<typeof agreedView> => ({
	value,
	reason,
	notApplicable,
	evidence,
	parked,
	way,
	version,
});

export const viewsView = z
	.object({
		runId,
		status,
		submitted: z.int().meta({ description: 'People whose answers are counted; 0 once the views were deleted' }),
		deleted: z.boolean().meta({ description: 'The views were deleted, 12 months after the end' }),
		shared: z.object({
			shared: z.int(),
			of: z.int(),
			percent: z.number().nullable().meta({ description: 'Items seen the same or close, unrounded' }),
		}),
		plan: z.object({
			order: z.array(z.string()).meta({ description: 'What to talk about, in order' }),
			proposed: z.array(z.string()).meta({ description: 'What one meeting holds' }),
			minutes: z.int(),
			afterwards: z.array(z.string()).meta({ description: 'No disagreement, and still to be decided' }),
			acceptable: z.array(z.string()).meta({ description: 'Can be accepted together with the median' }),
		}),
		current: z.object({ item: z.string(), since: moment }).nullable().meta({ description: 'On the screens of the meeting now' }),
		items: z.array(
			z.object({
				item: z.string(),
				levels: z.array(z.int()).meta({ description: 'People at level 1, 2, 3, 4' }),
				notApplicable: z.int(),
				unknown: z.int(),
				range,
				agreement,
				median,
				notVisible: z.boolean().meta({ description: '40 % or more do not know' }),
				notApplicableProposed: z.boolean(),
				roleGap: z
					.object({ higher: z.enum(keptRoleNames), lower: z.enum(keptRoleNames), levels: z.number() })
					.nullable()
					.meta({ description: 'A gap of one level or more between two role groups, in half levels' }),
				notes: z.array(z.string()).meta({ description: 'Without names, in an order that says nothing' }),
				agreed: agreedView.nullable(),
			}),
		),
	})
	.openapi('GroupViews');

export function showViews({ run, submitted, deleted, shared, plan, current, items }: MeetingState): z.input<typeof viewsView> {
	return {
		runId: run.id,
		status: run.status,
		submitted,
		deleted,
		shared,
		plan,
		current: current && { item: current.item, since: current.since.toISOString() },
		items: items.map(showItemView),
	};
}

function showItemView({ item, measured, roleGap, notes, agreed }: ItemView) {
	const { levels, notApplicable, unknown, range, agreement, median, notVisible, notApplicableProposed } = measured;
	return {
		item,
		levels: [...levels],
		notApplicable,
		unknown,
		range,
		agreement,
		median,
		notVisible,
		notApplicableProposed,
		roleGap,
		notes,
		agreed: agreed && showAgreed(agreed),
	};
}

export const spreadView = z
	.object({
		people: z.int(),
		roles: z.array(z.object({ role, people: z.int() })),
		shared: z.object({ shared: z.int(), of: z.int(), percent: z.number().nullable() }),
		widest: z.array(
			z.object({ item: z.string(), range: z.int(), agreement, first: median, agreed: answerValue, reason: z.string().nullable() }),
		),
		reasons: z.array(z.object({ item: z.string(), reason: z.string() })),
		movement: z.object({ up: z.int(), down: z.int(), same: z.int() }),
		moved: z.array(z.object({ item: z.string(), first: levelValue, agreed: levelValue })),
		parked: z.array(z.object({ item: z.string(), with: z.string(), until: z.iso.date() })),
		ways: z.object({ together: z.int(), meeting: z.int() }),
	})
	.openapi('GroupSpread');

export const showSpread = (spread: GroupSpread): z.input<typeof spreadView> => spread;
