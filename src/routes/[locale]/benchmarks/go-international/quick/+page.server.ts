import { fail, redirect } from '@sveltejs/kit';
import {
	answerInput,
	answerQuickCheck,
	currentEdition,
	finishQuickCheck,
	quickCheckState,
	quickQuestions,
	startQuickCheck,
	textsOf,
	type QuickCheckState,
} from '#modules/benchmarks/index.ts';
import type { Ctx } from '#platform/context.ts';
import { AppError } from '#platform/errors.ts';
import { plainData } from '#platform/pages/index.ts';
import { dropToken, keepToken, readToken } from './session.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { ctx } = event.locals;
	const token = readToken(event);
	const stored = token && (await existing(ctx, token));
	if (token && !stored) dropToken(event);
	const { textLocale, questions, notApplicable } = stored || untouched(ctx);
	const asked = Number(event.url.searchParams.get('q'));
	const firstOpen = questions.findIndex(({ answer }) => !answer);
	const step =
		Number.isInteger(asked) && asked >= 1 && asked <= questions.length ? asked : firstOpen < 0 ? questions.length : firstOpen + 1;
	const state = {
		textLocale,
		questions: questions.map(({ answer, ...question }) => ({
			...question,
			answer: answer && { value: answer.value, reason: answer.reason, reasonText: answer.reasonText },
		})),
		notApplicable,
	};
	return { state: plainData(ctx.page, state), step, messages: ctx.texts.group(ctx.locale, 'quick') };
};

/** What the stored run looks like; undefined when it was deleted meanwhile. */
async function existing(ctx: Ctx, token: string) {
	try {
		return await quickCheckState(ctx, { token });
	} catch (error) {
		if (error instanceof AppError && error.code === 'not_found') return undefined;
		throw error;
	}
}

/** The questions before the first answer: nothing is stored for somebody who only looks. */
function untouched(ctx: Ctx): Pick<QuickCheckState, 'textLocale' | 'questions' | 'notApplicable'> {
	const edition = currentEdition('go-international');
	const text = textsOf(edition, ctx.locale);
	return {
		textLocale: edition.locales.includes(ctx.locale) ? ctx.locale : 'en',
		questions: quickQuestions(edition, ctx.locale),
		notApplicable: {
			hint: text('gi.na.hint'),
			reasons: edition.instrument.notApplicableReasons.map((code) => ({ code, text: text(`gi.na.${code}`) })),
		},
	};
}

export const actions: Actions = {
	/** "Next" without script: saves the answer on this screen, then goes where the button says. */
	answer: async (event) => {
		const { ctx } = event.locals;
		const form = await event.request.formData();
		const step = Math.min(Math.max(Math.trunc(Number(form.get('step'))) || 1, 1), 9);
		const back = form.get('go') === 'back';
		const value = form.get('value');
		if (value) {
			const read = answerInput.safeParse({
				item: form.get('item'),
				value,
				reason: value === 'NA' ? (form.get('reason') ?? undefined) : undefined,
				reasonText: value === 'NA' ? (form.get('reasonText') ?? undefined) : undefined,
				sequence: ctx.now().getTime(),
			});
			if (!read.success) return fail(422, { step, field: 'value', message: ctx.t('quick.error.answer') });
			try {
				let token = readToken(event);
				if (!token) {
					({ token } = await startQuickCheck(ctx));
					keepToken(event, token);
				}
				await answerQuickCheck(ctx, token, read.data);
			} catch (error) {
				if (!(error instanceof AppError)) throw error;
				if (error.code === 'not_found') {
					dropToken(event);
					return fail(404, { step, field: 'value', message: ctx.t('quick.error.gone') });
				}
				const field = error.details.field === 'reasonText' ? 'reasonText' : 'reason';
				return fail(error.status, {
					step,
					field,
					chosen: String(value),
					reason: String(form.get('reason') ?? ''),
					message: ctx.t(`quick.error.${field}`),
				});
			}
		}
		const next = back ? step - 1 : step + 1;
		if (!back && step >= 9) return finish(event);
		redirect(303, `/${ctx.locale}/benchmarks/go-international/quick?q=${Math.max(next, 1)}`);
	},

	finish: (event) => finish(event),

	/** Starts again on this device. The earlier run is deleted with all others nobody claimed. */
	restart: (event) => {
		dropToken(event);
		redirect(303, `/${event.locals.ctx.locale}/benchmarks/go-international/quick`);
	},
};

async function finish(event: Parameters<Actions[string]>[0]) {
	const { ctx } = event.locals;
	const token = readToken(event);
	try {
		if (!token) throw new AppError('invalid_input', 'Nothing was answered');
		await finishQuickCheck(ctx, token);
	} catch (error) {
		if (!(error instanceof AppError)) throw error;
		return fail(error.status, { step: 1, field: 'value', message: ctx.t('quick.error.none') });
	}
	redirect(303, `/${ctx.locale}/benchmarks/go-international/quick/result`);
}
