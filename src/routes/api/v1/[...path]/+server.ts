import type { ApiEnvironment } from '#platform/api/index.ts';
import { api } from '../api.ts';
import type { RequestHandler } from './$types';

export const trailingSlash = 'ignore';

/** Hands every request of every method to the API, which knows its own routes and errors. */
export const fallback: RequestHandler = async ({ request, locals }) => {
	const environment: ApiEnvironment = { ctx: locals.ctx };
	const response = await api.fetch(request, environment);
	locals.pattern = environment.pattern;
	return response;
};
