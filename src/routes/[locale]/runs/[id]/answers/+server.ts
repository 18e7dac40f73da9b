import { answerRun, liveAnswers, runAnswerInput } from '#modules/benchmarks/index.ts';
import { namesOf } from '#platform/auth/index.ts';
import type { AppError } from '#platform/errors.ts';
import { personOf } from '#platform/policy.ts';
import { answerScript, readScript } from '../../../../scripts.ts';
import type { RequestHandler } from './$types';

/** What stands now; an open page asks when it hears that something happened, and when its line comes back. */
export const GET: RequestHandler = ({ locals: { ctx }, params }) => answerScript(() => liveAnswers(ctx, params.id), say(ctx));

/** Saves one answer of the page's script. Says so only when it is durable; repeating it changes nothing. */
export const POST: RequestHandler = ({ locals: { ctx, session }, params, request }) =>
	answerScript(async () => {
		const { outcome, version, standing } = await answerRun(ctx, params.id, runAnswerInput.parse(await readScript(request)));
		const own = standing.by !== null && standing.by === personOf(ctx.actor);
		const by = own ? (session?.name ?? null) : standing.by && ((await namesOf(ctx, [standing.by])).get(standing.by) ?? null);
		return { outcome, at: ctx.now(), standing: { ...standing, version, personId: standing.by, by } };
	}, say(ctx));

const say =
	({ t }: App.Locals['ctx']) =>
	(error: AppError) => {
		if (error.code === 'not_signed_in') return t('runs.blocked.signedOut');
		if (error.code === 'conflict') return t('runs.blocked.notOpen');
		if (error.code !== 'invalid_input') return t('runs.blocked.noAccess');
		const { field } = error.details;
		return field === 'reason' || field === 'reasonText' ? t(`runs.error.${field}`) : t('runs.error.answer');
	};
