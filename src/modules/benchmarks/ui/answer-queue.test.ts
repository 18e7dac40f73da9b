import { expect, test } from 'vitest';
import { openAnswerQueue, type AnswerQueueOptions, type Delivery, type QueuedAnswer, type QueueState } from './answer-queue.ts';

type Device = { kept: Map<string, string>; storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> };

function device(): Device {
	const kept = new Map<string, string>();
	return {
		kept,
		storage: {
			getItem: (key: string) => kept.get(key) ?? null,
			setItem: (key: string, value: string) => void kept.set(key, value),
			removeItem: (key: string) => void kept.delete(key),
		},
	};
}

function open(
	answerOf: (answer: QueuedAnswer, n: number) => Delivery | Promise<Delivery>,
	{ storage }: Device = device(),
	locks: AnswerQueueOptions['locks'] = navigator.locks,
) {
	const sent: QueuedAnswer[] = [];
	const states: QueueState[] = [];
	const queue = openAnswerQueue({
		key: 'run-1',
		storage,
		send: async (answer) => answerOf(answer, sent.push(answer)),
		onChange: (state) => states.push(state),
		delay: async () => {},
		now: () => 0,
		locks,
	});
	return { queue, sent, states };
}

const saved: Delivery = { saved: true, at: '2026-11-24T14:02:00Z' };
const lost: Delivery = { saved: false, refused: false };

test('an answer leaves the device only when the server has acknowledged it', async () => {
	const { kept, storage } = device();
	const { queue, states } = open(() => saved, { kept, storage });
	queue.put({ item: 'ENV-1', value: '2' });
	expect(kept.get('run-1')).toContain('ENV-1');
	await queue.flush();
	expect(kept.get('run-1')).not.toContain('ENV-1');
	expect(states.at(-1)).toMatchObject({ waiting: 0, offline: false, savedAt: new Date('2026-11-24T14:02:00Z') });
});

test('after a lost line everything arrives once, in the order it was given', async () => {
	const { queue, sent, states } = open((_, n) => (n <= 3 ? lost : saved));
	queue.put({ item: 'ENV-1', value: '2' });
	queue.put({ item: 'DIR-1', value: '3' });
	await queue.flush();
	expect(states.some((state) => state.offline)).toBe(true);
	expect(sent.slice(3).map(({ item, sequence }) => [item, sequence])).toEqual([
		['ENV-1', 1],
		['DIR-1', 2],
	]);
});

test('a change of mind replaces the answer that still waits, not the one on its way', async () => {
	let arrive: () => void = () => {};
	const { queue, sent } = open((_, n) => (n === 1 ? new Promise((done) => (arrive = () => done(saved))) : saved));
	queue.put({ item: 'ENV-1', value: '1' });
	queue.put({ item: 'ENV-1', value: '2' });
	queue.put({ item: 'ENV-1', value: '3' });
	arrive();
	await queue.flush();
	expect(sent.map(({ value }) => value)).toEqual(['1', '3']);
});

test('answers left from an earlier visit are sent, and the numbers go on from there', async () => {
	const { kept, storage } = device();
	kept.set('run-1', JSON.stringify({ queue: [{ item: 'ENV-1', value: '4', sequence: 7 }], sequence: 7 }));
	const { queue, sent } = open(() => saved, { kept, storage });
	queue.put({ item: 'DIR-1', value: '1' });
	await queue.flush();
	expect(sent.map(({ sequence }) => sequence)).toEqual([7, 8]);
});

test('an answer the server refuses is not sent again and says why', async () => {
	const { queue, sent, states } = open(() => ({ saved: false, refused: true, message: 'finished' }));
	queue.put({ item: 'ENV-1', value: '2' });
	await queue.flush();
	expect(sent).toHaveLength(1);
	expect(states.at(-1)).toMatchObject({ waiting: 0, refusal: 'finished' });
});

test('a device that refuses storage still delivers', async () => {
	const storage = {
		getItem: () => null,
		setItem: () => {
			throw new Error('QuotaExceededError');
		},
		removeItem: () => {},
	};
	const { queue, sent } = open(() => saved, { kept: new Map(), storage });
	queue.put({ item: 'ENV-1', value: '2' });
	await queue.flush();
	expect(sent).toHaveLength(1);
});

test('an answer given just as an empty queue is flushed is sent', async () => {
	const { queue, sent } = open(() => saved);
	void queue.flush();
	queue.put({ item: 'ENV-1', value: '2' });
	await queue.flush();
	expect(sent).toHaveLength(1);
});

test('what two tabs hold back stays on the device when both are closed', async () => {
	const shared = device();
	let closeTabs: () => void = () => {};
	const cut = new Promise<Delivery>((done) => (closeTabs = () => done(saved)));
	const [one, other] = [open(() => cut, shared), open(() => cut, shared)];
	one.queue.put({ item: 'ENV-1', value: '2' });
	other.queue.put({ item: 'DIR-1', value: '3' });
	one.queue.put({ item: 'PLAN-1', value: '1' });
	const { queue } = open(() => cut, shared);
	expect(queue.waiting().map(({ item, value, sequence }) => [item, value, sequence])).toEqual([
		['ENV-1', '2', 1],
		['DIR-1', '3', 2],
		['PLAN-1', '1', 3],
	]);
	closeTabs();
	await Promise.all([one.queue.flush(), other.queue.flush()]);
	expect(shared.kept.get('run-1')).not.toContain('-1"');
});

test('of two tabs that answer the same question the later answer waits', () => {
	const shared = device();
	const cut = new Promise<Delivery>(() => {});
	const locks = null;
	const [one, other] = [open(() => cut, shared, locks), open(() => cut, shared, locks)];
	one.queue.put({ item: 'ENV-1', value: '2' });
	other.queue.put({ item: 'ENV-1', value: '3' });
	expect(open(() => cut, shared, locks).queue.waiting()).toEqual([{ item: 'ENV-1', value: '3', sequence: 2 }]);
});

test('two tabs send one after the other, so that the first answers of both belong to one run', async () => {
	const shared = device();
	let sending = 0;
	let together = 0;
	const slowly = async (): Promise<Delivery> => {
		together = Math.max(together, ++sending);
		await new Promise((later) => setTimeout(later, 5));
		sending--;
		return saved;
	};
	const [one, other] = [open(slowly, shared), open(slowly, shared)];
	one.queue.put({ item: 'ENV-1', value: '2' });
	other.queue.put({ item: 'DIR-1', value: '3' });
	await Promise.all([one.queue.flush(), other.queue.flush()]);
	expect(together).toBe(1);
	expect([...one.sent, ...other.sent]).toHaveLength(2);
});
