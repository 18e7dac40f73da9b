import { expect, test } from 'vitest';
import type { Delivery } from './answer-queue.ts';
import { openDecisionQueue, type Decision } from './decision-queue.ts';
import { device } from './device.fixture.ts';

const saved: Delivery = { saved: true, at: '2026-11-24T14:02:00Z' };
const lost: Delivery = { saved: false, refused: false };

function open(answerOf: (n: number) => Delivery | Promise<Delivery>, { storage } = device()) {
	const sent: Decision[] = [];
	const queue = openDecisionQueue({
		key: 'meeting',
		storage,
		send: async (decision) => answerOf(sent.push(decision)),
		onChange: () => {},
		delay: async () => {},
		locks: null,
		now: () => 0,
	});
	return { queue, sent };
}

const decisions: Decision[] = [
	{ kind: 'level', item: 'ORG-1', basedOn: 0, level: 3, reason: 'The deputy signs every agreement', evidence: 'documented' },
	{ kind: 'level', item: 'ENV-1', basedOn: 2, level: 1, reason: null, evidence: null },
	{ kind: 'not-applicable', item: 'PART-5', basedOn: 0, reason: 'other', reasonText: 'We have no consortium' },
	{ kind: 'not-applicable', item: 'MOB-1', basedOn: 0, reason: 'not-our-mission', reasonText: null },
	{ kind: 'parked', item: 'PLAN-3', basedOn: 1, with: 'Marta', until: '2027-01-31' },
];

test('every kind of decision arrives as it was made, in order, also after a lost line', async () => {
	const { queue, sent } = open((n) => (n <= 2 ? lost : saved));
	for (const decision of decisions) queue.put(decision);
	await queue.flush();
	expect(sent.slice(2)).toEqual(decisions);
	expect(queue.waiting()).toEqual([]);
});

test('a decision survives the end of the window and is sent by the next one', async () => {
	const own = device();
	const closed = open(() => new Promise<Delivery>(() => {}), own);
	closed.queue.put(decisions[4]!);
	const { queue, sent } = open(() => saved, own);
	expect(queue.waiting()).toEqual([decisions[4]]);
	await queue.flush();
	expect(sent).toEqual([decisions[4]]);
});
