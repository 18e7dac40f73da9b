import {
	addAction,
	addActionProof,
	addEvidenceFile,
	addEvidenceLink,
	addFile,
	addLink,
	answerAlone,
	answerQuickCheck,
	answerRun,
	closeAnswering,
	confirmWarnings,
	currentEdition,
	finishQuickCheck,
	finishRun,
	holdReview,
	giveTask,
	inviteParticipant,
	inviteToReturns,
	invitePerson,
	joinByCode,
	noteAlone,
	planFromResult,
	readReturn,
	planFromReturn,
	renewJoinCode,
	requestClaim,
	reviewOfReturn,
	saveNote,
	saveNumbers,
	savePanel,
	saveCentresSeen,
	saveReturnSettings,
	setMeeting,
	shareReport,
	shareReturn,
	submitReturn,
	startQuickCheck,
	startReturn,
	startRun,
	submitAlone,
	tellNeed,
} from '#modules/benchmarks/index.ts';
import { s1Fields } from '../../src/modules/benchmarks/solity/vectors.fixture.ts';
import { createProvider, giveRole, invite } from '#modules/network/index.ts';
import { createAccount, createToken, openSession, scopes } from '#platform/auth/index.ts';
import type { Actor, Ctx } from '#platform/context.ts';
import { inTransaction } from '#platform/events.ts';
import { newId } from '#platform/ids.ts';
import type { TestApp } from './app.ts';

/** Stands in every private text of the first house: no answer to anybody else may hold it. */
export const mark = 'zq7secret';

/** One of two houses that have nothing to do with each other, with everything a house can have. */
export type House = {
	person: Actor & { kind: 'person' };
	email: string;
	/** A token with every scope, and one with none. */
	token: string;
	bareToken: string;
	organisationId: string;
	/** Secrets that open things of this house, by the header they travel in. */
	secrets: Record<string, string>;
};

/**
 * Seeds one house. A room that comes adds what it keeps, with `private(…)` around whatever must not leave it.
 * @param key letters that make addresses and names unique
 */
export async function seedHouse(app: TestApp, key: string): Promise<House> {
	const secret = (text: string) => `${mark} ${key} ${text}`;
	const email = `${mark}-${key}@${key}.example`;
	const personId = await inTransaction(app.as(), (tx) => createAccount(app.as(), tx, { email, name: secret('person') }));
	const session = await openSession(app, app.db, personId, { userAgent: secret('browser') });
	const person = { kind: 'person', personId, sessionId: session.id } as const;
	const ctx = app.as(person);
	await openSession(app, app.db, personId, { userAgent: secret('phone') });

	const organisation = { country: 'PT', place: 'Braga', web: `https://${key}.example`, description: `The house ${key}` };
	const { id: organisationId } = await createProvider(ctx, { ...organisation, name: `House ${key}` }, { email });
	// Another web page: nobody has verified this one yet, so the public does not see it.
	const pending = await createProvider(
		ctx,
		{ country: 'PT', web: 'https://elsewhere.example', name: secret('pending provider') },
		{ email },
	);
	const colleague = await inTransaction(ctx, (tx) =>
		createAccount(ctx, tx, { email: `${mark}-colleague@${key}.example`, name: secret('colleague') }),
	);
	await inTransaction(ctx, (tx) => giveRole(ctx, tx, colleague, organisationId, 'staff'));
	await invite(ctx, organisationId, { email: `${mark}-invited@${key}.example`, role: 'expert' }, secret('inviter'));

	const own = await startQuickCheck(ctx);
	await answer(ctx, own.token, secret('reason of a person'));
	const guest = await startQuickCheck(app.as());
	await answer(app.as(), guest.token, secret('reason of a guest'));
	await requestClaim(app.as(), guest.token, { email: `${mark}-claims@${key}.example` });

	const open = await seedGroup(app, ctx, organisationId, secret);
	const closed = await seedGroup(app, ctx, pending.id, secret);
	await closeAnswering(ctx, closed.runId);
	const third = await createProvider(ctx, { country: 'PT', web: 'https://third.example', name: secret('third provider') }, { email });
	await seedFullCheck(ctx, third.id, secret);
	await seedReturn(ctx, third.id, secret);

	const fourth = await createProvider(ctx, { country: 'PT', web: 'https://fourth.example', name: secret('fourth provider') }, { email });
	const shared = await seedResult(ctx, fourth.id, secret);
	const sharedReturn = await seedSubmitted(ctx, fourth.id, secret);
	await seedMessage(app, ctx, fourth.id, secret);

	const { token } = await createToken(ctx, { name: secret('program'), scopes: [...scopes] });
	const { id: bareId, token: bareToken } = await createToken(ctx, { name: secret('program without rights'), scopes: ['account:read'] });
	await app.db.updateTable('auth.token').set({ scopes: [] }).where('id', '=', bareId).execute();
	return {
		person,
		email,
		token,
		bareToken,
		organisationId,
		secrets: {
			'quick-check-secret': own.token,
			'join-code': open.code,
			'participation-secret': open.secret,
			'link-secret': shared,
			'return-link-secret': sharedReturn,
		},
	};
}

/** A group check with everything it can hold: three people who joined by code and submitted, one who was invited. */
async function seedGroup(app: TestApp, ctx: Ctx, providerId: string, secret: (text: string) => string) {
	const { runId } = await startRun(ctx, {
		providerId,
		mode: 'group',
		profile: {
			country: 'PT',
			providerType: 'public-school',
			sizeClass: '250-999',
			erasmusStatus: 'none',
			experience: '0',
			networks: [secret('network')],
		},
	});
	const { code } = await renewJoinCode(ctx, runId);
	await setMeeting(ctx, runId, { version: 1, at: '2099-12-03T14:00', zone: 'Europe/Lisbon', place: secret('room') });
	await inviteParticipant(
		ctx,
		runId,
		{ email: `${mark}-group-${runId.slice(-6)}@house.example`, roleGroup: 'leadership', name: secret('participant') },
		secret('leader'),
	);
	let own = '';
	for (const name of ['one', 'two', 'three']) {
		const joined = await joinByCode(app.as(), code, { name: secret(name), roleGroup: 'teaching', key: newId() });
		own = joined.token;
		await answerAlone(app.as(), own, { item: 'ENV-1', value: '2', client: 'seed', sequence: 1 });
		await answerAlone(app.as(), own, {
			item: 'PART-5',
			value: 'NA',
			reason: 'other',
			reasonText: secret('reason of one in a group'),
			client: 'seed',
			sequence: 2,
		});
		await noteAlone(app.as(), own, { item: 'ENV-1', text: secret('note') });
		await submitAlone(app.as(), own);
	}
	return { runId, code, secret: own };
}

/** A full check in the middle of being answered, with everything it can hold. */
async function seedFullCheck(ctx: Ctx, providerId: string, secret: (text: string) => string) {
	const profile = {
		country: 'PT',
		providerType: 'public-school',
		sizeClass: '250-999',
		erasmusStatus: 'none',
		experience: '0',
		networks: [secret('network of a run')],
	} as const;
	const { runId } = await startRun(ctx, { providerId, mode: 'full', profile: { ...profile, networks: [...profile.networks] } });
	const reasonText = secret('reason in a run');
	await answerRun(ctx, runId, { item: 'ENV-1', value: '3', client: 'laptop', sequence: 1 });
	await answerRun(ctx, runId, { item: 'ENV-1', value: '1', client: 'phone', sequence: 1 });
	await answerRun(ctx, runId, { item: 'PART-5', value: 'NA', reason: 'other', reasonText, client: 'laptop', sequence: 2 });
	await saveNote(ctx, runId, { item: 'ENV-1', text: secret('note in a run') });
	await addLink(ctx, runId, { item: 'ENV-1', url: 'https://proof.example/', title: secret('proof') });
	await addFile(ctx, runId, 'ENV-1', fileOf(secret('file of proof')));
	await invitePerson(ctx, runId, { email: `${mark}-mentor-${runId.slice(-6)}@house.example`, role: 'mentor' }, secret('inviter to a run'));
}

/** A finished check with a link to its report, a plan with evidence, and a need. @returns the secret of the link */
async function seedResult(ctx: Ctx, providerId: string, secret: (text: string) => string): Promise<string> {
	const { runId } = await startRun(ctx, {
		providerId,
		mode: 'full',
		profile: { country: 'PT', providerType: 'public-school', sizeClass: '250-999', erasmusStatus: 'none', experience: '0' },
	});
	const { instrument } = currentEdition('go-international');
	for (const [n, { code }] of instrument.items.entries())
		await answerRun(ctx, runId, { item: code, value: String((n % 4) + 1) as '1', client: 'seed', sequence: n + 1 });
	await saveNote(ctx, runId, { item: 'ENV-1', text: secret('note in a report') });
	await finishRun(ctx, runId);
	const { token } = await shareReport(ctx, runId, { label: secret('mentor'), parts: ['summary', 'plan'] });
	await planFromResult(ctx, { runId, items: [{ item: 'ENV-1' }] });
	const own = await addAction(ctx, providerId, { goal: secret('goal'), action: secret('action'), ownerName: secret('owner') });
	await addActionProof(ctx, own.id, fileOf(secret('evidence')));
	await holdReview(ctx, providerId, { done: secret('review') });
	await tellNeed(ctx, providerId, 'curriculum');
	return token;
}

/** A return in the middle of being collected, with everything it can hold. */
async function seedReturn(ctx: Ctx, providerId: string, secret: (text: string) => string) {
	const { returnId } = await startReturn(ctx, { providerId, year: 2024, level: 'centres', centres: [{ name: secret('centre') }] });
	const [centre] = (await readReturn(ctx, returnId)).centres;
	const unit = centre!.id;
	await saveNumbers(ctx, returnId, {
		entries: [
			{ unit, target: 'part_total', value: 1240, trust: 3, comment: secret('comment on a number') },
			{ unit, target: 'NA:SU-1.3', value: 'NO_PREQUAL', comment: secret('comment on a reason') },
		],
	});
	await saveReturnSettings(ctx, returnId, { version: 1, settings: { list_area: secret('list') } });
	await saveCentresSeen(ctx, returnId, { seen: true });
	await addEvidenceLink(ctx, returnId, { unit, target: 'part_total', url: 'https://evidence.example/', title: secret('evidence') });
	await addEvidenceFile(ctx, returnId, { unit, target: 'part_total' }, fileOf(secret('file of evidence')));
	const task = { email: `${mark}-task-${returnId.slice(-6)}@house.example`, name: secret('who is asked'), note: secret('note of a task') };
	await giveTask(ctx, returnId, { unit, fields: ['part_planned'], ...task }, secret('who asks'));
	const guest = { email: `${mark}-returns-${returnId.slice(-6)}@house.example`, role: 'viewer' } as const;
	await inviteToReturns(ctx, returnId, guest, secret('inviter'));
}

/** A submitted return with comments, a link to its report and an action it caused. @returns the secret of the link */
async function seedSubmitted(ctx: Ctx, providerId: string, secret: (text: string) => string): Promise<string> {
	const { returnId } = await startReturn(ctx, { providerId, year: 2023, level: 'provider' });
	const entries = Object.entries(s1Fields).map(([target, value]) => ({
		target,
		value: value as number,
		trust: 3 as const,
		comment: secret(`comment on ${target}`),
	}));
	await saveNumbers(ctx, returnId, { entries });
	const { warnings } = await reviewOfReturn(ctx, returnId);
	await confirmWarnings(ctx, returnId, { comments: Object.fromEntries(warnings.map(({ key }) => [key, secret('why it is right')])) });
	await submitReturn(ctx, returnId);
	const story = { title: secret('story'), text: secret('what happened'), figure: '9', about: secret('what it counts') };
	await savePanel(ctx, returnId, { panel: 'stories', shown: true, version: 0, content: [story] });
	const { token } = await shareReturn(ctx, returnId, { label: secret('ministry'), parts: ['summary', 'axes', 'indicators'] });
	await planFromReturn(ctx, { returnId, indicators: [{ indicator: 'SU-3.4' }] });
	return token;
}

/** A message to similar providers that is not carried yet. */
async function seedMessage(app: TestApp, ctx: Ctx, providerId: string, secret: (text: string) => string): Promise<void> {
	await app.db
		.insertInto('benchmarks.similar_invitation')
		.values({ id: newId(), provider_id: providerId, sent_at: ctx.now(), message: secret('message to similar providers') })
		.execute();
}

/** A table with a text in it, and with the text as its name. */
function fileOf(text: string) {
	const bytes = async function* () {
		yield Buffer.from(text);
	};
	return { name: `${text}.csv`, bytes: bytes() };
}

async function answer(ctx: Ctx, token: string, reasonText: string): Promise<void> {
	await answerQuickCheck(ctx, token, { item: 'ENV-1', value: '2', sequence: 1 });
	await answerQuickCheck(ctx, token, { item: 'MOB-1', value: 'NA', reason: 'other', reasonText, sequence: 2 });
	await finishQuickCheck(ctx, token);
}
