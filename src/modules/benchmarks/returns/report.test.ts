import { expect, test } from 'vitest';
import { useTestApp } from '../../../../tests/support/app.ts';
import { makePerson } from '../../../../tests/support/provider.ts';
import { s1Fields } from '../solity/vectors.fixture.ts';
import { saveNumbers } from './entry.ts';
import { readEntry } from './entry-view.ts';
import { addEvidenceLink } from './evidence.ts';
import { lockReturn, reopenReturn, sendBackReturn, submitReturn } from './lifecycle.ts';
import { readReturn } from './queries.ts';
import { reportOfReturn } from './report.ts';
import { confirmAll, entriesOf, openReturn, submitted } from './returns.fixture.ts';
import { endReturnLink, linksOfReturn, readSharedReturn, shareReturn } from './sharing.ts';

const app = useTestApp();
const text = (report: unknown) => JSON.stringify(report);

/** S-1 with small totals: three people in validation, eight requests for adjustment. */
async function withSmallNumbers() {
	const made = await openReturn(app);
	const fields = { ...s1Fields, vpl_candidates: 3, adj_requests: 8, adj_met: 7 };
	const entries = entriesOf(fields).map((entry) => (entry.target === 'out_emp' ? { ...entry, comment: 'Register of May' } : entry));
	await saveNumbers(made.ctx, made.returnId, { entries });
	await confirmAll(made.ctx, made.returnId);
	await submitReturn(made.ctx, made.returnId);
	return made;
}

async function viewerOf(providerId: string) {
	const viewer = await makePerson(app, 'Viewer');
	await app.db
		.insertInto('benchmarks.return_role')
		.values({ provider_id: providerId, person_id: viewer.id, role: 'viewer', added_at: new Date() })
		.execute();
	return app.as(viewer.actor);
}

test('the report of a return has its figures, state and mark', async () => {
	const { ctx, returnId } = await submitted(app);
	const report = await reportOfReturn(ctx, returnId);
	expect(report).toMatchObject({ state: 'submitted', revision: 1, draft: false, edition: 'SU-1.0', withData: true });
	expect(report.overall.score).toBeCloseTo(69.8888, 4);
	expect(report.numbers).toHaveLength(60);
	expect(report.inputsHash).toMatch(/^[0-9a-f]{16,}/);
	await lockReturn(ctx, returnId);
	expect((await reportOfReturn(ctx, returnId)).lockedAt).toBeInstanceOf(Date);
});

test('last year stands beside this one, with what changed clearly', async () => {
	const { ctx, providerId, returnId } = await openReturn(app, { year: 2023 });
	await saveNumbers(ctx, returnId, { entries: entriesOf({ ...s1Fields, leavers_completed: 500, vul_completed: 160 }) });
	await confirmAll(ctx, returnId);
	await submitReturn(ctx, returnId);
	const now = await submitted(app, { providerId, year: 2024 });
	const report = await reportOfReturn(now.ctx, now.returnId);
	expect(report.trend.map(({ year }) => year)).toEqual(['2023', '2024']);
	expect(report.changes).toContainEqual(expect.objectContaining({ code: 'SU-2.1', verdict: 'better' }));
});

test('a submission that was sent back is no last year: neither in the trend nor in the changes', async () => {
	const { ctx, providerId, returnId } = await openReturn(app, { year: 2023 });
	await saveNumbers(ctx, returnId, { entries: entriesOf({ ...s1Fields, leavers_completed: 500, vul_completed: 160 }) });
	await confirmAll(ctx, returnId);
	await submitReturn(ctx, returnId);
	await sendBackReturn(ctx, returnId, { note: 'The register was counted twice.' });
	await saveNumbers(ctx, returnId, { entries: [{ target: 'leavers_completed', value: 600, trust: 3, basedOn: 1 }] });
	const now = await submitted(app, { providerId, year: 2024 });
	const report = await reportOfReturn(now.ctx, now.returnId);
	expect(report.trend.map(({ year }) => year)).toEqual(['2024']);
	expect(report.changes).toEqual([]);
	// Beside the box stands what is entered now, not what was taken back.
	const { indicators } = await readEntry(now.ctx, now.returnId, 'A2');
	expect(indicators[0]!.fields.find(({ field }) => field === 'leavers_completed')!.last).toBe('600');
});

test('what is attached to an indicator shows its numbers, of that centre alone', async () => {
	const { ctx, returnId } = await openReturn(app, { level: 'centres', centres: [{ name: 'North' }, { name: 'South' }] });
	const [north, south] = (await readReturn(ctx, returnId)).centres;
	for (const { id: unit } of [north!, south!]) await saveNumbers(ctx, returnId, { entries: entriesOf(s1Fields, { unit }) });
	const link = { unit: north!.id, target: 'SU-5.4', url: 'https://vale.example/bill' };
	await addEvidenceLink(ctx, returnId, link);
	const unproven = async () => (await reportOfReturn(ctx, returnId)).trust.unproven;
	expect(await unproven()).toContain('Energy used in buildings (kWh)');
	await addEvidenceLink(ctx, returnId, { ...link, unit: south!.id });
	expect(await unproven()).not.toContain('Energy used in buildings (kWh)');
	expect((await reportOfReturn(ctx, returnId)).numbers.find(({ field }) => field === 'area_m2')!.evidence).toBe(2);
});

test('who reads reports but no numbers gets neither the numbers nor small totals', async () => {
	const { ctx, returnId, providerId } = await withSmallNumbers();
	const own = await reportOfReturn(ctx, returnId);
	expect(text(own)).toMatch(/Register of May/);
	const seen = await reportOfReturn(await viewerOf(providerId), returnId);
	expect(seen).toMatchObject({ withData: false, numbers: [] });
	expect(seen.overall.score).toBe(own.overall.score);
	expect(text(seen)).not.toMatch(/Register of May|100 × 260|100 × 7/);
	const adjustments = seen.axes.flatMap(({ indicators }) => indicators).find(({ code }) => code === 'SU-3.5');
	expect(adjustments).toMatchObject({ hidden: true, value: null, base: null });
});

test('a link shows the chosen parts without an account, and small totals to nobody', async () => {
	const { ctx, returnId } = await withSmallNumbers();
	const { token } = await shareReturn(ctx, returnId, { parts: ['summary', 'axes', 'indicators', 'data'], label: 'Ministry' });
	const { report, parts } = await readSharedReturn(app.as(), token);
	expect(parts).toEqual(['summary', 'axes', 'indicators', 'data']);
	expect(report.numbers.find(({ field }) => field === 'vpl_candidates')).toMatchObject({ value: null, hidden: true });
	expect(report.numbers.find(({ field }) => field === 'part_total')).toMatchObject({ value: 1240, evidence: null });
	expect(report.advice).toEqual([]);
	const without = await shareReturn(ctx, returnId, { parts: ['summary', 'indicators'] });
	expect(text((await readSharedReturn(app.as(), without.token)).report)).not.toMatch(/Register of May|100 × 260/);
	expect(await linksOfReturn(ctx, returnId)).toMatchObject([{ opened: 1 }, { label: 'Ministry', opened: 1 }]);
});

test('a link tells where a return stands once it is locked, and only where that part was chosen', async () => {
	const { ctx, returnId } = await submitted(app);
	const [chosen, other] = await Promise.all([
		shareReturn(ctx, returnId, { parts: ['summary', 'comparison'] }),
		shareReturn(ctx, returnId, { parts: ['summary'] }),
	]);
	const seen = async ({ token }: { token: string }) => (await readSharedReturn(app.as(), token)).comparison;
	expect(await seen(chosen)).toBeNull();
	await lockReturn(ctx, returnId);
	expect(await seen(chosen)).toMatchObject({ returnId, choices: [] });
	expect(await seen(other)).toBeNull();
});

test('a link ends on its day, when it is taken back, and while the return is open again', async () => {
	const { ctx, returnId } = await submitted(app);
	const open = (token: string, days = 0) => readSharedReturn({ ...app.as(), now: () => new Date(Date.now() + days * 86_400_000) }, token);
	const first = await shareReturn(ctx, returnId, { parts: ['summary'], days: 14 });
	await open(first.token, 13);
	await expect(open(first.token, 15)).rejects.toMatchObject({ code: 'gone' });
	await endReturnLink(ctx, returnId, first.id);
	await expect(open(first.token)).rejects.toMatchObject({ code: 'gone' });
	const second = await shareReturn(ctx, returnId, { parts: ['summary'] });
	await lockReturn(ctx, returnId);
	await open(second.token);
	await reopenReturn(ctx, returnId, { note: 'A number was wrong' });
	await expect(open(second.token)).rejects.toMatchObject({ code: 'gone' });
});
