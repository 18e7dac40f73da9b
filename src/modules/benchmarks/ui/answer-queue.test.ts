import { expect, test } from 'vitest';
import { openAnswerQueue, type AnswerQueueOptions, type Delivery, type QueuedAnswer, type QueueState } from './answer-queue.ts';
import { device } from './device.fixture.ts';

/** Items whose answers wait on the device. */
const itemsOn = ({ kept }: ReturnType<typeof device>) =>
	[...kept].filter(([place]) => place.startsWith('run-1/answer/')).map(([, answer]) => JSON.parse(answer).item);

function open(
	answerOf: (answer: QueuedAnswer, n: number) => Delivery | Promise<Delivery>,
	{ storage }: Pick<ReturnType<typeof device>, 'storage'> = device(),
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
/** A server that is never reached before the window is closed. */
const lostUntilClosed = new Promise<Delivery>(() => {});

test('an answer leaves the device only when the server has acknowledged it', async () => {
	const own = device();
	const { queue, states } = open(() => saved, own);
	queue.put({ item: 'ENV-1', value: '2' });
	expect(itemsOn(own)).toEqual(['ENV-1']);
	await queue.flush();
	expect(itemsOn(own)).toEqual([]);
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
	const own = device();
	const before = open(() => ({ saved: false, refused: false, blocked: 'signedOut' }), own);
	before.queue.put({ item: 'ENV-2', value: '3' });
	before.queue.put({ item: 'ENV-1', value: '4' });
	await before.queue.flush();
	const { queue, sent } = open(() => saved, own);
	queue.put({ item: 'DIR-1', value: '1' });
	await queue.flush();
	expect(sent.map(({ item, sequence }) => [item, sequence])).toEqual([
		['ENV-2', 1],
		['ENV-1', 2],
		['DIR-1', 3],
	]);
});

test('an answer the server refuses is not sent again and says why', async () => {
	const { queue, sent, states } = open(() => ({ saved: false, refused: true, message: 'finished' }));
	queue.put({ item: 'ENV-1', value: '2' });
	await queue.flush();
	expect(sent).toHaveLength(1);
	expect(states.at(-1)).toMatchObject({ waiting: 0, refusal: 'finished' });
});

test('a device that refuses storage still delivers', async () => {
	const refuse = () => {
		throw new Error('QuotaExceededError');
	};
	const storage = { length: 0, key: refuse, getItem: refuse, setItem: refuse, removeItem: refuse };
	const { queue, sent } = open(() => saved, { storage });
	queue.put({ item: 'ENV-1', value: '2' });
	await queue.flush();
	expect(sent).toHaveLength(1);
});

test('two windows on one device lose nothing of each other', async () => {
	const own = device();
	const [one, other] = [open(() => lostUntilClosed, own, null), open(() => lostUntilClosed, own, null)];
	one.queue.put({ item: 'ENV-1', value: '1' });
	other.queue.put({ item: 'ENV-2', value: '2' });
	one.queue.put({ item: 'ENV-3', value: '3' });
	const later = open(() => saved, own, null);
	await later.queue.flush();
	expect(later.sent.map(({ item }) => item)).toEqual(['ENV-1', 'ENV-2', 'ENV-3']);
	expect(new Set(later.sent.map(({ sequence }) => sequence)).size).toBe(3);
});

test('numbers go on rising when the clock of the device is set back', async () => {
	const own = device();
	let clock = 5_000;
	const at = () => openAnswerQueue({ key: 'run-1', storage: own.storage, send: async () => saved, onChange: () => {}, now: () => clock });
	at().put({ item: 'ENV-1', value: '1' });
	clock = 1_000;
	const { queue, sent } = open(() => saved, own);
	queue.put({ item: 'ENV-1', value: '2' });
	await queue.flush();
	expect(sent.at(-1)!.sequence).toBe(5_001);
});

test('what is blocked for itself stays on the device, and others go on their way', async () => {
	const own = device();
	let allowed = false;
	const { queue, states } = open(
		({ item }) => (item === 'ENV-1' && !allowed ? { saved: false, refused: false, blocked: 'noAccess', alone: true } : saved),
		own,
	);
	for (const item of ['ENV-1', 'DIR-1', 'PLAN-1']) queue.put({ item, value: '2' });
	await queue.flush();
	expect(itemsOn(own)).toEqual(['ENV-1']);
	expect(states.at(-1)).toMatchObject({ waiting: 1, blocked: 'noAccess' });
	allowed = true;
	await queue.flush();
	expect(states.at(-1)).toMatchObject({ waiting: 0, blocked: undefined });
});

test('what is blocked stays on the device, says why, and goes on its way when something changed', async () => {
	const own = device();
	let signedIn = false;
	const { queue, sent, states } = open(() => (signedIn ? saved : { saved: false, refused: false, blocked: 'signedOut' }), own);
	queue.put({ item: 'ENV-1', value: '2', basedOn: 3 });
	await queue.flush();
	expect(sent).toHaveLength(1);
	expect(states.at(-1)).toMatchObject({ waiting: 1, blocked: 'signedOut', offline: false });
	expect(itemsOn(own)).toEqual(['ENV-1']);
	signedIn = true;
	await queue.flush();
	expect(sent.at(-1)).toMatchObject({ item: 'ENV-1', value: '2', basedOn: 3 });
	expect(states.at(-1)).toMatchObject({ waiting: 0, blocked: undefined });
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
	expect(itemsOn(shared)).toEqual([]);
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
