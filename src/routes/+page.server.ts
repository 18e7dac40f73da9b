import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, cookies, setHeaders }) => {
	setHeaders({ vary: 'accept-language, cookie' });
	const remembered = cookies.get('locale');
	const { texts, locale } = locals.ctx;
	redirect(302, `/${remembered && texts.has(remembered) ? remembered : locale}`);
};
