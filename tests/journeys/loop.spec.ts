import type { Page } from '@playwright/test';
import { faultsOf } from './support/accessible.ts';
import { expect, test } from './support/journey.ts';
import { linkMailedTo, newAddress } from './support/mail.ts';
import { people, signInAs } from './support/people.ts';
import { addOrganisation, finishRunAtOnce, inviteToRun, signInByMail, startFullCheck } from './support/steps.ts';
import { wordsOf } from './support/words.ts';

const t = wordsOf('en');
const chapter = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

/** An administrator with a finished check in which HOME-1 is at level 1. */
async function withResult(page: Page): Promise<{ run: string; provider: string; name: string }> {
	await signInByMail(page, newAddress());
	const name = `Loop ${newAddress().split('@')[0]}`;
	const provider = await addOrganisation(page, name);
	const run = await startFullCheck(page);
	await finishRunAtOnce(page, run, (item) => (item === 'HOME-1' ? 1 : 2));
	return { run, provider, name };
}

test('from a result to a plan, shared with a mentor, and the next result shows that it worked', async ({ visit }) => {
	test.setTimeout(180_000);
	const page = await visit();
	const { run, name } = await withResult(page);

	// Home says where the provider is and what comes next.
	await page.goto('/en/home');
	await expect(page.locator('[aria-current=step]')).toContainText(t('loop.learn.question'));
	await page.getByRole('link', { name: t('mine.next.focus.act') }).click();
	await expect(page).toHaveURL(/\/report#priorities$/);

	// Two priorities become the focus, one alone does not; the first becomes an action.
	const proposed = page.getByRole('group', { name: t('report.focus.legend') }).getByRole('checkbox');
	await proposed.first().check();
	await page.getByRole('button', { name: t('report.focus.save') }).click();
	await expect(page.getByRole('status').filter({ hasText: t('report.focus.tooFew') })).toBeVisible();
	await proposed.first().check();
	await proposed.nth(1).check();
	await page.getByRole('button', { name: t('report.focus.save') }).click();
	await expect(page.getByRole('heading', { name: t('report.focus.title') })).toBeVisible();
	await page.getByText(t('report.plan.choose')).first().click();
	await expect(
		page
			.getByRole('group', { name: t('report.plan.choose.text') })
			.first()
			.getByRole('checkbox', { checked: true }),
	).toHaveCount(1);
	await page
		.getByRole('button', { name: t('report.plan.add') })
		.first()
		.click();
	await expect(page.getByText(t('plan.added', { count: 1 }))).toBeVisible();
	await chapter(page, t('plan.open')).getByRole('link').click();
	await expect(page).toHaveURL(/\/plan\/[\da-f-]{36}$/);
	const action = new URL(page.url()).pathname;
	const title = await page.getByRole('heading', { level: 1 }).innerText();

	// It gets an owner, then evidence: a word and a file.
	await page.getByRole('textbox', { name: t('plan.field.ownerName') }).fill('Head of metal department');
	await page.getByRole('textbox', { name: t('plan.field.hours') }).fill('20');
	await page.getByRole('button', { name: t('plan.change.act') }).click();
	await expect(page.getByText(t('plan.kept'))).toBeVisible();
	await page.getByRole('combobox', { name: t('plan.field.state') }).selectOption('done');
	await page.getByRole('textbox', { name: t('plan.field.proofNote') }).fill('Module plan');
	await page
		.getByLabel(t('plan.proof.file'), { exact: true })
		.setInputFiles({ name: 'module.txt', mimeType: 'text/plain', buffer: Buffer.from('Two outcomes\n') });
	await page.getByRole('button', { name: t('plan.where.act') }).click();
	await expect(page.getByRole('link', { name: 'module.txt' })).toBeVisible();
	expect(await (await page.request.get(`${action}/proof`)).text()).toBe('Two outcomes\n');
	expect(await faultsOf(page)).toEqual([]);

	// The plan as a document, and in the parts of an Erasmus Plan.
	for (const file of ['plan.pdf', 'plan.pdf?kind=erasmus']) {
		const printed = await page.request.get(`/en/plan/${file}`);
		expect(printed.headers()['content-type']).toBe('application/pdf');
	}
	const erasmus = await (await page.request.get('/en/plan/erasmus-plan.html')).text();
	expect(erasmus).toContain(`<h1>${t('plan.erasmus.title', { provider: name })}</h1>`);
	expect(erasmus).toContain('Module plan');

	// Somebody with a link sees the plan without names; a mentor who was invited sees it with them.
	await page.goto(`/en/runs/${run}/share`);
	await page.getByRole('checkbox', { name: t('report.part.plan') }).check();
	await page.getByRole('button', { name: t('report.share.make') }).click();
	const link = (await page.getByRole('link', { name: /\/shared\// }).getAttribute('href'))!;
	const reader = await visit();
	await reader.goto(link);
	await expect(chapter(reader, t('planned.title'))).toContainText(title);
	await expect(reader.getByText('Head of metal department')).toHaveCount(0);
	expect(await faultsOf(reader)).toEqual([]);

	const address = newAddress('mentor');
	await inviteToRun(page, run, address);
	const mentor = await visit();
	await mentor.goto(await linkMailedTo(page, address));
	await mentor.getByRole('button', { name: t('people.invitation.accept') }).click();
	await mentor.goto('/en/home');
	await mentor.getByRole('link', { name: t('mine.next.shared.act') }).click();
	await mentor.getByRole('link', { name: t('planned.open') }).click();
	await mentor.getByRole('link', { name: title }).click();
	await expect(mentor.getByText('Head of metal department')).toBeVisible();
	await expect(mentor.getByRole('button', { name: t('plan.change.act') })).toHaveCount(0);

	// A year later the same questions are answered again.
	const next = await startFullCheck(page);
	await finishRunAtOnce(page, next, (item) => (/^(HOME|STAFF|MOB)/.test(item) ? 3 : 2));
	await page.goto(`/en/runs/${next}/report`);
	// The chapters stand in the order of the specification, section 14.
	const chapters = await page.getByRole('main').getByRole('heading', { level: 2 }).allInnerTexts();
	const order = [
		'report.strengths',
		'report.sections.title',
		'report.lists.title',
		'report.readiness.title',
		'comparison.title',
		'report.trend.title',
		'planned.title',
		'report.method.title',
	] as const;
	expect(chapters.filter((title) => order.some((key) => t(key) === title))).toEqual(order.map((key) => t(key)));
	const progress = chapter(page, t('report.trend.title'));
	await expect(progress).toContainText(/\d+ of 100 in \d{4}, \d+ of 100 at this check/);
	await expect(progress).toContainText(t('report.trend.moved.action', { action: title, state: t('planned.state.done') }));
	// Each figure opens into how it was made.
	await progress.getByText(/of 100, \d+ points? more than in/).click();
	await expect(progress.getByText(/counts the 45 questions with a level both times/)).toBeVisible();
	expect(await faultsOf(page)).toEqual([]);
	await page.goto(action);
	await expect(page.getByText(t('plan.result.reached'))).toBeVisible();
	await page.goto('/en/home');
	await expect(page.getByText(/points? more than in \d{4}\./)).toBeVisible();
	expect(await faultsOf(page)).toEqual([]);
});

test('a need is told and taken back, with and without script', async ({ visit }) => {
	for (const javaScriptEnabled of [true, false]) {
		const page = await visit({ javaScriptEnabled });
		const { run } = await withResult(page);
		await page.goto(`/en/runs/${run}/report`);
		const button = page.getByRole('button', { name: /: Curriculum$/ }).first();
		await expect(button).toHaveAttribute('aria-pressed', 'false');
		await button.click();
		await expect(button).toHaveAttribute('aria-pressed', 'true');
		await page.reload();
		await expect(button).toHaveAttribute('aria-pressed', 'true');
		await button.click();
		await expect(button).toHaveAttribute('aria-pressed', 'false');
	}
});

test('the coordinator sees what providers need, an association its own, a provider is told where to say it', async ({ visit }) => {
	const coordinator = await visit();
	await signInAs(coordinator, people.coordinator);
	await coordinator.getByRole('link', { name: t('mine.next.needs.act') }).click();
	const impact = coordinator.getByRole('row').filter({ hasText: 'Impact' });
	await expect(impact).toBeVisible();
	const all = Number(await impact.getByRole('cell').first().innerText());
	const table = await (await coordinator.request.get('/en/benchmarks/needs/needs.csv')).text();
	expect(table).toContain(`impact,Impact,${all},`);

	const association = await visit();
	await signInAs(association, 'Paola Conti');
	await association.goto('/en/benchmarks/needs');
	const own = Number(await association.getByRole('row').filter({ hasText: 'Impact' }).getByRole('cell').first().innerText());
	expect(own).toBeGreaterThan(4);
	expect(own).toBeLessThan(all);

	const provider = await visit();
	await signInAs(provider, people.provider);
	await provider.goto('/en/benchmarks/needs');
	await expect(provider.getByRole('heading', { name: t('needs.none.title') })).toBeVisible();
});

test('two people who change one action lose neither version', async ({ visit }) => {
	const one = await visit();
	await signInAs(one, people.provider);
	await one.goto('/en/plan');
	await one.getByRole('textbox', { name: t('plan.field.action') }).fill('Write a partner profile');
	await one.getByRole('textbox', { name: t('plan.field.goal') }).fill('Partners find us');
	await one.getByRole('button', { name: t('plan.add.act') }).click();
	await expect(one.getByRole('heading', { level: 1, name: 'Write a partner profile' })).toBeVisible();
	const other = await visit();
	await signInAs(other, people.provider);
	await other.goto(new URL(one.url()).pathname);
	await other.getByRole('textbox', { name: t('plan.field.risk') }).fill('Ask the deputy');
	await other.getByRole('button', { name: t('plan.change.act') }).click();
	await expect(other.getByText(t('plan.kept'))).toBeVisible();

	await one.getByRole('textbox', { name: t('plan.field.risk') }).fill('Use last year’s');
	await one.getByRole('button', { name: t('plan.change.act') }).click();
	await expect(one.getByRole('alert')).toContainText(t('plan.error.conflict'));
	await expect(one.getByRole('row').filter({ hasText: 'Ask the deputy' })).toContainText('Use last year’s');
	expect(await faultsOf(one)).toEqual([]);
	await one.getByRole('button', { name: t('plan.change.act') }).click();
	await expect(one.getByText(t('plan.kept'))).toBeVisible();
	await expect(one.getByRole('textbox', { name: t('plan.field.risk') })).toHaveValue('Use last year’s');
});
