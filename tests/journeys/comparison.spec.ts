import { demoId } from '../../src/modules/network/demo/seed.ts';
import { currentEdition } from '../../src/modules/benchmarks/instruments.ts';
import { expect, test } from './support/journey.ts';
import { demoMessage, newAddress, openMail } from './support/mail.ts';
import { signInAs } from './support/people.ts';
import { addOrganisation, signInByMail, startFullCheck } from './support/steps.ts';
import { wordsOf } from './support/words.ts';

const t = wordsOf('en');

test('a provider compares itself, narrows the group, meets one that is too small, and takes its consent back', async ({ page }) => {
	const run = demoId('run', 'tisza 2');
	await signInAs(page, 'Zsófia Kerekes');
	await page.goto(`/en/runs/${run}`);
	await page.getByRole('link', { name: t('runs.overview.compare'), exact: true }).click();
	await expect(page).toHaveURL(/\/comparison$/);
	await expect(page.getByRole('heading', { name: /^You are in the (lower quarter|middle half|upper quarter)$/ })).toBeVisible();
	await expect(page.getByRole('row', { name: /^Overall/ })).toContainText(/\d\.\d to \d\.\d/);
	await expect(page.getByText('These are self-assessments.')).toBeVisible();

	// What is chosen stands in the address.
	const first = page.getByRole('combobox', { name: t('comparison.filter.with') });
	await first.selectOption('erasmusStatus:accredited');
	await page.getByRole('button', { name: t('parts.filter.show') }).click();
	await expect(page).toHaveURL(/with=erasmusStatus%3Aaccredited/);
	await expect(page.getByRole('status').filter({ hasText: 'Erasmus+ status: Accredited' })).toBeVisible();
	await expect(first).toHaveValue('erasmusStatus:accredited');

	// Two of a kind are no group.
	await page.goto(`/en/runs/${run}/comparison?with=country:PT&with=country:DE`);
	await expect(page.getByRole('alert')).toContainText(t('comparison.filter.twice'));
	await expect(page.getByRole('row')).toHaveCount(0);

	// Too few: why, and the way on.
	await page.goto(`/en/runs/${run}/comparison?with=sizeClass:250-999&with=country:MT`);
	await expect(page.getByRole('heading', { name: t('comparison.hidden.too-few') })).toBeVisible();
	await page.getByRole('link', { name: t('comparison.wider', { group: 'Learners per year: 250 to 999' }) }).click();
	await expect(page.getByRole('row', { name: /^Overall/ })).toBeVisible();

	await expect(page.getByText(t('comparison.own.counted'))).toBeVisible();
	await page.getByRole('button', { name: t('comparison.own.withdraw') }).click();
	await expect(page.getByText(t('comparison.own.off'))).toBeVisible();
	// The group stays chosen.
	await expect(first).toHaveValue('sizeClass:250-999');
	await page.getByRole('button', { name: t('comparison.own.agree') }).click();
	await expect(page.getByText(t('comparison.own.tonight'))).toBeVisible();
});

test('a comparison can be read and its group chosen without script', async ({ visit }) => {
	const page = await visit({ javaScriptEnabled: false });
	await signInAs(page, 'Zsófia Kerekes');
	await page.goto(`/en/runs/${demoId('run', 'tisza 2')}/comparison`);
	await page.getByRole('combobox', { name: t('comparison.filter.with') }).selectOption('');
	await page.getByRole('button', { name: t('parts.filter.show') }).click();
	await expect(page).toHaveURL(/comparison\?with=&with=$/);
	await expect(page.getByRole('status')).toContainText(t('comparison.group.everybody'));
	await expect(page.getByRole('row', { name: /^Learning mobility/ })).toBeVisible();
});

test('the report says where it stands; a link shows that only when its part was chosen', async ({ page, visit }) => {
	const run = demoId('run', 'donau 2');
	await signInAs(page, 'Sabine Huber');
	await page.goto(`/en/runs/${run}/report`);
	await expect(page.getByRole('heading', { name: t('comparison.title') })).toBeVisible();
	await expect(page.getByRole('definition').filter({ hasText: /at least \d+ providers/ })).toBeVisible();
	const guest = await visit();
	for (const [chosen, shown] of [
		[false, 0],
		[true, 1],
	] as const) {
		await page.goto(`/en/runs/${run}/share`);
		await page.getByRole('checkbox', { name: t('report.part.comparison') }).setChecked(chosen);
		await page.getByRole('button', { name: t('report.share.make') }).click();
		await guest.goto((await page.getByRole('link', { name: /\/shared\// }).getAttribute('href'))!);
		await expect(guest.getByRole('heading', { name: t('comparison.title') })).toHaveCount(shown);
		await expect(guest.getByText(/at least \d+ providers/)).toHaveCount(shown && 2);
	}
});

test('a return is compared by filters, opens into indicators, and asks for consents', async ({ page }) => {
	const counted = demoId('return', 'vale 3');
	await signInAs(page, 'Ana Ferreira');
	await page.goto(`/en/returns/${counted}/report`);
	await page.getByRole('link', { name: t('comparison.open') }).click();
	await expect(
		page.getByRole('navigation', { name: t('returns.pages') }).getByRole('link', { name: t('comparison.title') }),
	).toHaveAttribute('aria-current', 'page');
	const overall = page.getByRole('row', { name: /^Overall \d+ \(\d+ to \d+\) / });
	await expect(overall).toContainText(/(above|below) the middle|in the middle half|no clear difference/);
	const axis = page.locator('details').filter({ has: page.locator('summary', { hasText: 'Return to work' }) });
	await axis.locator('summary').first().click();
	await axis.getByText(t('parts.table')).click();
	await expect(axis.getByRole('row', { name: /^Access to employment \d+ \(\d+ to \d+\) \d+ \d+ to \d+/ })).toBeVisible();

	// Too few: why, and the way on.
	await page.goto(`/en/returns/${counted}/comparison?with=providerType:public-school&with=country:MT`);
	await expect(page.getByRole('heading', { name: t('comparison.hidden.too-few') })).toBeVisible();
	await page.getByRole('link', { name: t('comparison.wider', { group: 'Public school' }) }).click();
	await expect(overall).toBeVisible();

	for (const [agreed, words] of [
		[false, t('comparison.own.off')],
		[true, `${t('comparison.own.tonight')} ${t('peers.own.best.on')}`],
	] as const) {
		await page.getByRole('checkbox', { name: t('returns.sharing.agree') }).setChecked(agreed);
		await page.getByRole('checkbox', { name: t('returns.sharing.best') }).setChecked(agreed);
		await page.getByRole('button', { name: t('returns.sharing.save') }).click();
		await expect(page.getByText(words, { exact: true })).toBeVisible();
	}
	// The group stays chosen.
	await expect(page).toHaveURL(/with=providerType%3Apublic-school#own$/);
});

test('similar providers are chosen without script; a sixth set of weights waits for tomorrow, and loses no message', async ({ visit }) => {
	const page = await visit({ javaScriptEnabled: false });
	const counted = demoId('return', 'vale 3');
	await signInAs(page, 'Ana Ferreira');
	await page.goto(`/en/returns/${counted}/comparison`);
	await page.getByRole('link', { name: t('peers.way.similar') }).click();
	await expect(page.getByRole('row', { name: /^Participants a year 1,240 about [\d,]+/ })).toBeVisible();
	await page.getByText(t('peers.similar.weights'), { exact: true }).click();
	await page
		.getByRole('group', { name: t('peers.variable.size') })
		.getByText('3')
		.click();
	await page.getByRole('button', { name: t('parts.filter.show') }).click();
	await expect(page).toHaveURL(/similar=15&size=3&/);
	for (const weight of [0, 1, 2, 3]) await page.request.get(`/en/returns/${counted}/comparison?similar=15&size=3&fields=${weight}`);
	await page.request.get(`/en/returns/${counted}/comparison?similar=15&size=0`);
	await page.goto(`/en/returns/${counted}/comparison?similar=15&size=1`);
	await expect(page.getByRole('alert')).toContainText(t('peers.similar.spent'));
	await expect(page.getByRole('row')).toHaveCount(0);
	await page.getByRole('link', { name: t('peers.similar.usual') }).click();
	await expect(page.getByRole('row', { name: /^Overall \d+ / })).toBeVisible();

	// What was written to providers that are not shown any more comes back, and stays while one looks for others.
	const writer = await visit();
	await signInAs(writer, 'Ana Ferreira');
	await writer.goto(`/en/returns/${counted}/comparison?similar=15`);
	const text = writer.getByRole('textbox', { name: t('peers.message.label') });
	await text.fill('How do you reach people in the villages?');
	await writer.locator('form[action*="/message"]').evaluate((form) => form.setAttribute('action', '?similar=15&size=1&/message'));
	await writer.getByRole('button', { name: t('peers.message.send') }).click();
	await expect(writer.getByRole('alert').filter({ hasText: t('peers.message.error') })).toContainText(t('peers.message.stale'));
	await expect(writer.getByRole('row', { name: /^Overall \d+ / })).toHaveCount(0);
	await expect(text).toHaveValue('How do you reach people in the villages?');
	await writer.getByRole('link', { name: t('peers.similar.usual') }).click();
	await expect(writer.getByRole('row', { name: /^Overall \d+ / })).toBeVisible();
	await expect(text).toHaveValue('How do you reach people in the villages?');
});

test('a provider writes to similar ones without script, once; who got such a message stops them without an account', async ({ visit }) => {
	const page = await visit({ javaScriptEnabled: false });
	await signInAs(page, 'Zsófia Kerekes');
	await page.goto(`/en/returns/${demoId('return', 'tisza year 3')}/comparison?similar=15`);
	const text = page.getByRole('textbox', { name: t('peers.message.label') });
	await expect(page.getByText('zsofia-kerekes@tisza.example')).toBeVisible();
	await text.evaluate((field) => field.removeAttribute('required'));
	await page.getByRole('button', { name: t('peers.message.send') }).click();
	await expect(page.getByRole('alert')).toContainText(t('peers.message.wrong'));
	await text.fill('How do you reach people in the villages?');
	await page.getByRole('button', { name: t('peers.message.send') }).click();
	await expect(page).toHaveURL(/similar=15#written$/);
	await expect(page.getByText(/^Your organisation wrote on /)).toBeVisible();
	await expect(text).toHaveCount(0);

	const guest = await visit({ javaScriptEnabled: false });
	await openMail(guest, demoMessage);
	await expect(guest.getByText('> We are setting up evening groups', { exact: false })).toBeVisible();
	await guest.getByRole('main').locator('a[href*="similar?for="]').click();
	await guest.getByRole('button', { name: t('returns.similar.stop') }).click();
	await expect(guest.getByText(/gets no messages from similar providers/)).toBeVisible();
	await signInAs(guest, 'Mette Holm');
	await guest.goto(`/en/returns/${demoId('return', 'nordlys year 3')}`);
	const consent = guest.getByRole('checkbox', { name: t('returns.sharing.invitable') });
	await expect(consent).not.toBeChecked();
	await consent.check();
	await guest.getByRole('button', { name: t('returns.sharing.save') }).click();
	await expect(consent).toBeChecked();
});

test('a new provider of a network in which nobody shares yet is told so, and its consent waits for its verification', async ({ page }) => {
	await signInByMail(page, newAddress());
	await addOrganisation(page, `Compares ${newAddress().split('@')[0]}`);
	const run = await startFullCheck(page);
	for (const [i, { code }] of currentEdition('go-international').instrument.items.entries()) {
		const data = { item: code, value: String((i % 3) + 1), client: 'journey', sequence: i + 1, basedOn: 0 };
		expect((await page.request.post(`/en/runs/${run}/answers`, { data })).status()).toBe(200);
	}
	await page.goto(`/en/runs/${run}/comparison`);
	// Nothing to compare before the run is finished.
	await expect(page).toHaveURL(new RegExp(`/runs/${run}$`));
	await page.goto(`/en/runs/${run}/importance`);
	await page.getByRole('button', { name: t('runs.importance.finish') }).click();
	await expect(page).toHaveURL(/\/report$/);
	await page.getByRole('link', { name: t('comparison.open') }).click();
	// In a demo real providers are compared with real ones only, and there are too few of them.
	await expect(page.getByRole('heading', { name: t('comparison.hidden.too-few') })).toBeVisible();
	await expect(page.getByText(t('comparison.wider.none'))).toBeVisible();
	await expect(page.getByText(t('comparison.own.off'))).toBeVisible();
	await page.getByRole('button', { name: t('comparison.own.agree') }).click();
	await expect(page.getByText(t('comparison.own.agreed'))).toBeVisible();
	await expect(page.getByText(t('comparison.own.refusal.not-active'))).toBeVisible();
});
