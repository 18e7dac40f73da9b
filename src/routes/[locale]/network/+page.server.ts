import { kinds, listOrganisations, organisationFilter, pageSize } from '#modules/network/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { ctx }, url }) => {
	const filter = organisationFilter.parse(Object.fromEntries([...url.searchParams].filter(([, value]) => value !== '')));
	const { rows, total, countries } = await listOrganisations(ctx, filter);
	return {
		filter,
		rows,
		total,
		countries,
		pages: Math.ceil(total / pageSize),
		kinds: kinds.filter((kind) => kind !== 'network'),
		messages: ctx.texts.group(ctx.locale, 'organisations'),
	};
};
