import { expect, test } from 'vitest';
import { device } from '../device.fixture.ts';
import { openNumberQueue, type TypedNumber } from './number-queue.ts';

const number: TypedNumber = { unit: 'north', target: 'out_emp@sex=F', value: '1 240', trust: 3, comment: 'Counted in May', basedOn: 2 };

test('a number waits on the device until the server has it, and comes back whole', async () => {
	const { storage } = device();
	const sent: (TypedNumber & { sequence: number })[] = [];
	const first = openNumberQueue({
		key: 'return/1/ana',
		storage,
		send: async () => ({ saved: false, refused: false, blocked: 'signed out' }),
		onChange: () => {},
		locks: null,
	});
	first.put(number);
	await first.flush();
	expect(first.waiting()).toEqual([number]);
	const second = openNumberQueue({
		key: 'return/1/ana',
		storage,
		send: async (each) => {
			sent.push(each);
			return { saved: true, at: '2026-11-24T14:02:00Z' };
		},
		onChange: () => {},
		locks: null,
	});
	await second.flush();
	expect(sent).toMatchObject([number]);
	expect(sent[0]!.sequence).toBeGreaterThan(0);
	expect(second.waiting()).toEqual([]);
});

test('the newest number of a box replaces one that still waits', () => {
	const { storage } = device();
	const queue = openNumberQueue({ key: 'return/1/ana', storage, send: () => new Promise(() => {}), onChange: () => {}, locks: null });
	queue.put({ ...number, target: 'part_total' });
	queue.put(number);
	queue.put({ ...number, value: '1250' });
	expect(queue.waiting().map(({ target, value }) => `${target} ${String(value)}`)).toEqual(['part_total 1 240', 'out_emp@sex=F 1250']);
});
