import { redirect } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

/** Keeps the reader's choice of light or dark and goes back to where they were. */
export const POST: RequestHandler = async ({ request, cookies, url }) => {
	const form = await request.formData();
	const theme = String(form.get('theme'));
	const secure = url.protocol === 'https:';
	if (theme === 'light' || theme === 'dark')
		cookies.set('theme', theme, { path: '/', maxAge: 60 * 60 * 24 * 365, sameSite: 'lax', httpOnly: true, secure });
	else cookies.delete('theme', { path: '/', secure });
	const back = String(form.get('back') ?? '/');
	// Only a path of our own: "//elsewhere" and "/\elsewhere" are other sites to a browser.
	redirect(303, /^\/(?![/\\])/.test(back) ? back : '/');
};
