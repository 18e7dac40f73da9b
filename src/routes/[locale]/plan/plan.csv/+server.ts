import { authorisePlan, planFile, readPlan } from '#modules/benchmarks/index.ts';
import { csvFile } from '#platform/csv.ts';
import { providerOfPlan } from '../provider.ts';
import type { RequestHandler } from './$types';

/** The plan as a table, each goal with its part of an Erasmus Plan. */
export const GET: RequestHandler = async ({ locals: { ctx }, url }) => {
	const { id } = await providerOfPlan(ctx, url.searchParams.get('provider'));
	await authorisePlan(ctx, id, 'export plan');
	const { head, rows } = planFile(await readPlan(ctx, id));
	return csvFile('action-plan.csv', head, rows);
};
