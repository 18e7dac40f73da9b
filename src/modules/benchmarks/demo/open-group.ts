import { demoId, demoPersons, seededNumbers } from '#modules/network/index.ts';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { profileInput } from '../go-international/profile.ts';
import type { RoleGroup } from '../go-international/role-groups.ts';
import { joinByCode, renewJoinCode } from '../group/code.ts';
import { setMeeting } from '../group/date.ts';
import { answerAlone, answerAsLeader, noteAlone, submitAlone } from '../group/participation.ts';
import { inviteParticipant } from '../group/people.ts';
import type { AnswerValue, LevelInstrument } from '../model.ts';
import { startRun } from '../runs/lifecycle.ts';
import { profileToStartWith } from '../runs/start-profile.ts';
import { levelsNear } from './levels.ts';
import type { SectionAims } from './stories.ts';

/**
 * A group check of Bildungswerk Donautor that is being answered: enough have submitted to compare, Lukas Steiner has not
 * begun. Made by the commands people use, on the days people used them.
 */

const provider = 'donau';
/** Shown on the group's page; the same on every installation. */
const code = 'DNTRGRPP';

type Told = {
	name: string;
	role: RoleGroup;
	/** How they see the organisation, by section in the instrument's order. */
	aims: [number, number, number, number, number, number, number, number, number];
	/** What is outside their work. */
	unknown?: SectionCode[];
	notes?: Record<string, string>;
	/** Answered so far, in percent, and not submitted; absent for somebody who has submitted. */
	answered?: number;
};
type SectionCode = keyof SectionAims;

const leader: Told = {
	name: 'Sabine Huber',
	role: 'international-office',
	aims: [2.4, 2.4, 2.0, 2.2, 2.2, 2.6, 2.4, 2.6, 1.8],
	notes: { 'ORG-3': 'My hours for Erasmus stand in no plan.' },
};

/** Those who came by the code. */
const joined: readonly Told[] = [
	{
		name: 'Franziska Egger',
		role: 'leadership',
		aims: [2.8, 3.4, 3.0, 3.4, 3.2, 2.6, 2.8, 3.0, 2.4],
		unknown: ['MOB'],
		notes: { 'DIR-1': 'The vision hangs in every corridor since spring.' },
	},
	{
		name: 'Milan Kadlec',
		role: 'teaching',
		aims: [1.6, 1.4, 1.2, 1.4, 1.4, 2.0, 2.2, 2.8, 1.2],
		unknown: ['PLAN'],
		notes: { 'DIR-1': 'Which vision?', 'HOME-1': 'On the ward we work in three languages every day.' },
	},
	{ name: 'Petra Wolf', role: 'administration-and-support', aims: [2, 2, 2, 2, 2, 2, 2, 2, 2], answered: 25 },
];

/** @param ctx with the transaction the demo is loaded in */
export async function openGroupCheck(ctx: Ctx & { db: DatabaseTransaction }, instrument: LevelInstrument): Promise<void> {
	const on = (daysAgo: number, more: Partial<Ctx> = {}): Ctx => ({
		...ctx,
		now: () => new Date(ctx.now().getTime() - daysAgo * 86_400_000),
		...more,
	});
	const personId = demoId('person', 'sabine-huber');
	const sabine = (daysAgo: number) =>
		on(daysAgo, { actor: { kind: 'person', personId, sessionId: demoId('session', 'sabine-huber') }, locale: 'de' });
	const guest = (daysAgo: number) => on(daysAgo, { actor: { kind: 'guest' }, locale: 'de' });

	const providerId = demoId('organisation', provider);
	const runId = demoId('run', 'donau group');
	const profile = await profileToStartWith(sabine(9), providerId);
	await startRun(sabine(9), { providerId, mode: 'group', key: runId, profile: profileInput.parse(profile) });
	const lukas = demoPersons.find(({ key }) => key === 'lukas-steiner')!;
	await inviteParticipant(
		sabine(9),
		runId,
		{ email: `${lukas.key}@${lukas.at}.example`, name: lukas.name, roleGroup: 'teaching', locale: lukas.locale },
		leader.name,
	);
	await setMeeting(sabine(9), runId, { version: 1, at: inDays(ctx.now(), 12), zone: 'Europe/Berlin', place: 'Haus 2, Raum 204' });
	await renewJoinCode(sabine(8), runId);
	await ctx.db.updateTable('benchmarks.group_check').set({ join_code: code }).where('run_id', '=', runId).execute();

	const random = seededNumbers(20_261);
	const { token } = await answerAsLeader(sabine(7), runId, { roleGroup: leader.role });
	await answer(sabine(7), token, leader, instrument, random);
	for (const [i, told] of joined.entries()) {
		const days = guest(6 - i);
		const place = await joinByCode(days, code, { name: told.name, roleGroup: told.role, key: demoId('participant', `donau ${i}`) });
		await answer(days, place.token, told, instrument, random);
	}
}

async function answer(ctx: Ctx, token: string, told: Told, instrument: LevelInstrument, random: () => number): Promise<void> {
	const { aims, unknown = [], notes = {}, answered } = told;
	const levels = levelsNear(instrument, Object.fromEntries(instrument.sections.map(({ code }, i) => [code, aims[i]!])), random);
	const known = answered === undefined ? instrument.items.length : Math.round((answered / 100) * instrument.items.length);
	for (const [i, { code: item, section }] of instrument.items.slice(0, known).entries()) {
		const value: AnswerValue = unknown.includes(section as SectionCode) ? 'DK' : levels.get(item)!;
		await answerAlone(ctx, token, { item, value: String(value) as '1', client: 'demo', sequence: i + 1 });
	}
	for (const [item, text] of Object.entries(notes)) await noteAlone(ctx, token, { item, text });
	if (answered === undefined) await submitAlone(ctx, token);
}

/** Two in the afternoon, so many days ahead, as a wall clock. */
function inDays(now: Date, days: number): string {
	return `${new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10)}T14:00`;
}
