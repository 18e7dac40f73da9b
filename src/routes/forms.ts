import { fail, redirect, type ActionFailure } from '@sveltejs/kit';
import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import type { MessageKey, Translator } from '#platform/i18n/translator.ts';

/** What a form gets back: the words for each field, and what was typed. */
export type FormFault = {
	faults: { field?: string; message: string }[];
	values: Record<string, string>;
	/** Every value of a name, for boxes several of which can be ticked. */
	ticked: Partial<Record<string, string[]>>;
};

/** What was typed into a form, as text; files and passwords are left out, so that they are never sent back. */
export function typed(form: FormData): Record<string, string> {
	return Object.fromEntries(
		[...form].flatMap(([name, value]) => (typeof value === 'string' && !/password|code|current/.test(name) ? [[name, value]] : [])),
	);
}

function ticked(form: FormData): FormFault['ticked'] {
	return Object.fromEntries(Object.keys(typed(form)).map((name) => [name, form.getAll(name).map(String)]));
}

/** The words of a field's fault: a message key per field, and one for everything else. */
export type FaultWords = Partial<Record<string, MessageKey>> & { other: MessageKey };

/**
 * Runs the work of a form. What it refuses comes back as words next to the fields, with the input kept; redirects and
 * faults of ours go through.
 */
export async function attempt<T>(
	t: Translator,
	form: FormData,
	words: FaultWords,
	work: () => Promise<T>,
): Promise<T | ActionFailure<FormFault>> {
	const say = t as unknown as (key: MessageKey) => string;
	const refuse = (status: number, faults: FormFault['faults']) => fail(status, { faults, values: typed(form), ticked: ticked(form) });
	try {
		return await work();
	} catch (error) {
		if (error instanceof z.ZodError) {
			const fields = [...new Set(error.issues.map(({ path }) => String(path[0] ?? '')))];
			return refuse(
				422,
				fields.map((field) => ({ field: field || undefined, message: say(words[field] ?? words.other) })),
			);
		}
		if (!(error instanceof AppError) || error.status >= 500) throw error;
		const { field, values } = error.details;
		const specific = values?.fault ? words[`${field}.${values.fault}`] : undefined;
		const key =
			specific ?? (error.code === 'too_many_requests' ? 'errors.tooMany.text' : (words[field ?? ''] ?? words[error.code] ?? words.other));
		return refuse(error.status, [{ field, message: say(key) }]);
	}
}

/** A path of our own to go back to after signing in; anything else leads home. */
export function safeBack(back: string | null | undefined, locale: string): string {
	return back && /^\/(?![/\\])/.test(back) ? back : `/${locale}/home`;
}

/** The form somebody signed in has sent, and who they are; guests are sent to sign in. */
export async function signedForm({ locals, request, url }: { locals: App.Locals; request: Request; url: URL }) {
	const session = requireSession(locals, url);
	return { session, ctx: locals.ctx, form: await request.formData() };
}

/** Sends guests to sign in and back here afterwards. @returns the signed-in session */
export function requireSession(locals: App.Locals, url: URL): NonNullable<App.Locals['session']> {
	if (!locals.session) redirect(303, `/${locals.ctx.locale}/sign-in?back=${encodeURIComponent(url.pathname + url.search)}`);
	return locals.session;
}
