import { expect, test } from 'vitest';
import { useTestApp } from '../../../../tests/support/app.ts';
import { makePerson } from '../../../../tests/support/provider.ts';
import { answersFrom, testA } from '../go-international/vectors.fixture.ts';
import { finishRun, reopenRun } from '../runs/lifecycle.ts';
import { namePerson } from '../runs/people.ts';
import { saveNote } from '../runs/notes.ts';
import { answer, openRun, sampleProfile } from '../runs/runs.fixture.ts';
import { saveProfile } from '../runs/settings.ts';
import { answerRows, machineReadable } from './export.ts';
import { reportParts } from './model.ts';
import { reportOf } from './queries.ts';
import { endLink, linksOf, readShared, shareReport } from './sharing.ts';

const app = useTestApp();

async function finished() {
	const run = await openRun(app);
	for (const [item, value] of answersFrom(testA))
		await answer(run.ctx, run.runId, { item, value: String(value) as '1', reason: value === 'NA' ? 'not-our-mission' : undefined });
	await saveNote(run.ctx, run.runId, { item: 'ENV-1', text: 'Between us: nobody read the study' });
	await finishRun(run.ctx, run.runId);
	return run;
}

test('a link shows the chosen parts to somebody without an account, and nothing else', async () => {
	const { ctx, runId } = await finished();
	const { token } = await shareReport(ctx, runId, { parts: ['summary', 'answers'], days: 14, label: 'Mentor' });
	const { report, parts } = await readShared(app.as(), token);
	expect(parts).toEqual(['summary', 'answers']);
	expect(report.overall.index).toBeCloseTo(42.556, 3);
	expect(report.sections[0]!.items).toHaveLength(4);
	expect(report).toMatchObject({ findOut: [], readiness: [], numbers: null, profile: {} });
	expect(JSON.stringify(report)).not.toContain('Between us');
	expect(await linksOf(ctx, runId)).toMatchObject([{ label: 'Mentor', opened: 1 }]);
});

test('a link tells nobody the role of whoever answered', async () => {
	const { ctx, runId } = await openRun(app);
	await saveProfile(ctx, runId, { version: 1, profile: { ...sampleProfile, answeredBy: 'director' }, numbers: {} });
	for (const [item, value] of answersFrom(testA))
		await answer(ctx, runId, { item, value: String(value) as '1', reason: value === 'NA' ? 'not-our-mission' : undefined });
	await finishRun(ctx, runId);
	expect((await reportOf(ctx, runId)).answeredBy).toBe('director');
	const { token } = await shareReport(ctx, runId, { parts: [...reportParts], days: 14 });
	const { report } = await readShared(app.as(), token);
	expect(report.answeredBy).toBeNull();
	expect(JSON.stringify(report)).not.toContain('"director"');
});

test('a link ends on its day, when it is taken back, and when the run has no result any more', async () => {
	const { ctx, runId } = await finished();
	const open = (token: string, days = 0) => readShared({ ...app.as(), now: () => new Date(Date.now() + days * 86_400_000) }, token);
	const first = await shareReport(ctx, runId, { parts: ['summary'], days: 14 });
	await open(first.token, 13);
	await expect(open(first.token, 15)).rejects.toMatchObject({ code: 'gone' });
	await endLink(ctx, runId, first.id);
	await expect(open(first.token)).rejects.toMatchObject({ code: 'gone' });
	const second = await shareReport(ctx, runId, { parts: ['summary'] });
	await reopenRun(ctx, runId);
	await expect(open(second.token)).rejects.toMatchObject({ code: 'gone' });
	await expect(open('not a token')).rejects.toMatchObject({ code: 'gone' });
});

test('only those who may share make links and see them', async () => {
	const { runId } = await finished();
	const stranger = await openRun(app);
	await expect(shareReport(stranger.ctx, runId, { parts: ['summary'] })).rejects.toMatchObject({ code: 'not_found' });
});

test('a mentor who looks in for a time reads the report without the private notes, in every form', async () => {
	const { ctx, runId, providerId } = await finished();
	const mentor = await makePerson(app, 'Mentor');
	const reader = await makePerson(app, 'Reader', [{ organisationId: providerId, role: 'staff' }]);
	await app.db
		.insertInto('benchmarks.run_role')
		.values({ run_id: runId, person_id: mentor.id, role: 'mentor', ends_at: new Date(Date.now() + 86_400_000) })
		.execute();
	await namePerson(ctx, runId, reader.id, 'viewer');
	const seen = await reportOf(app.as(mentor.actor), runId);
	expect(seen.sections.flatMap(({ items }) => items)).toHaveLength(45);
	expect(JSON.stringify([seen, answerRows(seen), machineReadable(seen)])).not.toContain('Between us');
	expect(JSON.stringify(await reportOf(app.as(reader.actor), runId))).toContain('Between us');
});

test('the table has one line an item, with notes only for the provider itself', async () => {
	const { ctx, runId } = await finished();
	const report = await reportOf(ctx, runId);
	expect(answerRows(report)).toHaveLength(45);
	expect(JSON.stringify(answerRows(report))).toContain('Between us');
	expect(JSON.stringify(answerRows(report, false))).not.toContain('Between us');
});
