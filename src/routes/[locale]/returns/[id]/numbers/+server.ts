import {
	editionOfReturn,
	itself,
	linkedTo,
	liveEntry,
	readEntry,
	saveNumbers,
	typedNumberInput,
	typedValue,
	type DatumInput,
} from '#modules/benchmarks/index.ts';
import { AppError } from '#platform/errors.ts';
import { answerScript, readScript } from '../../../../scripts.ts';
import type { RequestHandler } from './$types';

/** What stands now on the screen of an axis; an open page asks when it hears that something happened. */
export const GET: RequestHandler = ({ locals: { ctx }, params, url }) =>
	answerScript(
		async () => liveEntry(await readEntry(ctx, params.id, url.searchParams.get('axis') ?? 'A1', url.searchParams.get('unit') ?? itself)),
		say(ctx),
	);

/** Saves one number of the page's script. Says so only when it is durable; repeating it changes nothing. */
export const POST: RequestHandler = ({ locals: { ctx }, params, request }) =>
	answerScript(async () => {
		const { axis, client, window, sequence, ...typed } = typedNumberInput.parse(await readScript(request));
		const { head } = await readEntry(ctx, params.id, axis, typed.unit);
		const edition = editionOfReturn(head);
		const read = Array.isArray(typed.value) ? { value: typed.value } : typedValue(edition, ctx.locale, typed.target, typed.value);
		if ('message' in read) throw new AppError('invalid_input', { message: read.message, field: typed.target });
		const entry: DatumInput = { ...typed, value: read.value as DatumInput['value'] };
		await saveNumbers(ctx, params.id, { entries: linkedTo(edition, [entry]), client, window, sequence });
		return { at: ctx.now(), live: liveEntry(await readEntry(ctx, params.id, axis, typed.unit)) };
	}, say(ctx));

const say =
	({ t }: App.Locals['ctx']) =>
	({ code, details }: AppError) => {
		if (code === 'not_signed_in') return t('runs.blocked.signedOut');
		if (code === 'forbidden' || code === 'not_found') return t('runs.blocked.noAccess');
		return details.message;
	};
