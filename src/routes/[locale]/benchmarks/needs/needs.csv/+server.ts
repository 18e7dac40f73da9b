import { needsIn } from '#modules/benchmarks/index.ts';
import { csvFile } from '#platform/csv.ts';
import { AppError } from '#platform/errors.ts';
import { circleFor } from '../circle.ts';
import type { RequestHandler } from './$types';

/** The counts as a table: one line a theme that enough providers named. */
export const GET: RequestHandler = async ({ locals: { ctx }, url }) => {
	const { circle } = await circleFor(ctx, url.searchParams.get('of'));
	if (!circle) throw new AppError('not_found', 'There are no totals for you');
	const { themes } = await needsIn(ctx, circle.id);
	return csvFile(
		'needs.csv',
		['theme', 'name', 'providers', 'people', 'languages'],
		themes.map(({ theme, name, providers, people, locales }) => [
			theme,
			name,
			providers,
			people,
			locales.map((each) => `${each.locale} ${each.providers}`).join(', '),
		]),
	);
};
