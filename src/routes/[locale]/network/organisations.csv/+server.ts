import { listOrganisations, organisationFilter } from '#modules/network/index.ts';
import { csvFile } from '#platform/csv.ts';
import type { RequestHandler } from './$types';

const most = 5000;

/** The list with the same filters, for a spreadsheet. */
export const GET: RequestHandler = async ({ locals: { ctx }, url }) => {
	const filter = organisationFilter.parse(Object.fromEntries([...url.searchParams].filter(([, value]) => value !== '')));
	const { rows } = await listOrganisations(ctx, { ...filter, page: 1 }, most);
	return csvFile(
		'organisations.csv',
		['id', 'kind', 'name', 'country', 'place', 'size', 'web'],
		rows.map((row) => [row.id, row.kind, row.name, row.country, row.place, row.sizeClass, row.web]),
	);
};
