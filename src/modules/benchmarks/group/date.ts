import { z } from 'zod';
import { audit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import { AppError } from '#platform/errors.ts';
import { regional } from '#platform/i18n/dates.ts';
import { inTransaction } from '#platform/events.ts';
import { publishLive } from '#platform/live.ts';
import { authoriseGroup, groupRow } from './access.ts';

/** When and where a group meets. */
export type Meeting = { at: Date; zone: string; place: string | null };

const zones = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC']);

/** A zone by the name it has here: browsers know some by another one. */
function knownAs(zone: string): string {
	try {
		return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
	} catch {
		return zone;
	}
}

export const meetingInput = z.strictObject({
	version: z.coerce.number().int().positive(),
	/** Wall clock in the zone, `2026-12-03T14:00`; empty takes the date back. */
	at: z.union([z.literal(''), z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/)]),
	/** IANA time zone. */
	zone: z
		.string()
		.overwrite(knownAs)
		.refine((zone) => zones.has(zone), 'is not a known time zone'),
	place: z.string().trim().max(200).default(''),
});
export type MeetingInput = z.input<typeof meetingInput>;

/**
 * Sets date and place of the meeting, or takes them back.
 * @throws AppError conflict when somebody else set them meanwhile, with `details.values.version`
 */
export async function setMeeting(ctx: Ctx, runId: string, input: MeetingInput): Promise<{ version: number }> {
	const { version, at, zone, place } = meetingInput.parse(input);
	const instant = at ? instantOf(at, zone) : null;
	return inTransaction(ctx, async (tx) => {
		const run = await authoriseGroup(ctx, runId, { tx, lock: true });
		if (run.status === 'finished') throw new AppError('conflict', { message: 'The meeting is over', values: { status: run.status } });
		const stands = await groupRow(tx, runId);
		if (stands.meeting_version !== version)
			throw new AppError('conflict', {
				message: 'Somebody else set the meeting meanwhile; look at it and send yours again',
				values: { fault: 'version', version: stands.meeting_version },
			});
		await tx
			.updateTable('benchmarks.group_check')
			.set({
				meeting_at: instant,
				meeting_zone: instant ? zone : null,
				meeting_place: instant && place ? place : null,
				meeting_version: version + 1,
			})
			.where('run_id', '=', runId)
			.execute();
		await audit(ctx, tx, { action: 'benchmarks.meeting.set', subject: { kind: 'run', id: runId }, organisationId: run.providerId });
		await publishLive(tx, `run:${runId}`, { kind: 'group' });
		return { version: version + 1 };
	});
}

/** The instant of a wall clock in a zone. @throws AppError invalid_input for a day that does not exist */
function instantOf(at: string, zone: string): Date {
	try {
		return new Date(Temporal.PlainDateTime.from(at, { overflow: 'reject' }).toZonedDateTime(zone).epochMilliseconds);
	} catch {
		throw new AppError('invalid_input', { message: 'This day or time does not exist', field: 'at' });
	}
}

/** The meeting of a stored row. */
export function meetingFrom(row: { meeting_at: Date | null; meeting_zone: string | null; meeting_place: string | null }): Meeting | null {
	return row.meeting_at && row.meeting_zone ? { at: row.meeting_at, zone: row.meeting_zone, place: row.meeting_place } : null;
}

/** Day, time, zone and place in a reader's language; null without a date. */
export function meetingWords(meeting: Meeting | null, locale: string): string | null {
	if (!meeting) return null;
	const when = new Intl.DateTimeFormat(regional(locale), {
		weekday: 'long',
		day: 'numeric',
		month: 'long',
		year: 'numeric',
		hour: '2-digit',
		minute: '2-digit',
		timeZone: meeting.zone,
		timeZoneName: 'short',
	}).format(meeting.at);
	return meeting.place ? `${when}, ${meeting.place}` : when;
}

/** The wall clock of a meeting, as a date field wants it. */
export function wallClock({ at, zone }: Meeting): string {
	return Temporal.Instant.fromEpochMilliseconds(at.getTime())
		.toZonedDateTimeISO(zone)
		.toPlainDateTime()
		.toString({ smallestUnit: 'minute' });
}
