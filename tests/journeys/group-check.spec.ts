import type { Page } from '@playwright/test';
import { faultsOf } from './support/accessible.ts';
import { expect, test, type Visit } from './support/journey.ts';
import { enterOn, tabTo } from './support/keyboard.ts';
import { linkMailedTo, newAddress } from './support/mail.ts';
import {
	addOrganisation,
	answerAsThree,
	closeAnswering,
	holdScripts,
	inviteToRun,
	joinGroup,
	makeJoinCode,
	signInByMail,
	startGroupCheck,
} from './support/steps.ts';
import { wordsOf } from './support/words.ts';

const t = wordsOf('en');
const levels = (page: Page) => page.getByRole('main').getByRole('radio');
const savedWord = (page: Page) => page.getByRole('status').filter({ hasText: /^Saved \d/ });

/** An administrator of an organisation of their own, with a group check that is open. */
async function leadAs(visit: Visit, options: Parameters<Visit>[0] = {}): Promise<{ page: Page; run: string; base: string }> {
	const page = await visit(options);
	await signInByMail(page, newAddress('leader'));
	await addOrganisation(page, `Group ${newAddress().split('@')[0]}`);
	const run = await startGroupCheck(page);
	return { page, run, base: `/en/runs/${run}` };
}

/** Opens the questions and chooses a level for one of them. */
async function answer(page: Page, item: string, level: number): Promise<void> {
	await page.goto(`/en/participate/questions?q=${item}`);
	await levels(page)
		.nth(level - 1)
		.check();
	await expect(savedWord(page)).toBeVisible();
}

async function submit(page: Page): Promise<void> {
	await page.goto('/en/participate#submit');
	await page
		.getByRole('button', { name: t('participate.submit'), exact: true })
		.last()
		.click();
	await expect(page.getByRole('heading', { name: t('participate.submitted') })).toBeVisible();
}

/** How many dots stand over each level of an item on the page of views, read as a screen reader says it. */
const dots = (
	page: Page,
	counts: { one?: number; two?: number; three?: number; four?: number; notApplicable?: number; unknown?: number },
) =>
	page.getByRole('img', {
		name: t('views.counts', { one: 0, two: 0, three: 0, four: 0, notApplicable: 0, unknown: 0, ...counts }),
	});

test('the meeting begins in the reader’s own zone, also one the list lacks; a zone chosen before the script had started stays', async ({
	visit,
}) => {
	const { page: leader, base } = await leadAs(visit, { timezoneId: 'Asia/Tbilisi' });
	const zone = (page: Page) => page.getByRole('combobox', { name: t('group.meeting.zone') });
	await expect(zone(leader)).toHaveValue('Asia/Tbilisi');
	const release = await holdScripts(leader);
	await leader.goto(`${base}/group`, { waitUntil: 'commit' });
	await expect(zone(leader)).toHaveValue('Europe/Brussels');
	await zone(leader).selectOption('Europe/Lisbon');
	const awake = leader.waitForRequest(/\/live\?client=/);
	release();
	await awake;
	await expect(zone(leader)).toHaveValue('Europe/Lisbon');
	await zone(leader).selectOption('Asia/Tbilisi');
	await leader.getByLabel(t('group.meeting.at')).fill('2099-12-03T14:00');
	await leader.getByRole('button', { name: t('group.meeting.save') }).click();
	await expect(leader.getByText(/Meeting: Thursday/)).toBeVisible();
	await expect(zone(leader)).toHaveValue('Asia/Tbilisi');
});

test('a browser that tells nobody where it is begins the meeting where most are', async ({ visit }) => {
	const { page } = await leadAs(visit, { timezoneId: 'UTC' });
	await page.waitForLoadState('networkidle');
	const zone = page.getByRole('combobox', { name: t('group.meeting.zone') });
	await expect(zone).toHaveValue('Europe/Brussels');
	await expect(zone.getByRole('option', { name: 'UTC' })).toHaveCount(0);
});

test('a group answers alone, compares, meets and agrees; one of them on a phone without an account', async ({ visit }) => {
	test.setTimeout(240_000);
	const { page: leader, run, base } = await leadAs(visit);

	// The leader asks three people: one by mail, two by code.
	await expect(leader.getByText(t('group.advice.no-decision-maker'))).toBeVisible();
	const address = newAddress('marta');
	await leader.getByRole('textbox', { name: t('group.invite.email') }).fill(address);
	await leader.getByRole('textbox', { name: t('group.invite.name') }).fill('Marta');
	await leader.getByRole('combobox', { name: t('group.role'), exact: true }).selectOption('leadership');
	await leader.getByRole('button', { name: t('group.invite.send') }).click();
	await expect(leader.getByText(t('group.invite.sent', { name: 'Marta' }))).toBeVisible();
	await leader.getByLabel(t('group.meeting.at')).fill('2099-12-03T14:00');
	await leader.getByRole('combobox', { name: t('group.meeting.zone') }).selectOption('Europe/Lisbon');
	await leader.getByRole('button', { name: t('group.meeting.save') }).click();
	await expect(leader.getByText(/Meeting: Thursday/)).toBeVisible();
	const code = await makeJoinCode(leader);

	const marta = await visit();
	await marta.goto(await linkMailedTo(leader, address));
	await expect(marta.getByText(t('participate.promise.names'))).toBeVisible();
	await marta.getByRole('button', { name: t('participate.enter.act') }).click();
	const phone = await visit({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
	await joinGroup(phone, code, 'Quirino', 'teaching');
	const third = await visit();
	await joinGroup(third, code, 'Lena', 'teaching');

	// Each answers alone; Marta loses the line and nothing else.
	await answer(marta, 'ENV-1', 4);
	await marta.goto('/en/participate/questions?q=ENV-2');
	await marta.context().setOffline(true);
	await levels(marta).nth(1).check();
	await expect(marta.getByText(t('runs.offline', { count: 1 }))).toBeVisible();
	await marta.context().setOffline(false);
	await expect(savedWord(marta)).toBeVisible();
	await answer(phone, 'ENV-1', 1);
	await answer(phone, 'ENV-2', 2);
	await phone.getByText(t('participate.note.add')).click();
	await phone.getByLabel(t('runs.note'), { exact: true }).fill('Nobody has asked the workshop.');
	await expect(savedWord(phone)).toBeVisible();
	await answer(third, 'ENV-1', 1);
	await answer(third, 'ENV-2', 3);
	await third.goto('/en/participate/questions?q=PART-5');
	await third.getByRole('radio', { name: t('runs.notApplicable') }).check();
	await third
		.getByRole('group', { name: t('runs.reason') })
		.getByRole('radio')
		.nth(2)
		.check();
	await expect(savedWord(third)).toBeVisible();

	// A second device of the same person goes on where the first stopped.
	const tablet = await visit();
	await tablet.goto(await linkMailedTo(leader, address));
	await tablet.getByRole('button', { name: t('participate.enter.again') }).click();
	await tablet.goto('/en/participate/questions?q=ENV-1');
	await expect(levels(tablet).nth(3)).toBeChecked();

	await submit(marta);
	await submit(phone);
	await leader.goto(`${base}/group`);
	await expect(leader.getByText(t('group.close.notYet', { submitted: 2, needed: 3 }))).toBeVisible();
	await submit(third);
	// Whoever leads sees at once who has submitted, and never what.
	await expect(leader.getByRole('heading', { name: t('group.next.closable', { submitted: 3, people: 3 }) })).toBeVisible();
	await answer(phone, 'ENV-1', 2);

	await closeAnswering(leader);
	await phone.reload();
	await expect(phone.getByRole('heading', { name: t('participate.closed') })).toBeVisible();
	await phone.getByRole('link', { name: t('participate.closed.views') }).click();
	await expect(dots(phone, { one: 1, two: 1, four: 1 })).toBeVisible();
	await expect(dots(phone, { two: 2, three: 1 })).toBeVisible();
	await expect(phone.getByRole('button', { name: /Accept/ })).toHaveCount(0);
	await phone.getByText(t('views.more.notes', { count: 1 })).click();
	await expect(phone.getByText('Nobody has asked the workshop.')).toBeVisible();
	await expect(phone.getByText('Quirino')).toHaveCount(0);
	expect(await faultsOf(phone)).toEqual([]);

	await leader.getByRole('button', { name: t('views.accept.act', { count: 1 }) }).click();
	await expect(leader.getByText(t('views.accepted', { count: 1 }))).toBeVisible();

	// The meeting, on the projector and on the phone of somebody who follows.
	await leader.goto(`${base}/meeting`);
	await phone.goto(`${base}/meeting`);
	await expect(phone.getByText(t('meeting.wait'))).toBeVisible();
	await leader.getByRole('button', { name: /Begin with/ }).click();
	const question = await leader.getByRole('heading', { level: 1 }).innerText();
	await expect(phone.getByRole('heading', { level: 1, name: question })).toBeVisible();
	await expect(leader.getByText(t('meeting.script.see'))).toBeVisible();
	await expect(phone.getByRole('timer')).toBeVisible();
	expect(await faultsOf(leader)).toEqual([]);

	// Views were far apart: a level without a reason is not enough. The keyboard does all of it.
	await leader.keyboard.press('3');
	await leader.keyboard.press('Enter');
	await expect(leader.getByRole('alert')).toContainText(t('meeting.error.reason'));
	// The refusal is a page of its own. Once its script has started, what is typed survives a reload.
	await expect(async () => {
		await leader.getByLabel(t('meeting.why.needed')).fill('');
		await leader.getByLabel(t('meeting.why.needed')).fill('The head signs, the workshop had not been told.');
		expect(await leader.evaluate(() => JSON.stringify(localStorage))).toContain('The head signs');
	}).toPass();
	await leader.reload();
	await expect(leader.getByLabel(t('meeting.why.needed'))).toHaveValue('The head signs, the workshop had not been told.');
	await expect(levels(leader).nth(2)).toBeChecked();
	await leader.getByRole('button', { name: t('meeting.agree', { level: '3' }) }).click();
	await expect(leader.getByRole('heading', { level: 1, name: question })).toHaveCount(0);
	// What was refused and is settled now is no fault of the questions after it.
	await expect(leader.getByRole('alert')).toHaveCount(0);
	await expect(phone.getByRole('heading', { level: 1, name: question })).toHaveCount(0);

	// The line breaks: the meeting goes on, and the decision arrives later.
	await leader.context().setOffline(true);
	const lost = await leader.getByRole('heading', { level: 1 }).innerText();
	await leader.getByText(t('meeting.park'), { exact: true }).click();
	await leader.getByLabel(t('meeting.park.with')).fill('Marta');
	await leader.getByLabel(t('meeting.park.until')).fill('2099-01-31');
	await leader.getByRole('button', { name: t('meeting.park.act') }).click();
	await expect(leader.getByRole('heading', { level: 1, name: lost })).toHaveCount(0);
	await expect(leader.getByText(t('meeting.offline', { count: 1 }))).toBeVisible();
	await leader.context().setOffline(false);
	await expect(leader.getByText(t('meeting.offline', { count: 1 }))).toHaveCount(0);
	await expect(leader.getByText(t('views.settled', { settled: 3, all: 45 }))).toBeVisible();
	await expect(phone.getByText(t('views.settled', { settled: 3, all: 45 }))).toBeVisible();

	// A presenter's remote turns the pages, back to the overview.
	const before = await leader.getByRole('heading', { level: 1 }).innerText();
	await leader.keyboard.press('PageDown');
	await expect(leader.getByRole('heading', { level: 1, name: before })).toHaveCount(0);
	await leader.keyboard.press('PageUp');
	await expect(leader.getByRole('heading', { level: 1, name: before })).toBeVisible();

	// “Does not apply” is decided with a reason.
	await leader
		.getByRole('navigation', { name: t('meeting.agenda') })
		.getByRole('button', { name: /Partners outside the EU/ })
		.click();
	await expect(leader.getByRole('heading', { level: 1, name: /outside/ })).toBeVisible();
	await leader.getByRole('radio', { name: t('runs.notApplicable') }).check();
	await leader
		.getByRole('group', { name: t('runs.reason') })
		.getByRole('radio')
		.nth(2)
		.check();
	await leader.getByRole('button', { name: t('meeting.agree.na') }).click();
	await expect(leader.getByText(t('views.settled', { settled: 4, all: 45 }))).toBeVisible();

	// Out of time: the rest is parked, and the check is finished.
	await leader
		.getByRole('button', { name: t('meeting.overview') })
		.first()
		.click();
	await leader.getByText(t('meeting.parkRest'), { exact: true }).click();
	await leader.getByLabel(t('meeting.park.with')).fill('Lena');
	await leader.getByLabel(t('meeting.park.until')).fill('2099-02-28');
	await leader.getByRole('button', { name: t('meeting.parkRest.act', { count: 41 }) }).click();
	await expect(leader.getByRole('heading', { name: t('meeting.done') })).toBeVisible();
	await leader.getByRole('button', { name: t('meeting.finish') }).click();
	await expect(leader).toHaveURL(new RegExp(`/runs/${run}/report$`));
	// The report says what was seen differently, and why the group chose its level; never who saw what.
	const spread = leader.getByRole('region', { name: t('spread.title') });
	await expect(spread.getByText('The head signs, the workshop had not been told.')).toBeVisible();
	await expect(spread.getByText(t('spread.apart', { range: 3 }))).toBeVisible();
	await expect(leader.getByText('Nobody has asked the workshop.')).toHaveCount(0);
	await expect(leader.getByText('Quirino')).toHaveCount(0);
	expect(await faultsOf(leader)).toEqual([]);
	await phone.reload();
	await expect(phone.getByRole('heading', { name: t('meeting.finished') })).toBeVisible();
	await phone.getByRole('link', { name: t('meeting.finished.views') }).click();
	await expect(phone.getByRole('heading', { name: t('views.talk.over') })).toBeVisible();
});

test('everything works without JavaScript, from the code to the agreed level', async ({ visit }) => {
	test.setTimeout(120_000);
	const { page: leader, base } = await leadAs(visit, { javaScriptEnabled: false });
	const code = await makeJoinCode(leader);
	const plain = await visit({ javaScriptEnabled: false });
	await joinGroup(plain, code, 'Plain');
	await plain.getByRole('link', { name: t('participate.begin.act') }).click();
	await levels(plain).nth(0).check();
	await plain.getByRole('button', { name: t('runs.next') }).click();
	await expect(plain).toHaveURL(/q=ENV-2/);
	await plain.getByRole('button', { name: t('participate.skip') }).click();
	await expect(plain).toHaveURL(/q=DIR-1/);
	await plain.goto('/en/participate/questions?q=PART-5');
	await plain.getByRole('radio', { name: t('runs.notApplicable') }).check();
	await plain.getByRole('button', { name: t('runs.next') }).click();
	await expect(plain.getByRole('alert')).toContainText(t('runs.error.reason'));
	await submit(plain);
	await answerAsThree(plain.request, code, { 'ENV-1': [1, 3, 4] });
	await leader.goto(`${base}/group`);
	await leader.getByRole('button', { name: t('group.close.act', { count: 4 }) }).click();
	await expect(leader.getByRole('alert')).toContainText(t('group.close.sure'));
	await leader.getByRole('checkbox', { name: t('group.close.sure') }).check();
	await leader.getByRole('button', { name: t('group.close.act', { count: 4 }) }).click();
	await expect(dots(leader, { one: 2, three: 1, four: 1 })).toBeVisible();
	await leader.goto(`${base}/meeting`);
	await leader.getByRole('button', { name: /Begin with/ }).click();
	await leader.getByRole('button', { name: t('meeting.agree', { level: '1' }) }).click();
	await expect(leader.getByRole('alert')).toContainText(t('meeting.error.reason'));
	await leader.getByLabel(t('meeting.why.needed')).fill('Only one of us had ever seen it.');
	await leader.getByRole('button', { name: t('meeting.agree', { level: '1' }) }).click();
	await expect(leader.getByText(t('views.settled', { settled: 1, all: 45 }))).toBeVisible();
});

test('a wrong code says what to do, and a renewed one ends the old', async ({ visit }) => {
	const { page: leader } = await leadAs(visit);
	const code = await makeJoinCode(leader);
	await leader.getByRole('button', { name: t('group.code.renew') }).click();
	await expect(leader.locator('.shown')).not.toHaveText(code);
	const guest = await visit();
	await guest.goto('/en/join');
	await guest.getByRole('textbox', { name: t('join.code') }).fill(code);
	await guest.getByRole('button', { name: t('join.go') }).click();
	await expect(guest.getByRole('alert')).toContainText(t('join.error.code'));
	await guest.goto(`/en/join/${code}`);
	await expect(guest.getByText(t('join.error.code'))).toBeVisible();
	const fresh = await leader.locator('.shown').innerText();
	await joinGroup(guest, fresh, 'Late');
	await guest.getByText(t('participate.leave'), { exact: true }).click();
	await guest.getByRole('button', { name: t('participate.leave.act') }).click();
	await expect(guest.getByRole('heading', { name: t('participate.none') })).toBeVisible();
});

test('a mentor from outside leads the group; an administrator finishes', async ({ visit }) => {
	const { page: admin, run, base } = await leadAs(visit);
	const address = newAddress('mentor');
	await inviteToRun(admin, run, address, 'facilitator');
	const mentor = await visit();
	await mentor.goto(await linkMailedTo(admin, address));
	await mentor.getByRole('button', { name: t('people.invitation.accept') }).click();
	await mentor.goto(`${base}/group`);
	const code = await makeJoinCode(mentor);
	await answerAsThree(mentor.request, code, { 'ENV-1': [2, 2, 3] });
	await mentor.reload();
	await closeAnswering(mentor);
	await mentor.getByRole('button', { name: t('views.accept.act', { count: 1 }) }).click();
	await mentor.goto(`${base}/meeting`);
	await mentor.getByText(t('meeting.parkRest'), { exact: true }).click();
	await mentor.getByLabel(t('meeting.park.with')).fill('Rui');
	await mentor.getByLabel(t('meeting.park.until')).fill('2099-02-28');
	await mentor.getByRole('button', { name: t('meeting.parkRest.act', { count: 44 }) }).click();
	await expect(mentor.getByText(t('meeting.finish.ask'))).toBeVisible();
	await admin.goto(`${base}/meeting`);
	await admin.getByRole('link', { name: t('meeting.importance') }).click();
	await expect(admin).toHaveURL(/\/importance$/);
	await admin.getByRole('button', { name: t('runs.importance.finish') }).click();
	await expect(admin).toHaveURL(new RegExp(`/runs/${run}/report$`));
	await expect(admin.getByRole('region', { name: t('spread.title') })).toBeVisible();
});

test('answering alone needs no mouse', async ({ visit }) => {
	const { page: leader } = await leadAs(visit);
	const code = await makeJoinCode(leader);
	const page = await visit();
	await joinGroup(page, code, 'Keys');
	await enterOn(page, page.getByRole('link', { name: t('participate.begin.act') }));
	await expect(levels(page).first()).toBeVisible();
	await page.keyboard.press('2');
	await expect(levels(page).nth(1)).toBeChecked();
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/q=ENV-2/);
	await expect(savedWord(page)).toBeVisible();
	await tabTo(page, page.getByRole('button', { name: t('participate.skip') }));
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/q=DIR-1/);
});
