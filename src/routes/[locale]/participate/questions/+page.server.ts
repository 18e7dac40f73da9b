import { fail, redirect } from '@sveltejs/kit';
import {
	answerAlone,
	noteAlone,
	oneself,
	ownAnswersShown,
	readParticipation,
	runAnswerInput,
	secondsAPersonTakes,
} from '#modules/benchmarks/index.ts';
import { AppError } from '#platform/errors.ts';
import { answerIn, keepPart, type AnswerFault } from '../../../answer-form.ts';
import { refusalIn } from '../refusal.ts';
import { questionsOf } from '../sections.ts';
import { readSecret } from '../session.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { ctx } = event.locals;
	const home = `/${ctx.locale}/participate`;
	const secret = readSecret(event);
	if (!secret) redirect(303, home);
	const own = await readParticipation(ctx, secret).catch((error: unknown) => {
		if (error instanceof AppError && error.code === 'not_found') redirect(303, home);
		throw error;
	});
	// After the closing nobody has answers of their own any more.
	if (own.run.status !== 'open') redirect(303, home);
	const questions = questionsOf(own, ctx.locale);
	const items = questions.sections.flatMap(({ items }) => items.map(({ item }) => item));
	const shown = ownAnswersShown(own);
	const asked = event.url.searchParams.get('q') ?? '';
	return {
		...questions,
		...shown,
		participant: own.participant.id,
		submitted: own.participant.submittedAt !== null,
		provider: own.provider,
		me: { personId: oneself, name: '' },
		item: items.includes(asked) ? asked : (items.find((item) => !shown.answers[item]) ?? items[0]!),
		secondsAnItem: secondsAPersonTakes,
		messages: ctx.texts.group(ctx.locale, 'participate', 'runs'),
	};
};

export const actions: Actions = {
	/** Everything on the screen of one question, without script: answer and note, each kept for itself. */
	answer: async (event) => {
		const { ctx } = event.locals;
		const secret = readSecret(event) ?? '';
		const form = await event.request.formData();
		const field = (name: string) => String(form.get(name) ?? '').replaceAll('\r\n', '\n');
		const item = field('item');
		const faults: AnswerFault[] = [];
		const tryTo = (work: () => Promise<unknown>, fieldOf: (error: AppError) => AnswerFault['field']) =>
			keepPart(faults, work, (error) => ({ field: fieldOf(error), message: refusalIn(ctx)(error) }));
		const given = answerIn(form);
		if (given.value && JSON.stringify(given) !== field('was'))
			await tryTo(
				() => answerAlone(ctx, secret, runAnswerInput.parse({ ...stamp(form), ...given })),
				({ details }) => (details.field === 'reason' || details.field === 'reasonText' ? details.field : 'value'),
			);
		if (form.has('note') && field('note').trim() !== field('noteWas').trim())
			await tryTo(
				() => noteAlone(ctx, secret, { item, text: field('note'), basedOn: Number(field('noteBasedOn')) || 0 }),
				() => 'note',
			);
		if (faults.length) return fail(422, { item, faults, given, note: field('note') });
		const own = await readParticipation(ctx, secret);
		const { sections } = questionsOf(own, ctx.locale);
		const items = sections.flatMap(({ items }) => items);
		const at = items.findIndex((each) => each.item === item);
		const go = field('go');
		const next =
			go === 'skip'
				? items.find(({ section }, i) => i > at && section !== items[at]?.section)
				: items[at + (go === 'back' ? -1 : go === 'next' ? 1 : 0)];
		redirect(303, next ? `/${ctx.locale}/participate/questions?q=${next.item}` : `/${ctx.locale}/participate#submit`);
	},

	/** Chooses between answers of two devices. */
	decide: async (event) => {
		const { ctx } = event.locals;
		const form = await event.request.formData();
		await answerAlone(ctx, readSecret(event) ?? '', runAnswerInput.parse({ ...stamp(form), ...answerIn(form), decides: true }));
		redirect(303, `/${ctx.locale}/participate/questions?q=${String(form.get('item'))}`);
	},
};

/** Without script every form is a device of its own. */
function stamp(form: FormData) {
	return {
		item: String(form.get('item') ?? ''),
		basedOn: Number(form.get('basedOn')) || 0,
		client: 'form',
		sequence: Date.now(),
	};
}
