import { addFile, addLink, proofOf, removeProof } from '#modules/benchmarks/index.ts';
import { AppError } from '#platform/errors.ts';
import { answerScript } from '../../../../scripts.ts';
import type { RequestHandler } from './$types';

/** Adds a link or a file as proof for the page's script. */
export const POST: RequestHandler = ({ locals: { ctx }, params, request }) =>
	answerScript(async () => {
		const form = await request.formData();
		const item = String(form.get('item') ?? '');
		const file = form.get('file');
		if (file instanceof File) await addFile(ctx, params.id, item, { name: file.name, bytes: file.stream() });
		else await addLink(ctx, params.id, { item, url: String(form.get('url') ?? '') });
		return { proof: await proofOf(ctx.db, params.id) };
	}, say(ctx));

/** Takes a piece of proof away. */
export const DELETE: RequestHandler = ({ locals: { ctx }, params, url }) =>
	answerScript(async () => {
		await removeProof(ctx, params.id, url.searchParams.get('proof') ?? '');
		return { proof: await proofOf(ctx.db, params.id) };
	}, say(ctx));

const say =
	({ t }: App.Locals['ctx']) =>
	({ code, details }: AppError) => {
		if (code === 'not_signed_in') return t('runs.blocked.signedOut');
		if (code === 'conflict') return t('runs.blocked.notOpen');
		if (details.values?.fault === 'most') return t('runs.error.proofMost');
		if (details.field === 'file') return t('runs.error.file');
		return code === 'invalid_input' ? t('runs.error.url') : t('runs.blocked.noAccess');
	};
