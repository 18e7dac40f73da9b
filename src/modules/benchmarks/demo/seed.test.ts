import { beforeAll, describe, expect, test } from 'vitest';
import { demoId, seedDemo } from '#modules/network/index.ts';
import { useTestApp } from '../../../../tests/support/app.ts';
import { closeAnswering } from '../group/closing.ts';
import { placesOf } from '../group/own-places.ts';
import { readGroup } from '../group/people.ts';
import { groupSpread } from '../group/spread.ts';
import { viewsOf } from '../group/views.ts';
import { actionsAfter, readPlan } from '../plan/queries.ts';
import { reportOf } from '../report/queries.ts';
import { currentEdition } from '../instruments.ts';
import { evaluate } from '../returns/evaluation.ts';
import { unconfirmed } from '../returns/confirmations.ts';
import { inputsOf, yearBefore, type Inputs } from '../returns/result.ts';
import { toReturn } from '../returns/access.ts';
import { overviewOfReturn } from '../returns/overview.ts';
import { returnsOf } from '../returns/queries.ts';
import { resultOfReturn } from '../returns/result.ts';
import { tasksOf } from '../returns/tasks.ts';
import { compareReturn } from '../comparison/return.ts';
import { readStopping } from '../comparison/inviting/stop.ts';
import { rebuildPools } from '../comparison/rebuild.ts';
import { defaultWeights } from '../comparison/similar.ts';
import { readRun, runsOf } from '../runs/queries.ts';
import { readCard } from '../returns/cards.ts';
import { reportOfReturn } from '../returns/report.ts';
import { demoCard } from './returns.ts';
import { seedBenchmarksDemo } from './seed.ts';

const app = useTestApp();
const as = (person: string) => app.as({ kind: 'person', personId: demoId('person', person), sessionId: demoId('session', person) });
const provider = (key: string) => demoId('organisation', key);

describe('the demo', () => {
	beforeAll(async () => {
		await seedDemo(app);
		await seedBenchmarksDemo(app);
	});

	test('is loaded once', async () => {
		expect(await seedBenchmarksDemo(app)).toBe(false);
	});

	test('Escola do Vale gains points, most of them in partners and mobility', async () => {
		const [newest] = await runsOf(as('ana-ferreira'), provider('vale'));
		const report = await reportOf(as('ana-ferreira'), newest!.runId);
		expect(report.progress!.overall!.points).toBeGreaterThan(5);
		expect(report.progress!.better).toEqual(expect.arrayContaining(['PART', 'MOB']));
		expect(report.people).toBe(2);
		expect(report.priorities.filter(({ focus }) => focus)).toHaveLength(3);
	});

	test('Escola do Vale’s social utility grows year by year, work after training clearly, and its card is out', async () => {
		const report = await reportOfReturn(as('ana-ferreira'), demoId('return', 'vale 3'));
		const scores = report.trend.map(({ score }) => score!);
		expect(scores).toHaveLength(3);
		expect(scores).toEqual(scores.toSorted((a, b) => a - b));
		expect(report.changes.map(({ code }) => code)).toContain('SU-2.6');
		const [sex] = report.axes[0]!.indicators.find(({ code }) => code === 'SU-1.4')!.breakdowns;
		expect(sex!.parts.map(({ hidden }) => hidden)).toEqual([true, false, true]);
		expect(report.panels).toMatchObject({ context: { population: 61_400 }, stories: { length: 2 } });
		const green = report.plan!.find(({ item }) => item === 'SU-2.6')!;
		expect(green.counted!.from).toBeCloseTo(report.axes[1]!.indicators.find(({ code }) => code === 'SU-2.6')!.before!.value!, 6);
		expect(green.counted!.now).toMatchObject({ verdict: 'better' });
		expect(report.panels.money!.low).toBeGreaterThan(0);
		expect(await readCard(app.as(), demoCard)).toMatchObject({ state: 'valid', intact: true });
	});

	test('what looked unusual in returns that are locked was confirmed with a word', async () => {
		const row = toReturn(
			await app.db.selectFrom('benchmarks.return').selectAll().where('id', '=', demoId('return', 'vale 3')).executeTakeFirstOrThrow(),
		);
		const { warnings } = evaluate(
			currentEdition('solity').instrument,
			(await inputsOf(app.db, row)).file,
			'submit',
			await yearBefore(app.db, row),
		);
		expect(warnings.length).toBeGreaterThan(3);
		expect(await unconfirmed(app.db, row.id, warnings)).toEqual([]);
	});

	test('Campus Garonne is the sum of three centres; the fourth is left out with its reason', async () => {
		const report = await reportOfReturn(as('elodie-castan'), demoId('return', 'garonne 1'));
		expect(report.overall.score).not.toBeNull();
		expect(report.centres.map(({ name, leftOut }) => [name, leftOut !== null])).toEqual([
			['Garonne Lac', true],
			['Garonne Nord', false],
			['Garonne Sud', false],
			['Garonne Ville', false],
		]);
	});

	test('Tiszapart is strongly out of balance, Centrum Bałtyk’s result is provisional', async () => {
		const [tisza] = await runsOf(as('zsofia-kerekes'), provider('tisza'));
		expect((await reportOf(as('zsofia-kerekes'), tisza!.runId)).overall.balance!.verdict).toBe('strong-imbalance');
		const [baltyk] = await runsOf(as('tomasz-wilk'), provider('baltyk'));
		expect(baltyk).toMatchObject({ provisional: true });
	});

	test('Werkhof Spree agreed in a group: leadership and teaching see some things apart, and views moved', async () => {
		const jonas = as('jonas-berg');
		const [newest] = await runsOf(jonas, provider('spreewerk'));
		expect(newest).toMatchObject({ mode: 'group', status: 'finished' });
		expect((await reportOf(jonas, newest!.runId)).people).toBe(9);
		const views = await viewsOf(jonas, newest!.runId);
		expect(views.plan.order.slice(0, 2)).toEqual(['ORG-1', 'ORG-3']);
		expect(views.items.find(({ item }) => item === 'ORG-3')!.roleGap).toEqual({ higher: 'leadership', lower: 'teaching', levels: 2 });
		const spread = (await groupSpread(jonas, newest!.runId))!;
		expect(spread.widest.map(({ item }) => item)).toEqual(expect.arrayContaining(['ORG-1', 'ORG-3', 'STAFF-1']));
		expect(spread.movement.up).toBeGreaterThan(0);
		expect(spread.parked).toHaveLength(1);
	});

	test('Bildungswerk Donautor’s group is answering: five have submitted, Lukas Steiner finds his place and has not begun', async () => {
		const [place] = await placesOf(as('lukas-steiner'));
		expect(place).toMatchObject({ provider: 'Bildungswerk Donautor', state: 'asked' });
		const group = await readGroup(as('sabine-huber'), place!.runId);
		expect(group).toMatchObject({ status: 'open', submitted: 5, closable: true, advice: [] });
		expect(group.people.map(({ name, state }) => [name, state])).toEqual([
			['Lukas Steiner', 'invited'],
			['Sabine Huber', 'submitted'],
			['Franziska Egger', 'submitted'],
			['Milan Kadlec', 'submitted'],
			['Jana Reiter', 'submitted'],
			['Otto Wimmer', 'submitted'],
			['Petra Wolf', 'joined'],
		]);
		await closeAnswering(as('sabine-huber'), place!.runId);
		const { plan } = await viewsOf(as('sabine-huber'), place!.runId);
		expect(plan.order.length).toBeGreaterThan(8);
		expect(plan.order.length).toBeLessThan(20);
		expect(plan.acceptable.length).toBeGreaterThan(15);
	});

	test('Istituto Laguna is in the middle of answering', async () => {
		const [open] = await runsOf(as('chiara-boscolo'), provider('lagune'));
		expect(open).toMatchObject({ status: 'open', answered: 28, items: 45 });
		expect((await readRun(as('chiara-boscolo'), open!.runId)).allowed.answer).toBe(true);
	});

	test('Escola do Vale has a plan with one done from each instrument, a running, a late and two planned actions', async () => {
		const { counts } = await readPlan(as('ana-ferreira'), provider('vale'));
		expect(counts).toMatchObject({ done: 2, running: 1, late: 1, planned: 2 });
	});

	test('three hundred and more finished runs share their figures', async () => {
		const { count } = await app.db
			.selectFrom('benchmarks.run')
			.select((select) => select.fn.countAll<number>().as('count'))
			.where('status', '=', 'finished')
			.where('sharing', '=', true)
			.executeTakeFirstOrThrow();
		expect(count).toBeGreaterThan(250);
	});

	test('every return of the last years is whole and gives an overall score, and small schools have indicators without one', async () => {
		for (const [key, person] of [['nordlys', 'mette-holm'], ['taunus', 'paul-reinhardt'], ['baltyk', 'tomasz-wilk'], ['lagune', 'chiara-boscolo']] as const) {
			const returns = await returnsOf(as(person), provider(key));
			expect(returns).toHaveLength(3);
			for (const { overall } of returns) expect(overall).toMatchObject({ score: expect.any(Number) });
		}
		const [small] = await returnsOf(as('chiara-boscolo'), provider('lagune'));
		const { result } = await resultOfReturn(as('chiara-boscolo'), small!.id);
		expect(Object.values(result.indicators).map(({ status }) => status)).toContain('small');
	}); // prettier-ignore

	test('no return of the demo breaks a rule', async () => {
		const { instrument } = currentEdition('solity');
		const stored = await app.db.selectFrom('benchmarks.return_result').select(['return_id', 'inputs']).limit(1000).execute();
		expect(stored.length).toBeGreaterThan(330);
		const broken = stored.flatMap(({ return_id, inputs }) =>
			evaluate(instrument, (inputs as unknown as Inputs).file, 'submit', null).faults.map(({ text, values }) => ({
				return_id,
				text,
				values,
			})),
		);
		expect(broken).toEqual([]);
	});

	test('Escola do Vale stands among others: quartiles, tails, the best, how much scores changed, and providers like it', async () => {
		await rebuildPools(app);
		const [ana, id] = [as('ana-ferreira'), demoId('return', 'vale 3')];
		const everybody = await compareReturn(ana, id, { choices: [] });
		expect(everybody).toMatchObject({ hidden: null, counted: true, sharing: true, best: true, refusal: null });
		const shown = (column: string) => everybody.columns.find((each) => each.column === column)!;
		for (const column of ['overall', 'A1', 'A2', 'A3', 'A4', 'A5'])
			expect(shown(column)).toMatchObject({
				quartiles: [expect.any(Number), expect.any(Number)],
				tails: [expect.any(Number), expect.any(Number)],
				best: expect.any(Number),
				position: expect.any(Number),
			});
		expect(shown('overall@change').median).not.toBeNull();
		const actions = await actionsAfter(ana, provider('vale'), undefined, 50);
		const [low, high] = shown('A1@change').quartiles!;
		expect(actions.flatMap(({ item, others }) => (others ? [{ item, ...others }] : []))).toMatchObject([
			{ item: 'SU-1.5', low, high, points: 10 },
		]);
		expect((await compareReturn(ana, id, null)).columns[0]!.quartiles).not.toBeNull();
		const similar = await compareReturn(ana, id, { similar: { count: 15, weights: defaultWeights } });
		expect(similar.columns[0]).toMatchObject({ hidden: null, median: expect.any(Number) });
		expect(similar.alike).toEqual({
			size: expect.any(Number),
			jobseekers: expect.any(Number),
			vulnerable: expect.any(Number),
			unemployment: expect.any(Number),
		});
	});

	test('many agreed to messages of similar providers, and Nordlys has got one', async () => {
		const { count } = await app.db
			.selectFrom('benchmarks.return')
			.select((select) => select.fn.countAll<number>().as('count'))
			.where('invitable', '=', true)
			.executeTakeFirstOrThrow();
		expect(count).toBeGreaterThan(100);
		const mails = await app.db.selectFrom('platform.mail').selectAll().where('kind', '=', 'similarInvitation').execute();
		expect(mails).toMatchObject([{ to_address: 'mette-holm@nordlys.example', reply_to: 'zsofia-kerekes@tisza.example' }]);
		const [, secret] = mails[0]!.text_body.match(/similar\?for=(\S+)/)!;
		expect(await readStopping(app.as(), secret!)).toMatchObject({ invitable: true });
	});

	test('Werkhof Spree collects: two centres are whole, three people were asked', async () => {
		const jonas = as('jonas-berg');
		const [newest] = await returnsOf(jonas, provider('spreewerk'));
		expect(newest).toMatchObject({ state: 'draft', level: 'centres' });
		const { units } = await overviewOfReturn(jonas, newest!.id);
		expect(units.map(({ filled, needed }) => filled === needed)).toEqual([true, true, false]);
		expect((await tasksOf(jonas, newest!.id)).map(({ state }) => state)).toEqual(['done', 'open', 'open']);
	});
});
