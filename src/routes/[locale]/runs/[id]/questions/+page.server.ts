import { fail, redirect } from '@sveltejs/kit';
import {
	addFile,
	addLink,
	answerRun,
	liveAnswers,
	readAnswering,
	removeProof,
	runAnswerInput,
	saveNote,
} from '#modules/benchmarks/index.ts';
import { namesOf } from '#platform/auth/index.ts';
import type { Ctx } from '#platform/context.ts';
import { AppError } from '#platform/errors.ts';
import type { MessageKey } from '#platform/i18n/translator.ts';
import { answerIn, keepPart, type AnswerFault } from '../../../../answer-form.ts';
import { requireSession, signedForm } from '../../../../forms.ts';
import type { Actions, PageServerLoad } from './$types';

/** Remembers that the marks of last year's answers are switched off. */
const marksCookie = 'marks';

export const load: PageServerLoad = async ({ locals, params, url, cookies }) => {
	const session = requireSession(locals, url);
	const { ctx } = locals;
	const state = await readAnswering(ctx, params.id);
	// The levels of a group check are agreed in its meeting.
	if (state.run.mode === 'group') redirect(303, `/${ctx.locale}/runs/${params.id}`);
	const items = state.sections.flatMap(({ items }) => items.map(({ item }) => item));
	const asked = url.searchParams.get('q') ?? '';
	return {
		...state,
		item: items.includes(asked) ? asked : (items.find((item) => !state.answers[item]) ?? items[0]!),
		marks: cookies.get(marksCookie) !== 'off',
		me: { personId: session.personId, name: session.name },
		messages: ctx.texts.group(ctx.locale, 'runs', 'words'),
	};
};

export const actions: Actions = {
	/** Everything on the screen of one question, without script: answer, note, proof. Each is kept for itself. */
	answer: async ({ locals, params, request, url }) => {
		const { session, ctx, form } = await signedForm({ locals, request, url });
		const field = (name: string) => String(form.get(name) ?? '').replaceAll('\r\n', '\n');
		const item = field('item');
		const say = ctx.t as unknown as (key: MessageKey) => string;
		const standing = await liveAnswers(ctx, params.id);
		const faults: AnswerFault[] = [];
		const tryTo = (work: () => Promise<unknown>, faultOf: (error: AppError) => [AnswerFault['field'], MessageKey]) =>
			keepPart(faults, work, (error) => {
				const blocked = error.code === 'conflict' && 'status' in (error.details.values ?? {});
				const [field, key] = blocked ? (['value', 'runs.blocked.notOpen'] as const) : faultOf(error);
				return { field, message: say(key) };
			});

		const given = answerIn(form);
		// A form that was not touched says nothing; somebody else may have answered since it was drawn.
		if (given.value && JSON.stringify(given) !== field('was'))
			await tryTo(
				() =>
					answerRun(
						ctx,
						params.id,
						runAnswerInput.parse({
							item,
							...given,
							basedOn: Number(field('basedOn')) || 0,
							client: `session-${session.id}`,
							sequence: ctx.now().getTime(),
						}),
					),
				({ details }) =>
					details.field === 'reason' || details.field === 'reasonText'
						? [details.field, `runs.error.${details.field}`]
						: ['value', 'runs.error.answer'],
			);

		let noteConflict: { text: string; version: number; by: string | null } | undefined;
		if (form.has('note') && field('note').trim() !== field('noteWas').trim())
			await tryTo(
				async () => {
					try {
						await saveNote(ctx, params.id, { item, text: field('note'), basedOn: Number(field('noteBasedOn')) || 0 });
					} catch (error) {
						noteConflict = await otherNote(ctx, error);
						if (!noteConflict) throw error;
					}
				},
				() => ['note', 'runs.error.note'],
			);

		const removed = field('remove');
		if (removed)
			await tryTo(
				() => removeProof(ctx, params.id, removed),
				() => ['value', 'runs.blocked.noAccess'],
			);
		const link = field('url').trim();
		const file = form.get('file');
		const most = ({ details }: AppError, key: MessageKey): MessageKey => (details.values?.fault === 'most' ? 'runs.error.proofMost' : key);
		if (link)
			await tryTo(
				() => addLink(ctx, params.id, { item, url: link }),
				(error) => ['url', most(error, 'runs.error.url')],
			);
		if (file instanceof File && file.size > 0)
			await tryTo(
				() => addFile(ctx, params.id, item, { name: file.name, bytes: file.stream() }),
				(error) => ['file', most(error, 'runs.error.file')],
			);
		const added = (link || (file instanceof File && file.size > 0)) && !faults.some(({ field }) => field === 'url' || field === 'file');
		if (added) await markDocumented(ctx, params.id, item, session.id);

		if (faults.length || noteConflict)
			return fail(noteConflict && !faults.length ? 409 : 422, { item, faults, given, note: field('note'), url: link, noteConflict });
		const items = await itemsOf(ctx, params.id);
		const go = field('go');
		const next = items[items.indexOf(item) + (go === 'next' ? 1 : go === 'back' ? -1 : 0)];
		const conflict = standing.status === 'open' && (await liveAnswers(ctx, params.id)).conflicts.some((met) => met.item === item);
		const base = `/${ctx.locale}/runs/${params.id}`;
		// Two answers that met are shown where they did.
		if (conflict && !standing.conflicts.some((met) => met.item === item)) redirect(303, `${base}/questions?q=${item}`);
		redirect(303, next ? `${base}/questions?q=${next}` : `${base}/review`);
	},

	/** Chooses between two answers that met. */
	decide: async ({ locals, params, request, url }) => {
		const { session, ctx, form } = await signedForm({ locals, request, url });
		const item = String(form.get('item') ?? '');
		await answerRun(
			ctx,
			params.id,
			runAnswerInput.parse({
				item,
				...answerIn(form),
				basedOn: Number(form.get('basedOn')) || 0,
				client: `session-${session.id}`,
				sequence: ctx.now().getTime(),
				decides: true,
			}),
		);
		const back = String(form.get('back') ?? '');
		redirect(303, back === 'review' ? `/${ctx.locale}/runs/${params.id}/review` : `/${ctx.locale}/runs/${params.id}/questions?q=${item}`);
	},

	/** Switches the marks of last year's answers off or on; remembered for a year. */
	marks: async ({ locals: { ctx }, params, request, url, cookies }) => {
		const form = await request.formData();
		const secure = url.protocol === 'https:';
		if (form.get('marks') === 'off')
			cookies.set(marksCookie, 'off', { path: '/', maxAge: 60 * 60 * 24 * 365, sameSite: 'lax', httpOnly: true, secure });
		else cookies.delete(marksCookie, { path: '/', secure });
		redirect(303, `/${ctx.locale}/runs/${params.id}/questions?q=${encodeURIComponent(String(form.get('item') ?? ''))}`);
	},
};

/** The text that stands instead of one's own, when that is why a note was refused. */
async function otherNote(ctx: Ctx, error: unknown): Promise<{ text: string; version: number; by: string | null } | undefined> {
	if (!(error instanceof AppError) || error.code !== 'conflict' || error.details.field !== 'text') return undefined;
	const { text, version, by } = error.details.values as { text: string; version: number; by: string };
	return { text, version, by: (by && (await namesOf(ctx, [by])).get(by)) || null };
}

/** Proof was added: the item is documented, whatever was said before. */
async function markDocumented(ctx: Ctx, runId: string, item: string, sessionId: string): Promise<void> {
	const standing = (await liveAnswers(ctx, runId)).answers[item];
	if (!standing || !/^[34]$/.test(standing.value) || standing.evidence === 'documented') return;
	await answerRun(ctx, runId, {
		item,
		value: standing.value as '3',
		evidence: 'documented',
		basedOn: standing.version,
		client: `session-${sessionId}`,
		sequence: ctx.now().getTime() + 1,
	});
}

async function itemsOf(ctx: Ctx, runId: string): Promise<string[]> {
	const { sections } = await readAnswering(ctx, runId);
	return sections.flatMap(({ items }) => items.map(({ item }) => item));
}
