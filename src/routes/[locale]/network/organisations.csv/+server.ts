import { listOrganisations, organisationFilter } from '#modules/network/index.ts';
import type { RequestHandler } from './$types';

const most = 5000;

/** The list with the same filters, for a spreadsheet. A value that a spreadsheet would run as a formula is quoted. */
export const GET: RequestHandler = async ({ locals: { ctx }, url }) => {
	const filter = organisationFilter.parse(Object.fromEntries([...url.searchParams].filter(([, value]) => value !== '')));
	const { rows } = await listOrganisations(ctx, { ...filter, page: 1 }, most);
	const cell = (value: string | null) => `"${(value ?? '').replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""')}"`;
	const lines = rows.map((row) => [row.id, row.kind, row.name, row.country, row.place, row.sizeClass, row.web].map(cell).join(','));
	return new Response('\uFEFF' + ['id,kind,name,country,place,size,web', ...lines].join('\r\n') + '\r\n', {
		headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="organisations.csv"' },
	});
};
