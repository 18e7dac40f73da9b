import { readFileSync } from 'node:fs';
import { faultsOf } from './support/accessible.ts';
import { expect, test } from './support/journey.ts';
import { linkMailedTo, newAddress } from './support/mail.ts';
import { people, signInAs } from './support/people.ts';
import { addOrganisation, inviteFromHere, signInByMail } from './support/steps.ts';
import { wordsOf } from './support/words.ts';

const t = wordsOf('en');

test('a provider is added, waits, is verified by the coordinator and then found by everybody', async ({ visit }) => {
	const owner = await visit();
	const address = newAddress('owner');
	await signInByMail(owner, address);
	const name = `Riverside College ${address.split('.')[1]?.slice(0, 6)}`;
	const id = await addOrganisation(owner, name);
	await expect(owner.getByText(t('organisations.pending'))).toBeVisible();

	const guest = await visit();
	expect((await guest.goto(`/en/organisations/${id}`))?.status()).toBe(404);

	const coordinator = await visit();
	await signInAs(coordinator, people.coordinator);
	await coordinator.goto(`/en/organisations/${id}`);
	await coordinator.getByRole('button', { name: t('organisations.verify') }).click();
	await expect(coordinator.getByRole('button', { name: t('organisations.verify') })).toHaveCount(0);

	await guest.goto('/en/network');
	await guest.getByRole('searchbox', { name: t('organisations.list.search') }).fill(name);
	await guest.getByRole('button', { name: t('parts.filter.show') }).click();
	await guest.getByRole('link', { name }).click();
	await expect(guest.getByRole('heading', { level: 1, name })).toBeVisible();
	await expect(guest.getByText(address)).toHaveCount(0);
});

test('a provider whose web page has the owner’s mail domain is listed at once', async ({ visit }) => {
	const page = await visit();
	const domain = `${newAddress('x').split('.')[1]?.split('@')[0]}.example`;
	await signInByMail(page, `director@${domain}`);
	await page.goto('/en/organisations/new');
	await page.getByRole('textbox', { name: t('organisations.field.name') }).fill('Proved College');
	await page.getByRole('combobox', { name: t('organisations.field.country') }).selectOption('FR');
	await page.getByRole('textbox', { name: t('organisations.field.web') }).fill(`www.${domain}`);
	await page.getByRole('button', { name: t('organisations.new.send') }).click();
	await expect(page.getByRole('heading', { level: 1, name: 'Proved College' })).toBeVisible();
	await expect(page.getByText(t('organisations.pending'))).toHaveCount(0);
	const guest = await visit();
	expect((await guest.goto(page.url()))?.status()).toBe(200);
});

test('of two people who edit at the same time neither loses a word', async ({ visit }) => {
	const first = await visit();
	await signInByMail(first, newAddress('first'));
	const id = await addOrganisation(first, 'Twin Academy');
	const colleague = newAddress('second');
	await first.getByRole('combobox', { name: t('organisations.invite.role') }).selectOption('provider-admin');
	await inviteFromHere(first, colleague);
	const second = await visit();
	await second.goto(await linkMailedTo(second, colleague));
	await second.getByRole('button', { name: t('organisations.invitation.accept') }).click();
	await expect(second).toHaveURL(/\/home$/);

	const description = t('organisations.field.description');
	for (const page of [first, second]) await page.goto(`/en/organisations/${id}/edit`);
	await first.getByRole('textbox', { name: description }).fill('Written by the first.');
	await first.getByRole('button', { name: t('organisations.save') }).click();
	await expect(first.getByText('Written by the first.')).toBeVisible();

	await second.getByRole('textbox', { name: t('organisations.field.place') }).fill('Linz');
	await second.getByRole('combobox', { name: t('organisations.field.size') }).selectOption('under-250');
	await second.getByRole('textbox', { name: description }).fill('Written by the second.');
	await second.getByRole('button', { name: t('organisations.save') }).click();
	await expect(second.getByRole('alert')).toContainText(t('organisations.error.conflict'));
	await expect(second.getByRole('alert')).toBeFocused();
	const versions = second.getByRole('table', { name: t('parts.versions') }).getByRole('row');
	await expect(versions.filter({ hasText: description })).toContainText('Written by the first.');
	await expect(versions.filter({ hasText: description })).toContainText('Written by the second.');
	await expect(versions.filter({ hasText: t('organisations.field.place') })).toContainText('Linz');
	await expect(versions.filter({ hasText: t('organisations.field.size') })).toContainText(t('organisations.size.under-250'));
	// What is the same in both is not repeated.
	await expect(versions).toHaveCount(4);
	await expect(second.getByRole('textbox', { name: description })).toHaveValue('Written by the second.');
	await expect(second.getByRole('textbox', { name: t('organisations.field.place') })).toHaveValue('Linz');
	expect(await faultsOf(second)).toEqual([]);

	// Nothing was overwritten by the refused save …
	await first.reload();
	await expect(first.getByText('Written by the first.')).toBeVisible();
	// … and sending it again is a decision.
	await second.getByRole('textbox', { name: description }).fill('Written by the first and the second.');
	await second.getByRole('button', { name: t('organisations.saveMine') }).click();
	await expect(second.getByText('Written by the first and the second.')).toBeVisible();
	await expect(second.getByText('Linz')).toBeVisible();
});

test('an invitation can be declined and withdrawn; its link is dead afterwards', async ({ visit }) => {
	const owner = await visit();
	await signInByMail(owner, newAddress('owner'));
	const id = await addOrganisation(owner, 'Harbour School');
	const [declines, withdrawn] = [newAddress('declines'), newAddress('withdrawn')];
	await inviteFromHere(owner, declines);
	await inviteFromHere(owner, withdrawn);

	const invited = await visit();
	await invited.goto(await linkMailedTo(invited, declines));
	await invited.getByRole('button', { name: t('organisations.invitation.decline') }).click();
	await expect(invited.getByRole('heading', { level: 1 })).toHaveText(t('organisations.invitation.declined'));

	await owner.goto(`/en/organisations/${id}`);
	await expect(owner.getByText(t('organisations.invitation.state.declined'), { exact: true })).toBeVisible();
	await owner.getByRole('button', { name: t('organisations.withdraw.of', { email: withdrawn }) }).click();
	await expect(owner.getByText(t('organisations.invitation.state.withdrawn'), { exact: true })).toBeVisible();
	expect((await invited.goto(await linkMailedTo(invited, withdrawn)))?.status()).toBe(410);
});

test('the last administrator of an organisation can not leave it without one', async ({ visit }) => {
	const owner = await visit();
	await signInByMail(owner, newAddress('owner'));
	await addOrganisation(owner, 'Lighthouse School');
	const people = owner.getByRole('region', { name: t('organisations.people') });
	await people.getByRole('button').click();
	await expect(owner.getByText(t('organisations.lastAdmin')).first()).toBeVisible();
	await expect(people.getByText(t('shell.role.provider-admin'), { exact: true })).toBeVisible();
});

for (const javaScriptEnabled of [true, false])
	test(`filters and order of the list stand in the address ${javaScriptEnabled ? '' : 'without JavaScript'}`, async ({ visit }) => {
		const page = await visit({ javaScriptEnabled });
		await page.goto('/en/network');
		await page.getByRole('combobox', { name: t('organisations.list.kind') }).selectOption('provider');
		await page.getByRole('combobox', { name: t('organisations.field.country') }).selectOption('DE');
		await page.getByRole('button', { name: t('parts.filter.show') }).click();
		await expect(page).toHaveURL(/kind=provider/);
		await expect(page).toHaveURL(/country=DE/);
		const names = page.getByRole('rowheader');
		await expect(names.filter({ hasText: 'Werkhof Spree' })).toHaveCount(1);
		await expect(names.filter({ hasText: 'Istituto Laguna' })).toHaveCount(0);

		const header = page.getByRole('columnheader', { name: t('organisations.field.name') });
		const ascending = await names.allInnerTexts();
		await header.getByRole('link').click();
		await expect(header).toHaveAttribute('aria-sort', 'descending');
		expect(await names.allInnerTexts()).toEqual(ascending.toReversed());

		const shared = await visit({ javaScriptEnabled });
		await shared.goto(page.url());
		expect(await shared.getByRole('rowheader').allInnerTexts()).toEqual(ascending.toReversed());
		await expect(shared.getByRole('combobox', { name: t('organisations.field.country') })).toHaveValue('DE');
	});

test('the list leaves as CSV with the filters of the page', async ({ page }) => {
	await page.goto('/en/network?kind=provider&country=IT');
	const download = page.waitForEvent('download');
	await page.getByRole('link', { name: t('parts.filter.csv') }).click();
	const lines = readFileSync(await (await download).path(), 'utf8')
		.split('\r\n')
		.filter(Boolean);
	expect(lines[0]).toBe('\uFEFFid,kind,name,country,place,size,web');
	expect(lines.slice(1).map((line) => line.split(',')[2])).toContain('Istituto Laguna');
	expect(lines.slice(1).every((line) => line.split(',')[3] === 'IT')).toBe(true);
});
