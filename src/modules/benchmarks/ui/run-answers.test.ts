import { expect, test } from 'vitest';
import { device } from './device.fixture.ts';
import {
	deviceOf,
	openRunAnswers,
	type Acknowledged,
	type Met,
	type Said,
	type SentAnswer,
	type Sent,
	type Standing,
} from './run-answers.ts';

const rui = { personId: 'rui', name: 'Rui Matos' };
const said = (value: string, more: Partial<Said> = {}): Said => ({ value, reason: null, reasonText: null, evidence: null, ...more });
const standing = (value: string, version: number, by = 'Ana Ferreira'): Standing => ({
	...said(value),
	version,
	personId: by,
	by,
	at: '2026-11-24T14:02:00Z',
});
const saved = (value: string, version: number): Sent => acknowledged('saved', standing(value, version, 'Rui Matos'));
const acknowledged = (outcome: Acknowledged['outcome'], stands: Standing): Sent => ({
	said: { outcome, at: '2026-11-24T14:03:00Z', standing: stands },
});

/** Rui's laptop, with a server that answers as told. */
function open(answerOf: (answer: SentAnswer, n: number) => Sent | Promise<Sent>, known: Record<string, Standing> = {}, own = device()) {
	const sent: SentAnswer[] = [];
	const met: string[] = [];
	const answers = openRunAnswers({
		key: 'run-1',
		storage: own.storage,
		client: 'rui’s laptop',
		me: rui,
		known: { answers: known, conflicts: [] },
		send: async (answer) => answerOf(answer, sent.push(answer)),
		onChange: () => {},
		onConflict: (item) => met.push(item),
		delay: async () => {},
		now: () => 0,
		locks: null,
	});
	return { answers, sent, met };
}

test('what is given here is shown at once, and after the word of the server with its version', async () => {
	const { answers, sent } = open(() => saved('2', 1));
	answers.give('ENV-1', said('2'));
	expect(answers.said('ENV-1')).toMatchObject({ value: '2' });
	await answers.flush();
	expect(sent).toMatchObject([{ item: 'ENV-1', client: 'rui’s laptop', basedOn: 0 }]);
	answers.give('ENV-1', said('3', { evidence: 'partial' }));
	expect(sent.at(-1)).toMatchObject({ value: '3', evidence: 'partial', basedOn: 1 });
});

test('somebody else’s answer that was seen before one’s own is no conflict', async () => {
	const { answers, sent } = open(() => saved('2', 5));
	answers.learn({ answers: { 'ENV-1': standing('3', 4) }, conflicts: [] });
	expect(answers.said('ENV-1')).toMatchObject({ value: '3', by: 'Ana Ferreira' });
	answers.give('ENV-1', said('2'));
	await answers.flush();
	expect(sent.at(-1)!.basedOn).toBe(4);
});

test('an answer that met another one: what stands is shown, one’s own waits for a decision', async () => {
	const { answers, met } = open(() => acknowledged('conflict', standing('3', 1)));
	answers.give('ENV-1', said('2'));
	await answers.flush();
	expect(met).toEqual(['ENV-1']);
	expect(answers.said('ENV-1')).toMatchObject({ value: '3', by: 'Ana Ferreira' });
	expect(answers.conflicts('ENV-1')).toMatchObject([{ value: '2', personId: 'rui', client: 'rui’s laptop' }]);
});

test('a decision is based on what was seen, and the conflict is gone here and for good', async () => {
	const { answers, sent } = open((_, n) => (n === 1 ? acknowledged('conflict', standing('3', 1)) : saved('2', 2)));
	answers.give('ENV-1', said('2'));
	await answers.flush();
	answers.decide('ENV-1', said('2'));
	expect(answers.conflicts()).toEqual([]);
	await answers.flush();
	expect(sent.at(-1)).toMatchObject({ value: '2', basedOn: 1, decides: true });
	expect(answers.conflicts()).toEqual([]);
	expect(answers.said('ENV-1')).toMatchObject({ value: '2', version: 2 });
});

test('a decision that meets yet another answer is asked again', async () => {
	const { answers } = open((_, n) => acknowledged('conflict', standing(n === 1 ? '3' : '4', n)));
	answers.give('ENV-1', said('2'));
	await answers.flush();
	answers.decide('ENV-1', said('2'));
	await answers.flush();
	expect(answers.conflicts('ENV-1')).toMatchObject([{ value: '2' }]);
	expect(answers.standing('ENV-1')).toMatchObject({ value: '4' });
});

test('a decision still on its way is not asked for again when the page looks again', async () => {
	const { answers } = open(() => new Promise<Sent>(() => {}), { 'ENV-1': standing('3', 1) });
	const conflict: Met = { ...said('2'), item: 'ENV-1', client: 'phone', personId: 'rui', by: 'Rui Matos', at: '2026-11-24T14:01:00Z' };
	answers.learn({ answers: {}, conflicts: [conflict] });
	expect(answers.conflicts()).toHaveLength(1);
	answers.decide('ENV-1', said('3'));
	answers.learn({ answers: { 'ENV-1': standing('3', 1) }, conflicts: [conflict] });
	expect(answers.conflicts()).toEqual([]);
});

test('what was asked for before an answer arrived does not take it back', async () => {
	const { answers } = open(() => saved('2', 2), { 'ENV-1': standing('3', 1) });
	answers.give('ENV-1', said('2'));
	await answers.flush();
	answers.learn({ answers: { 'ENV-1': standing('3', 1) }, conflicts: [] });
	expect(answers.said('ENV-1')).toMatchObject({ value: '2', version: 2 });
});

test('answers given without a line arrive once each, in their order, after the window was closed and opened', async () => {
	const own = device();
	const cut = open(() => ({ saved: false, refused: false, blocked: 'closed window' }), {}, own);
	for (const item of ['ENV-1', 'ENV-2', 'ENV-3']) cut.answers.give(item, said('2'));
	await cut.answers.flush();
	const later = open((answer) => saved(answer.value, 1), {}, own);
	await later.answers.flush();
	expect(later.sent.map(({ item, sequence }) => [item, sequence])).toEqual([
		['ENV-1', 1],
		['ENV-2', 2],
		['ENV-3', 3],
	]);
	expect(later.answers.waiting()).toBe(0);
});

test('a device has one name for each person, and one for the window where nothing can be stored', () => {
	const { storage } = device();
	expect(deviceOf(storage, 'rui')).toBe(deviceOf(storage, 'rui'));
	expect(deviceOf(storage, 'rui')).not.toBe(deviceOf(storage, 'ana'));
	const refuse = () => {
		throw new Error('refused');
	};
	expect(deviceOf({ getItem: refuse, setItem: refuse }, 'rui')).toMatch(/^[0-9a-f]{32}$/);
});
