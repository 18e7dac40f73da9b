import { redirect } from '@sveltejs/kit';
import { AppError } from '#platform/errors.ts';

/** A page that a link in a mail leads to: it carries its secret in `for`, and needs no account. */

/**
 * What the link opens; null for one that is damaged or over. Reading changes nothing, for mails are opened by machines on
 * their way.
 * @param read refuses such a link as gone
 */
export async function openedBy<T>(url: URL, read: (secret: string) => Promise<T>): Promise<{ secret: string; opened: T | null }> {
	const secret = url.searchParams.get('for') ?? '';
	try {
		return { secret, opened: await read(secret) };
	} catch (error) {
		if (!(error instanceof AppError) || error.code !== 'gone') throw error;
		return { secret, opened: null };
	}
}

/** Does what the page's form asks for, and leads back to it. @throws AppError gone */
export async function changeBy(request: Request, url: URL, change: (secret: string, form: FormData) => Promise<void>): Promise<never> {
	const form = await request.formData();
	const secret = String(form.get('for') ?? '');
	await change(secret, form);
	redirect(303, `${url.pathname}?for=${encodeURIComponent(secret)}`);
}
