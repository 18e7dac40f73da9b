import type { APIRequestContext } from '@playwright/test';
import { expect, test } from './support/journey.ts';
import { signInByMail } from './support/steps.ts';
import { newAddress } from './support/mail.ts';
import { wordsOf } from './support/words.ts';

const t = wordsOf('en');
const api = '/api/v1';
const type = 'application/problem+json';
type Problem = { code: string };
type Document = { paths: Record<string, Record<string, { operationId: string }>> };

for (const javaScriptEnabled of [true, false])
	test(`a token is made, used by a program, and ended, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
		visit,
		request,
	}) => {
		const page = await visit({ javaScriptEnabled });
		const address = newAddress();
		await signInByMail(page, address);
		await page.goto('/en/account');
		await page.getByRole('link', { name: t('account.tokens.open') }).click();
		await expect(page.getByRole('heading', { name: t('tokens.none.title') })).toBeVisible();

		await page.getByRole('button', { name: t('tokens.make') }).click();
		await expect(page.getByRole('alert').getByRole('link')).toHaveText([t('tokens.error.name'), t('tokens.error.scopes')]);

		await page.getByRole('textbox', { name: t('tokens.name') }).fill('Nightly import');
		await page.getByRole('checkbox', { name: t('tokens.scope.account:read') }).check();
		await page.getByRole('button', { name: t('tokens.make') }).click();
		const token = await page.getByRole('textbox', { name: t('tokens.made.label') }).inputValue();
		expect(token).toMatch(/^vh_/);

		const authorization = `Bearer ${token}`;
		const me = await request.get(`${api}/me`, { headers: { authorization } });
		expect(await me.json()).toMatchObject({ email: address, access: { kind: 'token', scopes: ['account:read'] } });

		await page.goto('/en/account/tokens');
		await expect(page.getByText(token.slice(0, 7))).toBeVisible();
		expect(await page.content()).not.toContain(token);
		await page.getByRole('button', { name: t('tokens.end.named', { name: 'Nightly import' }) }).click();
		await expect(page.getByText(t('tokens.done'))).toBeVisible();
		expect((await request.get(`${api}/me`, { headers: { authorization } })).status()).toBe(401);
	});

test('the reference leads to every operation and asks nobody else for anything', async ({ page, request }) => {
	const { paths } = (await (await request.get(`${api}/openapi.json`)).json()) as Document;
	const names = Object.values(paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
	await page.goto('/');
	await page
		.getByRole('contentinfo')
		.getByRole('link', { name: t('shell.footer.api') })
		.click();
	const links = await page
		.getByRole('main')
		.locator('a[href^="/en/developers/"]')
		.evaluateAll((all) => all.map((link) => link.getAttribute('href')!));
	expect(links.toSorted()).toEqual(names.map((name) => `/en/developers/${name}`).toSorted());
	for (const link of links) expect((await request.get(link)).status()).toBe(200);
	await page
		.getByRole('main')
		.locator(`a[href="${links.at(-1)}"]`)
		.click();
	await expect(page.getByRole('heading', { name: t('developers.refuses') })).toBeVisible();
	await page.getByRole('link', { name: 'not_signed_in' }).click();
	await expect(page).toHaveURL(/\/en\/developers#not_signed_in$/);
});

test('a page’s script changes things by the session; another site’s can not', async ({ page, context }) => {
	await signInByMail(page, newAddress());
	const own = await page.evaluate(async (path) => {
		const response = await fetch(path, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: '{"name":"Irene"}' });
		return { status: response.status, body: (await response.json()) as { name: string } };
	}, `${api}/me`);
	expect(own).toMatchObject({ status: 200, body: { name: 'Irene' } });
	// With the same cookie, but sent from elsewhere, or from nowhere.
	for (const headers of [{ origin: 'https://elsewhere.example' }, {}] as Record<string, string>[]) {
		const refused = await context.request.patch(`${api}/me`, { headers, data: { name: 'Mallory' } });
		expect(refused.status()).toBe(401);
	}
	expect(((await (await context.request.get(`${api}/me`)).json()) as { name: string }).name).toBe('Irene');
});

test('what goes wrong on the way in is told in the API’s own words', async ({ request }) => {
	const told = async (sent: ReturnType<APIRequestContext['fetch']>) => {
		const response = await sent;
		expect(response.headers()['content-type']).toBe(type);
		return `${response.status()} ${((await response.json()) as Problem).code}`;
	};
	const score = `${api}/benchmarks/go-international/score`;
	const json = { 'content-type': 'application/json' };
	expect(await told(request.get(`${api}/nowhere`))).toBe('404 not_found');
	expect(await told(request.delete(score))).toBe('405 method_not_allowed');
	expect(await told(request.post(score, { form: { edition: 'GI-1.0' } }))).toBe('415 unsupported_media_type');
	expect(await told(request.post(score, { headers: json, data: Buffer.from('{"edition":') }))).toBe('400 malformed_request');
	expect(await told(request.post(score, { headers: json, data: Buffer.alloc(1_000_000, ' ') }))).toBe('413 too_large');
	expect(await told(request.post(score, { headers: json, data: Buffer.alloc(30_000_000, ' ') }))).toBe('413 too_large');
	expect(await told(request.delete(`${api}/me/sessions`))).toBe('401 not_signed_in');
	expect(await told(request.get(`${api}/me`, { headers: { authorization: 'Bearer vh_wrong' } }))).toBe('401 not_signed_in');
	// Programs send no origin: neither an empty body nor a form's type may run into the guard of the pages.
	expect(await told(request.post(`${api}/invitation/accept`, { headers: { 'link-secret': 'used' } }))).toBe('410 gone');
	expect((await request.fetch(score, { method: 'OPTIONS' })).headers().allow).toBe('POST, OPTIONS');
	expect((await request.head(`${api}/organisations`)).status()).toBe(200);
	for (const path of [api, `${api}/`]) expect(await (await request.get(path)).json()).toMatchObject({ document: `${api}/openapi.json` });
});
