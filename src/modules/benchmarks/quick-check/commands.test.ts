import { expect, test } from 'vitest';
import { useTestApp } from '../../../../tests/support/app.ts';
import {
	answerQuickCheck,
	confirmClaim,
	deleteUnclaimedRuns,
	finishQuickCheck,
	isKept,
	keepQuickCheck,
	quickCheckResult,
	quickCheckState,
	readClaim,
	requestClaim,
	startQuickCheck,
	type AnswerInput,
} from '../index.ts';

const app = useTestApp();
const person = {
	kind: 'person',
	personId: '01900000-0000-7000-8000-000000000001',
	sessionId: '01900000-0000-7000-8000-000000000002',
} as const;
const answer = (item: string, value: AnswerInput['value'], sequence: number, more: Partial<AnswerInput> = {}): AnswerInput => ({
	item,
	value,
	sequence,
	...more,
});
const valueOf = async (token: string, item: string) =>
	(await quickCheckState(app.as(), { token })).questions.find((question) => question.item === item)!.answer?.value;

test('a guest answers, finishes and reads a first impression', async () => {
	const { token } = await startQuickCheck(app.as());
	const levels = { ENV: '2', DIR: '3', PLAN: '2', ORG: '3', STAFF: '2', PART: '3', MOB: '3', HOME: '1', IMP: '2' } as const;
	for (const [i, [section, value]] of Object.entries(levels).entries())
		await answerQuickCheck(app.as(), token, answer(`${section}-1`, value, i + 1));
	await finishQuickCheck(app.as(), token);
	const result = await quickCheckResult(app.as({ kind: 'guest' }, 'de'), { token });
	expect(result).toMatchObject({ maturity: 2.38, textLocale: 'de', band: { code: 'developing' }, counts: { levels: 9, all: 9 } });
	expect(result.strengths.map(({ item }) => item)).toEqual(['MOB-1', 'ORG-1', 'PART-1']);
	expect(result.nextSteps[0]).toMatchObject({ item: 'HOME-1', level: 1 });
	expect(result.nextSteps[0]!.recommendations.map(({ code }) => code)).toEqual(['HOME-S1', 'HOME-S2']);
});

test('the same answer sent twice at once is stored once', async () => {
	const { token } = await startQuickCheck(app.as());
	await Promise.all(Array.from({ length: 8 }, () => answerQuickCheck(app.as(), token, answer('ENV-1', '2', 10))));
	expect((await quickCheckState(app.as(), { token })).answered).toBe(1);
});

test('an answer that was held up on the way never replaces a newer one', async () => {
	const { token } = await startQuickCheck(app.as());
	await answerQuickCheck(app.as(), token, answer('ENV-1', '3', 20));
	await expect(answerQuickCheck(app.as(), token, answer('ENV-1', '1', 19))).resolves.toMatchObject({ item: 'ENV-1' });
	expect(await valueOf(token, 'ENV-1')).toBe('3');
	await answerQuickCheck(app.as(), token, answer('ENV-1', 'DK', 21));
	expect(await valueOf(token, 'ENV-1')).toBe('DK');
});

test('"does not apply" is taken only where it is offered, and only with a reason', async () => {
	const { token } = await startQuickCheck(app.as());
	await expect(answerQuickCheck(app.as(), token, answer('ENV-1', 'NA', 1, { reason: 'not-allowed' }))).rejects.toMatchObject({
		code: 'invalid_input',
		details: { field: 'value' },
	});
	await expect(answerQuickCheck(app.as(), token, answer('MOB-1', 'NA', 1))).rejects.toMatchObject({ details: { field: 'reason' } });
	await expect(answerQuickCheck(app.as(), token, answer('MOB-1', 'NA', 1, { reason: 'other', reasonText: 'short' }))).rejects.toMatchObject(
		{ details: { field: 'reasonText' } },
	);
	await answerQuickCheck(app.as(), token, answer('MOB-1', 'NA', 2, { reason: 'other', reasonText: 'We train online only' }));
	await answerQuickCheck(app.as(), token, answer('MOB-1', '2', 3, { reason: 'not-allowed' }));
	expect((await quickCheckState(app.as(), { token })).questions.find(({ item }) => item === 'MOB-1')!.answer).toMatchObject({
		value: '2',
		reason: null,
		reasonText: null,
	});
});

test('items outside the quick check and tokens that belong to nothing are refused', async () => {
	const { token } = await startQuickCheck(app.as());
	await expect(answerQuickCheck(app.as(), token, answer('ENV-2', '2', 1))).rejects.toMatchObject({
		code: 'invalid_input',
		details: { field: 'item' },
	});
	await expect(answerQuickCheck(app.as(), 'somebody else', answer('ENV-1', '2', 1))).rejects.toMatchObject({ code: 'not_found' });
	await expect(quickCheckResult(app.as(), { token: 'somebody else' })).rejects.toMatchObject({ code: 'not_found' });
	await expect(finishQuickCheck(app.as(), token)).rejects.toMatchObject({ code: 'invalid_input' });
});

test('an answer changed after the end changes the result when it is made again, and the edition and inputs stay on record', async () => {
	const { token, runId } = await startQuickCheck(app.as());
	await answerQuickCheck(app.as(), token, answer('ENV-1', '2', 1));
	await finishQuickCheck(app.as(), token);
	const stored = () => app.db.selectFrom('benchmarks.result').selectAll().where('run_id', '=', runId).executeTakeFirstOrThrow();
	const first = await stored();
	await finishQuickCheck(app.as(), token);
	expect((await stored()).inputs_hash).toBe(first.inputs_hash);
	await answerQuickCheck(app.as(), token, answer('ENV-1', '4', 2));
	await finishQuickCheck(app.as(), token);
	expect((await stored()).inputs_hash).not.toBe(first.inputs_hash);
	expect((await stored()).edition).toBe('GI-1.0');
});

test('a result is claimed by a mailed link that works once, and is then the person’s alone', async () => {
	const { token, runId } = await startQuickCheck(app.as());
	await answerQuickCheck(app.as(), token, answer('ENV-1', '2', 1));
	await requestClaim(app.as({ kind: 'guest' }, 'fr'), token, { email: 'Ana@Venhans.example' });
	const linkOf = async () =>
		(
			await app.db
				.selectFrom('platform.mail')
				.selectAll()
				.where('to_address', '=', 'ana@venhans.example')
				.orderBy('id', 'desc')
				.executeTakeFirstOrThrow()
		).text_body.match(/token=(\S+)/)![1]!;
	const old = await linkOf();
	await requestClaim(app.as(), token, { email: 'ana@venhans.example' });
	const secret = await linkOf();
	await expect(readClaim(app.as(), old)).rejects.toMatchObject({ code: 'gone' });
	expect(await readClaim(app.as(), secret)).toEqual({ runId, email: 'ana@venhans.example' });
	await confirmClaim(app.as(), secret, person.personId);
	await expect(confirmClaim(app.as(), secret, person.personId)).rejects.toMatchObject({ code: 'gone' });
	expect((await quickCheckState(app.as(person), { runId })).claimed).toBe(true);
	await expect(quickCheckState(app.as(), { runId })).rejects.toMatchObject({ code: 'not_found' });
	await expect(quickCheckState(app.as({ ...person, personId: '01900000-0000-7000-8000-000000000009' }), { runId })).rejects.toMatchObject({
		code: 'not_found',
	});
	await expect(requestClaim(app.as(), token, { email: 'eve@venhans.example' })).rejects.toMatchObject({ code: 'conflict' });
});

test('somebody signed in keeps a guest’s result at once, and nobody takes it from them', async () => {
	const { token, runId } = await startQuickCheck(app.as());
	await expect(keepQuickCheck(app.as(), token)).rejects.toMatchObject({ code: 'not_signed_in' });
	expect(await isKept(app, token)).toBe(false);
	await keepQuickCheck(app.as(person), token);
	expect(await isKept(app, token)).toBe(true);
	await expect(keepQuickCheck(app.as(person), token)).resolves.toEqual({ runId });
	await expect(keepQuickCheck(app.as({ ...person, personId: '01900000-0000-7000-8000-000000000009' }), token)).rejects.toMatchObject({
		code: 'conflict',
	});
	expect((await quickCheckState(app.as(person), { runId })).claimed).toBe(true);
});

test('runs nobody claimed are deleted after 30 days with their answers; claimed ones stay', async () => {
	const long = new Date(Date.now() - 31 * 86_400_000);
	const past = { ...app.as(), now: () => long };
	const guest = await startQuickCheck(past);
	await answerQuickCheck(past, guest.token, answer('ENV-1', '2', 1));
	const kept = await startQuickCheck({ ...past, actor: person });
	const fresh = await startQuickCheck(app.as());
	expect(await deleteUnclaimedRuns(app)).toBe(1);
	await expect(quickCheckState(app.as(), { token: guest.token })).rejects.toMatchObject({ code: 'not_found' });
	expect((await quickCheckState(app.as(), { token: fresh.token })).answered).toBe(0);
	expect((await quickCheckState(app.as(person), { runId: kept.runId })).answered).toBe(0);
	expect(await app.db.selectFrom('benchmarks.answer').select('item').where('run_id', '=', guest.runId).execute()).toEqual([]);
});
