import type { Page } from '@playwright/test';
import { s1Fields } from '../../src/modules/benchmarks/solity/vectors.fixture.ts';
import { faultsOf } from './support/accessible.ts';
import { expect, test, type Visit } from './support/journey.ts';
import { linkMailedTo, newAddress } from './support/mail.ts';
import {
	addOrganisation,
	askForNumbers,
	holdScripts,
	inviteToReturns,
	lookAtFile,
	openAwake,
	signInByMail,
	startReturn,
} from './support/steps.ts';
import { wordsOf } from './support/words.ts';

const t = wordsOf('en');
const savedWord = (page: Page) => page.getByRole('status').filter({ hasText: /^Saved \d/ });

/** An administrator of an organisation of their own, with a return that is entered. */
async function startAs(
	visit: Visit,
	options: Parameters<Visit>[0] = {},
	centres: string[] = [],
): Promise<{ page: Page; id: string; base: string }> {
	const page = await visit(options);
	await signInByMail(page, newAddress());
	await addOrganisation(page, `Counts ${newAddress().split('@')[0]}`);
	const id = await startReturn(page, centres);
	return { page, id, base: `/en/returns/${id}` };
}

/** What stands on the server. */
async function storedTotal(page: Page, base: string): Promise<string> {
	const answer = await page.request.get(`${base}/numbers?axis=A1`);
	return ((await answer.json()) as { fields: Record<string, { value: string }> }).fields.part_total!.value;
}

/** A colleague who may enter every number. */
async function joinAs(visit: Visit, page: Page, base: string): Promise<Page> {
	const address = newAddress('editor');
	await inviteToReturns(page, base.split('/').at(-1)!, address, 'editor');
	const editor = await visit();
	await editor.goto(await linkMailedTo(page, address));
	await editor.getByRole('button', { name: t('people.invitation.accept') }).click();
	await expect(editor).toHaveURL(new RegExp(`${base}$`));
	return editor;
}

/** The numbers of S-1 as a file, some of them written otherwise. */
function fileOf(unit: string, others: Record<string, string> = {}): string {
	const lines = Object.entries(s1Fields).map(([field, value]) => {
		const cell = others[field] ?? (typeof value === 'number' ? String(value) : value.join('|'));
		return `SU-1.0;${unit};2024;${field};${cell};3`;
	});
	return ['edition;unit;year;field;value;trust', ...lines].join('\r\n');
}

test('numbers are collected, imported, corrected, explained and submitted', async ({ visit }) => {
	const { page, id, base } = await startAs(visit);

	// A broken file is told line by line, and changes nothing.
	await lookAtFile(page, id, fileOf('provider', { part_total: 'about 1200', energy_kwh: '=A1*2' }));
	const faults = page.getByRole('region', { name: /numbers\.csv/ }).getByRole('row');
	await expect(faults.filter({ hasText: 'part_total: enter a whole number.' })).toContainText('2');
	await expect(faults.filter({ hasText: 'a formula stands here' })).toContainText('value');
	expect(await faultsOf(page)).toEqual([]);
	await lookAtFile(page, id, Buffer.from(`\uFEFF${fileOf('provider')}`, 'utf16le'));
	await expect(page.getByText('The file is not saved as UTF-8.', { exact: false })).toBeVisible();
	await page.goto(base);
	await expect(page.getByText(t('returns.progress', { filled: 0, needed: 60 })).first()).toBeVisible();

	// The mended one shows what it does, then does it.
	await lookAtFile(page, id, fileOf('provider', { part_total: '1 240', emp_permanent: '250' }));
	await expect(page.getByText(t('returns.import.counts', { set: 60, change: 0, clear: 0, none: 0 }))).toBeVisible();
	await page.getByRole('button', { name: t('returns.import.confirm', { count: 60 }) }).click();
	await expect(page.getByText(t('returns.import.done', { count: 60 }))).toBeVisible();

	// What does not fit leads to its box, and is mended there while one types.
	await page
		.getByRole('status')
		.getByRole('link', { name: t('returns.page.review') })
		.click();
	await page.getByRole('link', { name: /^C06:/ }).click();
	const permanent = page.getByRole('textbox', { name: 'Of these, in permanent work' });
	await expect(page.locator('#card-SU-1\\.5')).toContainText('must not be greater than');
	await permanent.fill('120');
	await permanent.press('Tab');
	await expect(savedWord(page)).toBeVisible();
	await expect(page.locator('#card-SU-1\\.5')).toContainText('50.0 %');
	await expect(page.locator('#card-SU-1\\.5')).not.toContainText('must not be greater than');
	expect(await faultsOf(page)).toEqual([]);

	// Every warning gets its comment, then it is submitted and has its figures.
	await page.goto(`${base}/review`);
	const comments = page.getByRole('textbox', { name: t('returns.review.comment') });
	const submit = page.getByRole('button', { name: t('returns.review.submit'), exact: true });
	await comments.first().fill('No list exists here.');
	await submit.click();
	await expect(page.getByRole('alert')).toContainText(t('returns.review.stands.warnings', { count: 1 }));
	await expect(page.getByRole('textbox', { name: t('returns.review.confirmed') })).toHaveValue('No list exists here.');
	await comments.fill('No list exists here either.');
	await page.getByRole('button', { name: t('returns.review.confirm') }).click();
	await expect(page.getByText(t('returns.review.clear'))).toBeVisible();
	await submit.click();
	await expect(page).toHaveURL(new RegExp(`${base}$`));
	await expect(page.getByText(t('returns.state.submitted')).first()).toBeVisible();
	const result = (await (await page.request.get(`/api/v1/benchmarks/solity/returns/${id}/result`)).json()) as {
		overall: { score: number };
	};
	expect(result.overall.score).toBeCloseTo(69.8888, 4);
});

test('centres that were named come to no return of the provider as a whole, and stay in their box', async ({ visit }) => {
	const page = await visit();
	await signInByMail(page, newAddress());
	await addOrganisation(page, `Names ${newAddress().split('@')[0]}`);
	await page.goto('/en/benchmarks/solity/start');
	const names = page.getByRole('textbox', { name: t('returns.start.centres.names') });
	await names.fill('North\nSouth');
	await page.getByRole('button', { name: t('returns.start.send') }).click();
	await expect(page.getByRole('alert')).toContainText(t('returns.start.error.unused'));
	await expect(names).toHaveValue('North\nSouth');
	await page.getByRole('radio', { name: t('returns.level.centres') }).check();
	await page.getByRole('button', { name: t('returns.start.send') }).click();
	await expect(page).toHaveURL(/\/returns\/[\da-f-]+$/);
	await expect(page.getByText('South').first()).toBeVisible();
});

test('a file tells how much of it is sent and looked at; without script it is looked at all the same', async ({ visit }) => {
	const { page, id, base } = await startAs(visit);
	await page.addInitScript(() => {
		const told: string[] = ((window as unknown as { told: string[] }).told = []);
		new MutationObserver(() => {
			const bar = document.querySelector('progress');
			if (bar) told.push(`${bar.ariaLabel} ${bar.position === -1 ? 'somehow' : bar.position}`);
		}).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
	});
	await lookAtFile(page, id, fileOf('provider'));
	await expect(page).toHaveURL(/\/import\/[\da-f-]{36}$/);
	const told = await page.evaluate(() => (window as unknown as { told: string[] }).told);
	expect(told).toContain(`${t('returns.import.checked', { checked: 60, of: 60 })} 1`);

	const plain = await visit({ javaScriptEnabled: false, storageState: await page.context().storageState() });
	await lookAtFile(plain, id, fileOf('provider'));
	await expect(plain).toHaveURL(/\/import\/[\da-f-]{36}$/);
	await plain.getByRole('button', { name: t('returns.import.confirm', { count: 60 }) }).click();
	await expect(plain.getByText(t('returns.import.done', { count: 60 }))).toBeVisible();
	await plain.goto(`${base}/import`);
	await plain.getByRole('button', { name: t('returns.import.look.act') }).click();
	await expect(plain.getByText(t('returns.import.choose')).first()).toBeVisible();
});

test('without script an axis is entered, refused with everything kept, and saved', async ({ visit }) => {
	const { page, base } = await startAs(visit, { javaScriptEnabled: false });
	await page.goto(`${base}/A1`);
	const total = page.getByRole('textbox', { name: 'Participants in the training year' });
	const planned = page.getByRole('textbox', { name: 'Planned participants' });
	await total.fill('twelve');
	await planned.fill('1 300');
	await page.getByRole('combobox', { name: /Trust level: Planned participants/ }).selectOption('3');
	await page
		.getByRole('button', { name: t('returns.entry.save'), exact: true })
		.last()
		.click();
	await expect(page.getByRole('alert')).toContainText('enter a whole number');
	await expect(total).toHaveValue('twelve');
	await expect(planned).toHaveValue('1 300');
	await total.fill('1240');
	await page.getByRole('combobox', { name: /Trust level: Participants in/ }).selectOption('3');
	await page
		.getByRole('button', { name: t('returns.entry.save'), exact: true })
		.last()
		.click();
	await expect(page.locator('#card-SU-1\\.1')).toContainText('95.4 % of plan');
	await expect(planned).toHaveValue('1300');
});

test('finance gives the numbers it was asked for, without an account, and nobody else’s', async ({ visit }) => {
	const { page, id, base } = await startAs(visit);
	const address = newAddress('finance');
	await askForNumbers(page, id, address, ['Energy used in buildings', 'Heated or cooled floor area'], 'Responsible organisation');
	const finance = await visit();
	await finance.goto(await linkMailedTo(page, address));
	await finance.getByRole('button', { name: t('returns.task.open') }).click();
	// Reminders are theirs to switch off, here as by the link in the mail.
	await finance.getByRole('button', { name: t('returns.task.reminders.stop') }).click();
	await expect(finance.getByText(/^You get no reminders of what Counts/)).toBeVisible();
	await expect(finance.getByRole('main').getByRole('textbox', { name: /Energy|Heated/ })).toHaveCount(2);
	await finance.getByRole('textbox', { name: /Energy used/ }).fill('936 000');
	await finance.getByRole('textbox', { name: /Heated or cooled/ }).fill('7200');
	for (const trust of await finance.getByRole('combobox', { name: /^Trust level:/ }).all()) await trust.selectOption('4');
	expect(await faultsOf(finance)).toEqual([]);
	await finance.getByRole('button', { name: t('returns.task.finish') }).click();
	await expect(finance.getByText(t('returns.task.done'))).toBeVisible();
	expect((await finance.goto(base))!.url()).toContain('/sign-in');
	await linkMailedTo(page, address);
	await finance.goto((await page.getByRole('main').locator('a[href*="reminders?for="]').getAttribute('href'))!);
	await expect(finance.getByText(/^You get no reminders of what Counts/)).toBeVisible();
	await finance.getByRole('button', { name: t('returns.task.reminders.again') }).click();
	await expect(finance.getByRole('button', { name: t('returns.task.reminders.stop') })).toBeVisible();
	expect(await faultsOf(finance)).toEqual([]);

	await page.goto(`${base}/tasks`);
	await expect(page.getByText(t('returns.tasks.state.done'), { exact: true })).toBeVisible();
	await page.goto(`${base}/A5`);
	await expect(page.locator('#card-SU-5\\.4')).toContainText('130.0 kWh per m²');
});

test('what is typed without a line waits on the device and arrives; two people never overwrite each other silently', async ({ visit }) => {
	const { page, base } = await startAs(visit);
	await openAwake(page, `${base}/A1`);
	const total = page.getByRole('textbox', { name: 'Participants in the training year' });
	await page.context().setOffline(true);
	await total.fill('1240');
	await total.press('Tab');
	await expect(page.getByText(t('returns.entry.offline', { count: 1 }))).toBeVisible();
	await page.context().setOffline(false);
	await expect(savedWord(page)).toBeVisible();

	// Whoever did not see another's number does not replace it.
	const other = await joinAs(visit, page, base);
	await openAwake(page, `${base}/A1`);
	await openAwake(other, `${base}/A1`);
	const second = other.getByRole('textbox', { name: 'Participants in the training year' });
	await expect(second).toHaveValue('1240');
	await other.context().setOffline(true);
	await second.fill('1300');
	await second.press('Tab');
	await expect(other.getByText(t('returns.entry.offline', { count: 1 }))).toBeVisible();
	await total.fill('1250');
	await total.press('Tab');
	await expect.poll(() => storedTotal(page, base)).toBe('1250');
	await other.context().setOffline(false);
	await expect(other.locator('#card-SU-1\\.1')).toContainText('Someone changed this field a moment ago.');
	await expect(other.locator('#card-SU-1\\.1')).toContainText(/It is now 1250 \(Irene \w+\)/);
	await expect(second).toHaveValue('1300');
	expect(await storedTotal(page, base)).toBe('1250');
	// Told of it, they may.
	await second.fill('1310');
	await second.press('Tab');
	await expect(total).toHaveValue('1310');
});

test('a number typed before the page’s script has started is saved like every other', async ({ visit }) => {
	const { page, base } = await startAs(visit);
	const total = page.getByRole('textbox', { name: 'Participants in the training year' });
	const trust = page.getByRole('combobox', { name: /Participants in the training year/ });
	const scriptMayStart = await holdScripts(page);
	await page.goto(`${base}/A1`, { waitUntil: 'commit' });
	await total.fill('1240');
	await trust.selectOption('3');
	scriptMayStart();
	await expect(savedWord(page)).toBeVisible();
	await expect(total).toHaveValue('1240');
	expect(await storedTotal(page, base)).toBe('1240');
	await page.reload();
	await expect(trust).toHaveValue('3');
});

test('people who enter one return see each other, and what another enters, at once', async ({ visit }) => {
	const { page: one, base } = await startAs(visit);
	const other = await joinAs(visit, one, base);
	await one.goto(`${base}/A1`);
	await other.goto(`${base}/A2`);
	await expect(one.getByText(/^Editor \w+ is here too$/)).toBeVisible();
	await other.goto(`${base}/A1`);
	await expect(one.getByText(/^Editor \w+ is on this page too$/)).toBeVisible();
	await expect(other.getByText(/^Irene \w+ is on this page too$/)).toBeVisible();
	expect(await faultsOf(one)).toEqual([]);

	const total = (page: Page) => page.getByRole('textbox', { name: 'Participants in the training year' });
	const planned = (page: Page) => page.getByRole('textbox', { name: 'Planned participants' });
	// What one is typing stays, whatever arrives meanwhile.
	await planned(other).pressSequentially('13');
	await total(one).fill('1240');
	await total(one).press('Tab');
	await expect(total(other)).toHaveValue('1240');
	await expect(planned(other)).toHaveValue('13');
	await planned(other).pressSequentially('00');
	await planned(other).press('Tab');
	await expect(planned(one)).toHaveValue('1300');
	await expect(one.locator('#card-SU-1\\.1')).toContainText('95.4 % of plan');

	// At an indicator too; and whoever leaves is gone.
	await one.goto(`${base}/A1/SU-1.1`);
	await other.goto(`${base}/A1/SU-1.1`);
	await expect(one.getByText(/^Editor \w+ is on this page too$/)).toBeVisible();
	await other.goto('/en/home');
	await expect(one.getByText(/is on this page too/)).toHaveCount(0);
});

test('two windows of one person hear each other; who loses the role is told so at once, with the page open', async ({ visit }) => {
	const { page, base } = await startAs(visit);
	const editor = await joinAs(visit, page, base);
	const second = await editor.context().newPage();
	await openAwake(editor, `${base}/A1`);
	await openAwake(second, `${base}/A1`);
	const total = (window: Page) => window.getByRole('textbox', { name: 'Participants in the training year' });
	await total(editor).fill('1240');
	await total(editor).press('Tab');
	await expect(total(second)).toHaveValue('1240');
	await total(second).fill('1250');
	await total(second).press('Tab');
	await expect(total(editor)).toHaveValue('1250');

	await page.goto(`${base}/people`);
	await page.getByRole('button', { name: /^Remove Editor/ }).click();
	for (const window of [editor, second])
		await expect(window.getByRole('heading', { name: t('errors.notFound.title'), level: 1 })).toBeVisible();
});

test('a number typed while the page asks what stands there stays in its box and is saved', async ({ visit }) => {
	const { page, base } = await startAs(visit);
	const box = page.getByRole('textbox', { name: /Energy used/ });
	for (const number of ['936 000', '937 000']) {
		let answer = () => {};
		const held = new Promise<void>((done) => (answer = done));
		await page.route(/\/numbers\?axis/, async (route) => {
			await held;
			await route.continue();
		});
		await openAwake(page, `${base}/A5`);
		const told = page.waitForResponse(/\/numbers\?axis/);
		await box.fill(number);
		answer();
		await (await told).finished();
		// What came with it has been drawn.
		await page.evaluate(() => new Promise((drawn) => setTimeout(() => requestAnimationFrame(drawn), 100)));
		await expect(box).toHaveValue(number);
		await box.press('Tab');
		await expect(savedWord(page)).toBeVisible();
		await page.unrouteAll();
	}
	await page.reload();
	await expect(box).toHaveValue(/^937.?000$/);
});

test('a colleague invited for one axis enters its numbers and reads the others; a refused form keeps what was ticked', async ({
	visit,
}) => {
	const { page, base } = await startAs(visit);
	await page.goto(`${base}/people`);
	await page.getByText(t('people.invite'), { exact: true }).click();
	const form = page.locator('form[action*="invite"]');
	await form.getByRole('textbox', { name: t('people.invite.email') }).fill('nobody');
	await form.getByText(t('returns.people.limit'), { exact: true }).click();
	await form.getByRole('checkbox', { name: 'Responsible organisation' }).check();
	await form.getByRole('button', { name: t('people.invite.send') }).click();
	await expect(page.getByRole('alert')).toContainText(t('people.invite.invalid'));
	await expect(form.getByRole('textbox', { name: t('people.invite.email') })).toHaveValue('nobody');
	await expect(form.getByRole('checkbox', { name: 'Responsible organisation' })).toBeChecked();
	expect(await faultsOf(page)).toEqual([]);
	const address = newAddress('editor');
	await form.getByRole('textbox', { name: t('people.invite.email') }).fill(address);
	await form.getByRole('button', { name: t('people.invite.send') }).click();
	await expect(page.getByText(t('people.invite.sent', { email: address }))).toBeVisible();

	const editor = await visit();
	await editor.goto(await linkMailedTo(page, address));
	await editor.getByRole('button', { name: t('people.invitation.accept') }).click();
	await expect(editor).toHaveURL(new RegExp(`${base}$`));
	await editor.goto(`${base}/A1`);
	await expect(editor.getByText(t('returns.entry.reader'))).toBeVisible();
	await expect(editor.getByRole('textbox', { name: 'Participants in the training year' })).toBeDisabled();
	await openAwake(editor, `${base}/A5`);
	await editor.getByRole('textbox', { name: /Energy used/ }).fill('936 000');
	await editor.getByRole('textbox', { name: /Energy used/ }).press('Tab');
	await expect(savedWord(editor)).toBeVisible();

	// Laying the role down is the end of it.
	await editor.goto(`${base}/people`);
	await editor.getByRole('button', { name: t('people.leave') }).click();
	expect((await editor.goto(base))!.status()).toBe(404);

	// Tasks refuse in the same way.
	await page.goto(`${base}/tasks`);
	await page.getByRole('textbox', { name: t('returns.tasks.email') }).fill('nobody');
	await page.getByText('Responsible organisation', { exact: true }).click();
	await page.getByRole('checkbox', { name: 'Energy used in buildings' }).check();
	await page.getByRole('button', { name: t('returns.tasks.send') }).click();
	await expect(page.getByRole('alert')).toContainText(t('returns.tasks.email.error'));
	await expect(page.getByRole('checkbox', { name: 'Energy used in buildings' })).toBeChecked();
});
