import { faultsOf } from './support/accessible.ts';
import { expect, test as journey } from './support/journey.ts';
import { newAddress } from './support/mail.ts';
import { startServer, type OwnServer } from './support/own-server.ts';
import { setUpSecondFactor } from './support/steps.ts';
import { locales, wordsOf } from './support/words.ts';

const t = wordsOf('en');
const test = journey.extend<object, { server: OwnServer }>({
	server: [
		async ({}, use) => {
			const server = await startServer({ VENHANS_DEMO: 'off' });
			await use(server);
			await server.stop();
		},
		{ scope: 'worker', timeout: 120_000 },
	],
	baseURL: async ({ server }, use) => use(server.origin),
});
// One server for both, and the platform has its administrator before the second looks at it.
test.describe.configure({ mode: 'serial' });

test('a new platform without demo prints a link, and whoever opens it runs the platform', async ({ visit, server }) => {
	const link = /http\S+\/welcome\?token=\S+/.exec(server.said)![0];
	const page = await visit();
	for (const locale of locales) {
		await page.goto(link.replace('/en/', `/${locale}/`));
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(wordsOf(locale)('auth.welcome.title'));
		expect(await faultsOf(page)).toEqual([]);
	}
	await page.goto(link);
	await page.getByRole('button', { name: t('auth.welcome.go') }).click();
	for (const fault of [t('auth.name.missing'), t('auth.email.invalid')]) await expect(page.getByRole('alert')).toContainText(fault);
	await page.getByRole('textbox', { name: t('auth.name') }).fill('Vera Anfang');
	await page.getByRole('textbox', { name: t('auth.email') }).fill(newAddress('vera'));
	await page.getByRole('button', { name: t('auth.welcome.go') }).click();

	// Rights come with the second factor and not before.
	await expect(page).toHaveURL(/\/account\/second-factor$/);
	expect((await page.goto('/en/outbox'))?.status()).toBe(403);
	await setUpSecondFactor(page);
	expect((await page.goto('/en/outbox'))?.status()).toBe(200);

	const late = await visit();
	expect((await late.goto(link))?.status()).toBe(410);
	await expect(late.getByRole('heading', { level: 1 })).toHaveText(t('errors.gone.title'));
});

test('without demo nobody signs in as somebody else, and a guest reads no mail', async ({ visit }) => {
	const page = await visit();
	await page.goto('/en');
	await expect(page.getByRole('link', { name: t('shell.footer.demo') })).toHaveCount(0);
	expect((await page.goto('/en/demo'))?.status()).toBe(404);
	expect((await page.goto('/en/outbox'))?.status()).toBe(401);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('errors.signIn.title'));
	expect(await faultsOf(page)).toEqual([]);
	expect((await page.goto('/en/dev/components'))?.status()).toBe(404);
	await page.goto('/en/sign-in');
	await expect(page.getByText(t('auth.demo.title'))).toHaveCount(0);
});
