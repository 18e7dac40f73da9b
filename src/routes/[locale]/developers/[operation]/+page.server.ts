import { contentsOf, operationOf } from '#platform/api/index.ts';
import { AppError } from '#platform/errors.ts';
import { api } from '../../../api/v1/api.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params }) => {
	const base = '/api/v1';
	const operation = operationOf(api.document, ctx.origin + base, params.operation);
	if (!operation) throw new AppError('not_found', 'There is no such operation');
	const order = contentsOf(api.document).flatMap(({ operations }) => operations);
	const at = order.findIndex(({ name }) => name === operation.name);
	return {
		base,
		operation,
		before: order[at - 1] ?? null,
		after: order[at + 1] ?? null,
		messages: ctx.texts.group(ctx.locale, 'developers'),
	};
};
