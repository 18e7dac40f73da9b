import { demoId, demoPersons, seededNumbers } from '#modules/network/index.ts';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { profileInput } from '../go-international/profile.ts';
import type { RoleGroup } from '../go-international/role-groups.ts';
import { joinByCode, renewJoinCode } from '../group/code.ts';
import { setMeeting } from '../group/date.ts';
import { answerAlone, answerAsLeader, noteAlone, submitAlone } from '../group/participation.ts';
import { inviteParticipant } from '../group/people.ts';
import type { Level, LevelInstrument } from '../model.ts';
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

type SectionCode = keyof SectionAims;
type Told = {
	name: string;
	role: RoleGroup;
	/** Sections they see higher or lower than most, by so many levels. */
	sees?: Partial<Record<SectionCode, 1 | 2 | -1 | -2>>;
	/** What is outside their work. */
	unknown?: SectionCode[];
	notes?: Record<string, string>;
	/** Answered so far, in percent, and not submitted; absent for somebody who has submitted. */
	answered?: number;
};

/** How most of them see it. */
const seen: SectionAims = { ENV: 2.1, DIR: 2.2, PLAN: 1.9, ORG: 2.2, STAFF: 2.2, PART: 2.4, MOB: 2.3, HOME: 2.8, IMP: 1.8 };

const leader: Told = {
	name: 'Sabine Huber',
	role: 'international-office',
	notes: { 'ORG-3': 'My hours for Erasmus stand in no plan.' },
};

/** Those who came by the code. */
const joined: readonly Told[] = [
	{
		name: 'Franziska Egger',
		role: 'leadership',
		sees: { DIR: 1, ORG: 1, STAFF: 1 },
		unknown: ['MOB'],
		notes: { 'DIR-1': 'The vision hangs in every corridor since spring.' },
	},
	{
		name: 'Milan Kadlec',
		role: 'teaching',
		sees: { DIR: -1, ORG: -1 },
		unknown: ['PLAN'],
		notes: { 'DIR-1': 'Which vision?', 'HOME-1': 'On the ward we work in three languages every day.' },
	},
	{ name: 'Jana Reiter', role: 'teaching', unknown: ['IMP'] },
	{ name: 'Otto Wimmer', role: 'company-partner', sees: { PART: -1 }, unknown: ['PLAN', 'STAFF'] },
	{ name: 'Petra Wolf', role: 'administration-and-support', answered: 25 },
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
	await setMeeting(sabine(9), runId, { version: 1, at: thursdayIn(ctx.now(), 12), zone: 'Europe/Berlin', place: 'Haus 2, Raum 204' });
	await renewJoinCode(sabine(8), runId);
	await ctx.db.updateTable('benchmarks.group_check').set({ join_code: code }).where('run_id', '=', runId).execute();

	const random = seededNumbers(20_261);
	const levels = levelsNear(instrument, seen, random);
	const answers = (told: Told) => ({ told, levels, instrument, random });
	const { token } = await answerAsLeader(sabine(7), runId, { roleGroup: leader.role });
	await answer(sabine(7), token, answers(leader));
	for (const [i, told] of joined.entries()) {
		const days = guest(6 - i);
		const place = await joinByCode(days, code, { name: told.name, roleGroup: told.role, key: demoId('participant', `donau ${i}`) });
		await answer(days, place.token, answers(told));
	}
}

type Answers = { told: Told; levels: ReadonlyMap<string, Level>; instrument: LevelInstrument; random: () => number };

async function answer(ctx: Ctx, token: string, { told, levels, instrument, random }: Answers): Promise<void> {
	const { sees = {}, unknown = [], notes = {}, answered } = told;
	const known = answered === undefined ? instrument.items.length : Math.round((answered / 100) * instrument.items.length);
	for (const [i, { code: item, section }] of instrument.items.slice(0, known).entries()) {
		const own = sees[section as SectionCode] ?? (random() < 0.1 ? -1 : random() < 0.1 ? 1 : 0);
		const level = Math.min(4, Math.max(1, levels.get(item)! + own));
		const value = unknown.includes(section as SectionCode) ? 'DK' : String(level);
		await answerAlone(ctx, token, { item, value: value as '1', client: 'demo', sequence: i + 1 });
	}
	for (const [item, text] of Object.entries(notes)) await noteAlone(ctx, token, { item, text });
	if (answered === undefined) await submitAlone(ctx, token);
}

/** A Thursday at two, about so many days ahead, as a wall clock. */
function thursdayIn(now: Date, days: number): string {
	const day = Temporal.PlainDate.from(new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10));
	return `${day.add({ days: 4 - day.dayOfWeek })}T14:00`;
}
