import { answerAlone, oneself, ownAnswersShown, readParticipation, runAnswerInput } from '#modules/benchmarks/index.ts';
import { answerScript, readScript } from '../../../scripts.ts';
import { refusalIn } from '../refusal.ts';
import { readSecret } from '../session.ts';
import type { RequestHandler } from './$types';

/** What stands now. */
export const GET: RequestHandler = (event) =>
	answerScript(
		async () => ownAnswersShown(await readParticipation(event.locals.ctx, readSecret(event) ?? '')),
		refusalIn(event.locals.ctx),
	);

/** Saves one answer of the page's script. Says so only when it is durable; repeating it changes nothing. */
export const POST: RequestHandler = (event) =>
	answerScript(async () => {
		const { ctx } = event.locals;
		const secret = readSecret(event) ?? '';
		const { outcome, version, standing } = await answerAlone(ctx, secret, runAnswerInput.parse(await readScript(event.request)));
		return { outcome, at: ctx.now(), standing: { ...standing, version, personId: oneself, by: null } };
	}, refusalIn(event.locals.ctx));
