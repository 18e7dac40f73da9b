import { expect, type Browser, type BrowserContext } from '@playwright/test';
import { demoId } from '../../../src/modules/network/demo/seed.ts';
import { test as journey } from './journey.ts';
import { demoMessage, linkMailedTo, newAddress, openMail } from './mail.ts';
import type { Made, Viewer } from './pages.ts';
import { people, signInAs } from './people.ts';
import {
	addOrganisation,
	answerAsThree,
	answerItem,
	askForLink,
	askForNumbers,
	closeAnswering,
	inviteFromHere,
	inviteToReturns,
	inviteToRun,
	lookAtFile,
	makeJoinCode,
	setUpSecondFactor,
	signInByMail,
	startFullCheck,
	startGroupCheck,
	startReturn,
	takeQuickCheck,
} from './steps.ts';
import { wordsOf } from './words.ts';

type State = Awaited<ReturnType<BrowserContext['storageState']>>;

/** Everybody who looks at pages, signed in, and what they need to exist. Made once a worker. */
export type Cast = { made: Made; states: Record<Viewer, State> };

export const test = journey.extend<object, { cast: Cast }>({
	cast: [
		async ({ browser }, use, info) => {
			const { baseURL, launchOptions } = info.project.use;
			void launchOptions;
			await use(await gather(browser, baseURL!, `10.255.0.${info.workerIndex % 250}`));
		},
		// Some thirty pages filled in, one after the other, while other workers do the same.
		{ scope: 'worker', timeout: 300_000 },
	],
});

const t = wordsOf('en');
const tokenOf = (link: string) => new URL(link).searchParams.get('token')!;
const levels = [3, 4, 2, 3, 1, 3, 4, 2, 3];

async function gather(browser: Browser, baseURL: string, address: string): Promise<Cast> {
	const opened: BrowserContext[] = [];
	const open = async () => {
		const context = await browser.newContext({ baseURL, extraHTTPHeaders: { 'x-forwarded-for': address } });
		opened.push(context);
		return context.newPage();
	};

	const guest = await open();
	const elsewhere = newAddress();
	await askForLink(guest, elsewhere);
	const signInLink = tokenOf(await linkMailedTo(guest, elsewhere));

	const answered = await open();
	await takeQuickCheck(answered, levels);
	const keeper = newAddress();
	await answered.getByRole('textbox', { name: t('quick.claim.email') }).fill(keeper);
	await answered.getByRole('button', { name: t('quick.claim.send') }).click();
	await expect(answered.getByRole('heading', { name: t('quick.claim.sent.title') })).toBeVisible();
	const claim = tokenOf(await linkMailedTo(answered, keeper));

	const halfway = await open();
	const owner = newAddress();
	await signInByMail(halfway, owner);
	const pendingOrganisation = await addOrganisation(halfway, `Not verified ${owner.split('@')[0]}`);
	await halfway.goto('/en/account');
	const moved = newAddress('moved');
	await halfway.getByRole('textbox', { name: t('account.mail.new') }).fill(moved);
	await halfway.getByRole('button', { name: t('account.mail.send') }).click();
	await expect(halfway.getByText(t('account.done.mail'))).toBeVisible();
	const mailChange = tokenOf(await linkMailedTo(halfway, moved));
	await setUpSecondFactor(halfway);
	await halfway.context().clearCookies();
	await signInByMail(halfway, owner);
	await expect(halfway).toHaveURL(/\/sign-in\/code/);

	const provider = await open();
	await signInAs(provider, people.provider);
	await takeQuickCheck(provider, levels);
	await provider.goto('/en/home');
	const result = (await provider
		.getByRole('link', { name: /first impression/ })
		.first()
		.getAttribute('href'))!
		.split('/')
		.at(-1)!;
	await provider.getByRole('link', { name: t('mine.open') }).click();
	await expect(provider.getByRole('heading', { name: t('organisations.invite') })).toBeVisible();
	const ownOrganisation = new URL(provider.url()).pathname.split('/').at(-1)!;
	const invited = newAddress('invited');
	await inviteFromHere(provider, invited);
	const invitation = tokenOf(await linkMailedTo(provider, invited));
	const mail = new URL(provider.url()).pathname.split('/').at(-1)!;

	const run = demoId('run', 'vale 2');
	await provider.goto(`/en/runs/${run}/share`);
	await provider.getByRole('button', { name: t('report.share.make') }).click();
	const shared = (await provider.getByRole('link', { name: /\/shared\// }).getAttribute('href'))!.split('/').at(-1)!;

	const counted = demoId('return', 'vale 3');
	await provider.goto(`/en/returns/${counted}/share`);
	await provider.getByRole('button', { name: t('report.share.make') }).click();
	const sharedReturn = (await provider.getByRole('link', { name: /\/shared\// }).getAttribute('href'))!.split('/').at(-1)!;

	const starter = await open();
	await signInByMail(starter, newAddress('starter'));
	await addOrganisation(starter, `Started ${newAddress().split('@')[0]}`);
	const openRun = await startFullCheck(starter);
	await answerItem(starter, openRun, 'ENV-1', 3);
	await answerItem(starter, openRun, 'ENV-2', 2);
	const mentor = newAddress('mentor');
	await inviteToRun(starter, openRun, mentor);
	const runInvitation = tokenOf(await linkMailedTo(starter, mentor));

	const entered = await startReturn(starter, ['North', 'South']);
	const finance = newAddress('finance');
	await askForNumbers(starter, entered, finance, ['Energy used in buildings'], 'Responsible organisation');
	const task = tokenOf(await linkMailedTo(starter, finance));
	const silence = (await starter.getByRole('main').locator('a[href*="reminders?for="]').getAttribute('href'))!.split('for=').at(-1)!;
	await openMail(starter, demoMessage);
	const stopsMessages = (await starter.getByRole('main').locator('a[href*="similar?for="]').getAttribute('href'))!.split('for=').at(-1)!;
	const auditor = newAddress('auditor');
	await inviteToReturns(starter, entered, auditor);
	const returnInvitation = tokenOf(await linkMailedTo(starter, auditor));
	await lookAtFile(
		starter,
		entered,
		'edition;unit;year;field;value;trust\nSU-1.0;north;2024;part_total;1 240;3\nSU-1.0;north;2024;NA:SU-1.3;NO_PREQUAL;\n',
	);
	await expect(starter).toHaveURL(/\/import\/[\da-f-]+$/);
	const waitingFile = new URL(starter.url()).pathname.split('/').at(-1)!;

	const leader = await open();
	await signInByMail(leader, newAddress('leader'));
	await addOrganisation(leader, `Leads ${newAddress().split('@')[0]}`);
	const group = await startGroupCheck(leader);
	const joinCode = await makeJoinCode(leader);
	const asked = newAddress('asked');
	await leader.getByRole('textbox', { name: t('group.invite.email') }).fill(asked);
	await leader.getByRole('combobox', { name: t('group.role'), exact: true }).selectOption('teaching');
	await leader.getByRole('button', { name: t('group.invite.send') }).click();
	await expect(leader.getByText(t('group.invite.sent', { name: asked }))).toBeVisible();
	const groupInvitation = tokenOf(await linkMailedTo(leader, asked));
	// Whoever was invited and has an account finds their place at home.
	const participant = await open();
	await signInByMail(participant, asked);
	await participant.goto('/en/home');
	await participant.getByRole('link', { name: t('mine.next.group.act') }).click();
	await participant.getByRole('button', { name: t('participate.enter.act') }).click();
	await expect(participant).toHaveURL(/\/participate$/);

	const facilitator = await open();
	await signInByMail(facilitator, newAddress('facilitator'));
	await addOrganisation(facilitator, `Meets ${newAddress().split('@')[0]}`);
	const meeting = await startGroupCheck(facilitator);
	await answerAsThree(guest.request, await makeJoinCode(facilitator), {
		'ENV-1': [1, 2, 4],
		'ENV-2': [2, 2, 3],
		'ENV-3': [3, 3, 3],
		'PLAN-1': [1, 3, 'DK'],
		'PART-5': ['NA', 'NA', 2],
	});
	await facilitator.reload();
	await closeAnswering(facilitator);
	await facilitator.goto(`/en/runs/${meeting}/meeting`);
	await facilitator.getByRole('button', { name: /Begin with/ }).click();
	await expect(facilitator.getByRole('timer')).toBeVisible();

	const coordinator = await open();
	await signInAs(coordinator, people.coordinator);
	await coordinator.goto('/en/network?q=Spree&kind=provider');
	await coordinator.getByRole('main').getByRole('row').getByRole('link', { name: /Spree/ }).first().click();
	await expect(coordinator).toHaveURL(/\/organisations\//);
	const otherOrganisation = new URL(coordinator.url()).pathname.split('/').at(-1)!;

	const administrator = await open();
	await signInAs(administrator, people.administrator);

	const stateOf = (page: typeof guest) => page.context().storageState();
	const cast: Cast = {
		made: {
			mail,
			ownOrganisation,
			otherOrganisation,
			pendingOrganisation,
			result,
			claim,
			invitation,
			mailChange,
			signInLink,
			run,
			shared,
			counted,
			corrected: demoId('return', 'vale 2'),
			sharedReturn,
			openRun,
			runInvitation,
			openReturn: entered,
			returnInvitation,
			waitingFile,
			task,
			silence,
			stopsMessages,
			group,
			joinCode,
			groupInvitation,
			meeting,
			action: demoId('action', 'outcomes'),
		},
		states: {
			guest: { cookies: [], origins: [] },
			answered: await stateOf(answered),
			halfway: await stateOf(halfway),
			provider: await stateOf(provider),
			starter: await stateOf(starter),
			leader: await stateOf(leader),
			participant: await stateOf(participant),
			facilitator: await stateOf(facilitator),
			coordinator: await stateOf(coordinator),
			administrator: await stateOf(administrator),
		},
	};
	for (const context of opened) await context.close();
	return cast;
}
