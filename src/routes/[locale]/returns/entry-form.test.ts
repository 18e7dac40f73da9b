import { render } from 'svelte/server';
import { expect, test, vi } from 'vitest';
import { useTestApp } from '../../../../tests/support/app.ts';
import { makeOrganisation, makePerson } from '../../../../tests/support/provider.ts';
import EntryNumber from '#modules/benchmarks/ui/solity/EntryNumber.svelte';
import { editionOfReturn, readEntry, saveNumbers, startReturn } from '#modules/benchmarks/index.ts';
import { newId } from '#platform/ids.ts';
import { createCatalogue } from '#platform/i18n/catalogue.ts';
import { actions } from './[id]/[axis]/+page.server.ts';
import { readNumbers, saveForm, type NumbersRefused } from './entry-form.ts';

vi.mock('#ui/translate.ts', () => ({ useTranslator: () => createCatalogue().translator('en') }));

const app = useTestApp();
type Ctx = Parameters<typeof readEntry>[0];
const nothing: NumbersRefused = { faults: [], typed: {} };

/** A return with 1000 participants of 1240 planned, its administrator and a colleague. */
async function twoPeople() {
	const providerId = await makeOrganisation(app);
	const ana = await makePerson(app, 'Ana Ferreira', [{ organisationId: providerId, role: 'provider-admin' }]);
	const ctx = app.as(ana.actor);
	const { returnId } = await startReturn(ctx, { providerId, year: 2024, level: 'provider' });
	const irene = await makePerson(app, 'Irene Marino', [{ organisationId: providerId, role: 'provider-admin' }]);
	const colleague = app.as(irene.actor);
	const theirs = (target: string, value: number, basedOn = 1) =>
		saveNumbers(colleague, returnId, { entries: [{ target, value, trust: 3, basedOn }], client: 'irene', sequence: value });
	await theirs('part_total', 1000, 0);
	await theirs('part_planned', 1240, 0);
	return { ctx, returnId, theirs };
}

/** The page of the first axis as a browser without script has it, after `refused` came back. */
async function draw(ctx: Ctx, returnId: string, { faults, typed }: NumbersRefused = nothing) {
	const view = await readEntry(ctx, returnId, 'A1');
	const html = view.indicators
		.flatMap(({ fields }) => fields)
		.map((field) => {
			const refused = faults.find((each) => each.field === `value:${field.field}`)?.message;
			return render(EntryNumber, {
				props: { field, now: field, typed, refused, trust: view.trust, lang: 'en', lastYear: 2023, disabled: false },
			}).body;
		})
		.join('');
	const form = new FormData();
	const plain = (text: string) => text.replaceAll('&quot;', '"').replaceAll('&amp;', '&').replaceAll('&lt;', '<');
	const attribute = (tag: string, name: string) => plain(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
	for (const [tag] of html.matchAll(/<input[^>]*>/g))
		if (!/type="checkbox"/.test(tag) || /\schecked/.test(tag)) form.append(attribute(tag, 'name'), attribute(tag, 'value'));
	for (const [, tag, options] of html.matchAll(/(<select[^>]*>)(.*?)<\/select>/gs))
		form.append(attribute(tag!, 'name'), attribute(/<option[^>]*\sselected[^>]*>/.exec(options!)?.[0] ?? '', 'value'));
	for (const [, tag, text] of html.matchAll(/(<textarea[^>]*>)(.*?)<\/textarea>/gs)) form.append(attribute(tag!, 'name'), plain(text!));
	return { html, form };
}

async function press(ctx: Ctx, returnId: string, form: FormData) {
	const { head, unit } = await readEntry(ctx, returnId, 'A1');
	const read = readNumbers(form, editionOfReturn(head), 'en', unit);
	const outcome = await saveForm(form, read, (entries) => saveNumbers(ctx, returnId, { entries, client: 'session-ana', sequence: 1 }));
	return { targets: read.entries.map(({ target }) => target), refused: outcome && 'data' in outcome ? outcome.data : null };
}

const standing = async (ctx: Ctx, returnId: string, target: string) =>
	(await readEntry(ctx, returnId, 'A1')).indicators.flatMap(({ fields }) => fields).find(({ field }) => field === target)!.value;

test('a form that is refused for one box leaves what somebody else saved meanwhile in a box nobody touched', async () => {
	const { ctx, returnId, theirs } = await twoPeople();
	const { form } = await draw(ctx, returnId);
	await theirs('part_planned', 1250);
	form.set('value:part_total', '12x');
	const { refused } = await press(ctx, returnId, form);
	expect(refused!.faults).toHaveLength(1);
	const again = (await draw(ctx, returnId, refused!)).form;
	expect([again.get('value:part_total'), again.get('value:part_planned')]).toEqual(['12x', '1250']);
	again.set('value:part_total', '1200');
	expect(await press(ctx, returnId, again)).toEqual({ targets: ['part_total'], refused: null });
	expect(await standing(ctx, returnId, 'part_planned')).toBe('1250');
});

test('who typed into a box that somebody else saved meanwhile is shown the other number before the own replaces it', async () => {
	const { ctx, returnId, theirs } = await twoPeople();
	const { form } = await draw(ctx, returnId);
	await theirs('part_planned', 1250);
	form.set('value:part_planned', '1300');
	const { refused } = await press(ctx, returnId, form);
	expect(refused).toMatchObject({ faults: [{ field: 'value:part_planned' }] });
	const { html, form: again } = await draw(ctx, returnId, refused!);
	expect(again.get('value:part_planned')).toBe('1300');
	expect(html).toContain('It is now 1250 (Irene Marino)');
	await theirs('part_planned', 1260, 2);
	expect((await press(ctx, returnId, again)).refused).toMatchObject({ faults: [{ field: 'value:part_planned' }] });
});

test('a number that was typed beside a refused one is told of another’s as well', async () => {
	const { ctx, returnId, theirs } = await twoPeople();
	const { form } = await draw(ctx, returnId);
	form.set('value:part_total', '12x');
	form.set('value:part_planned', '1300');
	const { refused } = await press(ctx, returnId, form);
	await theirs('part_planned', 1250);
	expect((await draw(ctx, returnId, refused!)).html).toContain('It is now 1250 (Irene Marino)');
});

test('a form of a centre that is not there any more is refused, and saves nothing to another', async () => {
	const { ctx, returnId } = await twoPeople();
	const { form } = await draw(ctx, returnId);
	form.set('value:part_total', '7');
	form.set('unit', newId());
	const actor = ctx.actor as Extract<Ctx['actor'], { kind: 'person' }>;
	const send = () =>
		actions.save!({
			locals: { ctx, session: { id: actor.sessionId, personId: actor.personId } },
			params: { locale: 'en', id: returnId, axis: 'A1' },
			request: new Request('http://localhost/', { method: 'POST', body: form }),
			url: new URL('http://localhost/'),
		} as never);
	await expect(send()).rejects.toMatchObject({ code: 'not_found' });
	expect(await standing(ctx, returnId, 'part_total')).toBe('1000');
	form.set('unit', (await readEntry(ctx, returnId, 'A1')).unit);
	await expect(send()).rejects.toMatchObject({ status: 303 });
	expect(await standing(ctx, returnId, 'part_total')).toBe('7');
});
