import { expect, test } from 'vitest';
import type { Counted, Loop, ReturnLine, RunLine } from '#modules/benchmarks/index.ts';
import { nextSteps, type Situation } from './next-steps.ts';

const loop = (more: Partial<Loop> = {}): Loop => ({
	step: 'improve',
	open: null,
	result: { runId: 'r', day: '20 October 2026', index: 51, focus: 3 },
	hidden: false,
	since: null,
	next: { day: 'Wednesday, 20 October 2027', due: false },
	plan: { open: 3, late: 0, done: 0, mine: [], review: false },
	...more,
});
const run = (more: Partial<RunLine>): RunLine => ({
	runId: 'r',
	provider: null,
	mode: 'full',
	status: 'finished',
	year: 2026,
	day: '',
	shortDay: '',
	index: 51,
	answered: 45,
	items: 45,
	...more,
});
const counted = (more: Partial<ReturnLine>): ReturnLine => ({
	id: 's',
	year: 2025,
	unit: null,
	state: 'locked',
	day: '',
	score: 61.2,
	duty: null,
	...more,
});
const situation = (more: Partial<Situation> = {}): Situation => ({
	needsTotp: false,
	toVerify: null,
	places: [],
	acting: { organisationId: 'o', mayInvite: true, colleagues: 2 },
	trains: true,
	administers: true,
	runs: [],
	returns: [],
	counted: null,
	quickCheck: null,
	loop: loop(),
	totals: false,
	...more,
});
const keys = (more: Partial<Situation>) => nextSteps(situation(more)).map(({ key }) => key);

test('an overdue duty comes first, then a deadline of this week, what others wait for, and the loop (N-14)', () => {
	const mine = { id: 'a', action: 'Write outcomes', day: 'Monday', late: true };
	const late = loop({ plan: { open: 0, late: 1, done: 0, mine: [mine], review: true } });
	expect(keys({ loop: late, toVerify: 'x', places: [{ runId: 'g', provider: 'Vale', state: 'begun' }] })).toEqual([
		'late',
		'verify',
		'groupOn',
	]);
	const soon = loop({ plan: { open: 1, late: 0, done: 0, mine: [{ ...mine, late: false }], review: false } });
	expect(keys({ loop: soon })[0]).toBe('soon');
});

test('the loop goes on from a result to focus, plan, review and the next check', () => {
	expect(keys({ loop: loop({ step: 'learn' }) })[0]).toBe('focus');
	expect(keys({ loop: loop({ plan: { open: 0, late: 0, done: 0, mine: [], review: false } }) })[0]).toBe('plan');
	expect(keys({ loop: loop({ plan: { open: 2, late: 0, done: 1, mine: [], review: true } }) })[0]).toBe('review');
	expect(keys({ loop: loop({ step: 'again' }) })[0]).toBe('again');
	expect(keys({ loop: loop(), runs: [run({})] })).toEqual(['report', 'solity']);
});

test('whoever begins is led to a check; without an organisation, to adding one', () => {
	const nothing = loop({ step: 'measure', result: null, next: null, plan: { open: 0, late: 0, done: 0, mine: [], review: false } });
	expect(keys({ loop: nothing })).toEqual(['check', 'solity', 'full']);
	expect(keys({ loop: null, acting: null, administers: false })).toEqual(['organisation', 'check']);
});

test('a mentor without an organisation is led to the result that is shared first', () => {
	const shared = run({ provider: 'Escola do Vale' });
	expect(nextSteps(situation({ loop: null, acting: null, administers: false, runs: [shared] }))[0]).toEqual({
		key: 'shared',
		path: '/runs/r/report',
		values: { provider: 'Escola do Vale' },
	});
});

test('an association looks at what is needed and at its network, a colleague at what may be seen', () => {
	const association = { organisationId: 'o', mayInvite: true, colleagues: 2 };
	expect(keys({ loop: null, acting: association, trains: false, administers: false, totals: true })).toEqual(['needs', 'network']);
	expect(keys({ administers: false, loop: loop({ step: 'measure', result: null }) })).toEqual(['check']);
});

test('a return that waits for approval comes with the duties, one that is being entered before the loop, a report after it', () => {
	const [waiting, open] = [counted({ id: 'w', state: 'submitted', duty: 'approve' }), counted({ id: 'o', state: 'draft', duty: 'enter' })];
	const official: Counted = { returnId: 's', year: 2025, score: 61.2, next: { year: 2026, returnId: null, due: false } };
	expect(nextSteps(situation({ returns: [open, waiting, counted({})], counted: official, loop: loop({ step: 'learn' }) }))).toEqual([
		{ key: 'approve', path: '/returns/w/review', values: { year: '2025' } },
		{ key: 'return', path: '/returns/o', values: { year: '2025' } },
		{ key: 'focus', path: '/runs/r/report#priorities', values: undefined },
	]);
	expect(keys({ runs: [run({})], returns: [counted({})], counted: official })).toEqual(['report', 'returnReport']);
	expect(keys({ runs: [run({})], returns: [counted({ state: 'submitted' })] })).toEqual(['report']);
});

test('whoever only counts reads the report first, and counts again once the year is over', () => {
	const nothing = loop({ step: 'measure', result: null, next: null, plan: { open: 0, late: 0, done: 0, mine: [], review: false } });
	const next = { year: 2025, returnId: null, due: true };
	const official: Counted = { returnId: 's', year: 2024, score: 69.8, next };
	const at = { loop: nothing, returns: [counted({ year: 2024 })], counted: official };
	expect(nextSteps(situation(at)).slice(0, 2)).toEqual([
		{ key: 'count', path: '/benchmarks/solity/start', values: { year: '2025' } },
		{ key: 'returnReport', path: '/returns/s/report', values: { year: '2024' } },
	]);
	expect(keys({ ...at, counted: { ...official, next: { ...next, due: false } } })[0]).toBe('returnReport');
	expect(keys({ ...at, administers: false })[0]).toBe('returnReport');
});

test('at most three at once', () => {
	expect(
		keys({ needsTotp: true, toVerify: 'x', places: [{ runId: 'g', provider: 'Vale', state: 'asked' }], runs: [run({ status: 'open' })] }),
	).toHaveLength(3);
});
