/**
 * How often similar providers are written to. Whoever writes is told of its own limits. Those of the readers are kept
 * silently: who wrote learns from nothing whether anybody got the message (decision 11).
 */

const day = 86_400_000;

/** Of who writes. */
export const daysBetweenMessages = 7;
export const messagesAYear = 5;

/** Of who reads: days until the same provider reaches it again, and how many messages at most in some days. */
export const daysBetweenSame = 90;
export const mostReceived = { messages: 3, days: 30 } as const;

/** What was written is known for the limits so many days, as ids and moments only. */
export const daysKept = 365;

export const daysBefore = (moment: Date, days: number): Date => new Date(moment.getTime() - days * day);

/** When a provider may write again. @param sent moments of the messages of a year, newest first */
export function nextMessage(sent: readonly Date[]): Date | null {
	const after = (moment: Date | undefined, days: number) => (moment ? moment.getTime() + days * day : 0);
	const next = Math.max(after(sent[0], daysBetweenMessages), after(sent[messagesAYear - 1], daysKept));
	return next === 0 ? null : new Date(next);
}
