import type { TestApp } from '../../../../tests/support/app.ts';
import { newId } from '#platform/ids.ts';
import type { RoleGroup } from '../go-international/role-groups.ts';
import { currentEdition } from '../instruments.ts';
import type { AnswerValue } from '../model.ts';
import { openRun } from '../runs/runs.fixture.ts';
import { closeAnswering } from './closing.ts';
import { joinByCode, renewJoinCode } from './code.ts';
import { answerAlone, submitAlone } from './participation.ts';

export const { instrument } = currentEdition('go-international');

/** A group check that is open, with a code. */
export async function openGroup(app: TestApp) {
	const run = await openRun(app, 'group');
	const { code } = await renewJoinCode(run.ctx, run.runId);
	return { ...run, code };
}
export type OpenGroup = Awaited<ReturnType<typeof openGroup>>;

let sequence = 0;

/** Somebody who joined by code, with what they can do. */
export async function join(app: TestApp, group: Pick<OpenGroup, 'code'>, name: string, roleGroup: RoleGroup = 'teaching') {
	const ctx = app.as();
	const { token } = await joinByCode(ctx, group.code, { name, roleGroup, key: newId() });
	return {
		ctx,
		token,
		answer: (item: string, value: AnswerValue, more: object = {}) =>
			answerAlone(ctx, token, {
				item,
				value: String(value) as '1',
				reason: value === 'NA' ? 'not-our-mission' : undefined,
				client: `device of ${name}`,
				sequence: ++sequence,
				...more,
			}),
		submit: () => submitAlone(ctx, token),
	};
}

/** The answers of the test table of section 15, a list of answers an item, one of each person. */
export const tableOfSection15: Record<string, AnswerValue[]> = {
	'PLAN-3': [1, 1, 2, 2, 3],
	'MOB-2': [3, 3, 3, 3, 3],
	'ORG-1': [4, 4, 2, 1, 'DK'],
	'HOME-1': [2, 1, 1, 2, 2],
	'PART-5': ['NA', 'NA', 'NA', 1, 'DK'],
};

/** A group of five that answered a table and was closed. Items outside the table are all answered alike. */
export async function closedGroup(app: TestApp, table: Record<string, AnswerValue[]> = tableOfSection15, otherwise: AnswerValue = 2) {
	const group = await openGroup(app);
	const people = Math.max(...Object.values(table).map(({ length }) => length));
	const roles: RoleGroup[] = ['leadership', 'international-office', 'teaching', 'teaching', 'teaching'];
	for (let i = 0; i < people; i++) {
		const person = await join(app, group, `Person ${i + 1}`, roles[i % roles.length]);
		for (const { code } of instrument.items) await person.answer(code, table[code]?.[i] ?? otherwise);
		await person.submit();
	}
	await closeAnswering(group.ctx, group.runId);
	return group;
}
