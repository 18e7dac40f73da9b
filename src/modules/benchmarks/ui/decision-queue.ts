import { openAnswerQueue, type AnswerQueueOptions, type Delivery, type QueuedAnswer } from './answer-queue.ts';

/**
 * What a group settles on in its meeting, safe between the click and the server's word: it waits on the device of
 * whoever leads, in the same queue as answers do, and is sent when the line is back.
 */

/** A decision as the server takes it. */
export type Decision = { item: string; basedOn: number } & (
	| { kind: 'level'; level: number; reason: string | null; evidence: string | null }
	| { kind: 'not-applicable'; reason: string; reasonText: string | null }
	| { kind: 'parked'; with: string; until: string }
);

export type DecisionQueueOptions = Omit<AnswerQueueOptions, 'send'> & {
	/** Carries one decision to the server; never throws. */
	send: (decision: Decision) => Promise<Delivery>;
};

export type DecisionQueue = {
	/** Takes a decision; it is safe on the device when this returns. */
	put(decision: Decision): void;
	flush(): Promise<void>;
	/** Decisions not yet acknowledged, oldest first. */
	waiting(): Decision[];
};

export function openDecisionQueue({ send, ...options }: DecisionQueueOptions): DecisionQueue {
	const queue = openAnswerQueue({ ...options, send: (answer) => send(decisionOf(answer)) });
	return {
		put: (decision) => queue.put(answerOf(decision)),
		flush: queue.flush,
		waiting: () => queue.waiting().map(decisionOf),
	};
}

/** A decision in the words of the queue: a parked one keeps who in `reason` and until when in `reasonText`. */
function answerOf(decision: Decision): Omit<QueuedAnswer, 'sequence'> {
	const { item, basedOn } = decision;
	switch (decision.kind) {
		case 'level':
			return {
				item,
				basedOn,
				value: String(decision.level),
				...(decision.reason && { reasonText: decision.reason }),
				...(decision.evidence && { evidence: decision.evidence }),
			};
		case 'not-applicable':
			return { item, basedOn, value: 'NA', reason: decision.reason, ...(decision.reasonText && { reasonText: decision.reasonText }) };
		case 'parked':
			return { item, basedOn, value: 'DK', reason: decision.with, reasonText: decision.until };
	}
}

function decisionOf({ item, basedOn = 0, value, reason, reasonText, evidence }: QueuedAnswer): Decision {
	if (value === 'NA') return { kind: 'not-applicable', item, basedOn, reason: reason ?? '', reasonText: reasonText ?? null };
	if (value === 'DK') return { kind: 'parked', item, basedOn, with: reason ?? '', until: reasonText ?? '' };
	return { kind: 'level', item, basedOn, level: Number(value), reason: reasonText ?? null, evidence: evidence ?? null };
}
