import { expect, test } from 'vitest';
import { secondsAnItem, usualSeconds } from './pace.ts';

const at = (seconds: number, client = 'laptop', item = `item at ${seconds}`) => ({ client, sequence: 1_000_000 + seconds * 1000, item });

test('a run with few answers is expected to take a minute an item', () => {
	expect(secondsAnItem([])).toBe(usualSeconds);
	expect(secondsAnItem([at(0), at(10), at(20), at(30)])).toBe(usualSeconds);
});

test('the pace is the median between two answers; breaks and slips do not count', () => {
	const lunch = 3600;
	expect(secondsAnItem([0, 20, 40, 41, 71, 111, 111 + lunch, 141 + lunch].map((second) => at(second)))).toBe(30);
});

test('two people at once each have their own pace', () => {
	const both = [0, 40, 80, 120].flatMap((second) => [at(second, 'ana'), at(second + 7, 'rui')]);
	expect(secondsAnItem(both)).toBe(40);
});

test('changing an answer at once is part of answering it', () => {
	const answers = [0, 30, 60, 90, 120, 150].flatMap((second) => [at(second, 'laptop', `${second}`), at(second + 3, 'laptop', `${second}`)]);
	expect(secondsAnItem(answers)).toBe(30);
});
