import { AppError } from '#platform/errors.ts';

/** The question whose target was refused; undefined for any other fault. */
export function refusedTarget(error: unknown): string | undefined {
	if (!(error instanceof AppError) || error.details.field !== 'level') return undefined;
	return error.details.values?.item as string | undefined;
}
