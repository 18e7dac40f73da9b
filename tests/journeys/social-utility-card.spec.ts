import { demoId } from '../../src/modules/network/demo/seed.ts';
import { faultsOf } from './support/accessible.ts';
import { expect, test } from './support/journey.ts';
import { signInAs } from './support/people.ts';
import { wordsOf } from './support/words.ts';

const t = wordsOf('en');

test('a locked return becomes a report that can be traced, a public card, and a card anybody checks', async ({ visit }) => {
	const provider = await visit();
	await signInAs(provider, 'Élodie Castan');
	const report = `/en/returns/${demoId('return', 'garonne 1')}/report`;
	await provider.goto(report);
	await expect(provider.getByText(t('utility.of100')).first()).toBeVisible();

	// From the score to the numbers somebody typed.
	await provider.locator('[id="SU-1.4"] > summary').click();
	const access = provider.locator('[id="SU-1.4"]');
	await expect(access.getByText('100 × out_emp / (out_known − out_edu)')).toBeVisible();
	await expect(access.getByText('Leavers without a job at entry', { exact: false }).first()).toBeVisible();

	await provider.getByRole('link', { name: t('utility.card') }).click();
	await provider.getByRole('combobox', { name: t('cards.own.number', { place: 1 }) }).selectOption('SU-1.4');
	await provider.getByRole('button', { name: t('cards.own.publish') }).click();
	const address = (await provider.getByRole('link', { name: /\/cards\// }).getAttribute('href'))!;

	const guest = await visit();
	await guest.goto(address);
	await expect(guest.getByText(t('cards.state.valid'))).toBeVisible();
	expect(await faultsOf(guest)).toEqual([]);
	const fingerprint = (await guest.locator('.fingerprint').textContent())!;
	const check = guest.getByRole('textbox', { name: t('cards.check.field') });
	await check.fill(fingerprint);
	await guest.getByRole('button', { name: t('cards.check.act') }).click();
	await expect(guest.getByText(t('cards.match.yes'))).toBeVisible();
	await check.fill(fingerprint.replace(/^./, (first) => (first === '0' ? '1' : '0')));
	await guest.getByRole('button', { name: t('cards.check.act') }).click();
	await expect(guest.getByText(t('cards.match.no'))).toBeVisible();
	const pdf = await guest.request.get(`${address}/card.pdf`);
	expect(pdf.headers()['content-type']).toBe('application/pdf');

	await provider.getByRole('button', { name: t('cards.own.withdraw') }).click();
	await expect(provider.getByRole('button', { name: t('cards.own.publish') })).toBeVisible();
	await guest.goto(address);
	await expect(guest.getByText(t('cards.state.withdrawn'), { exact: true })).toBeVisible();
	expect((await guest.request.get(`${address}/card.txt`)).status()).toBe(410);
});
