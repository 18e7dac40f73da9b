import type { Ctx } from '#platform/context.ts';
import type { AppError } from '#platform/errors.ts';

/** Why an answer or a note of a participant was not taken, in their words. */
export const refusalIn =
	({ t }: Pick<Ctx, 't'>) =>
	({ code, details: { field } }: AppError): string => {
		if (code === 'not_found') return t('participate.gone');
		if (code === 'conflict') return t('participate.over');
		return field === 'reason' || field === 'reasonText' ? t(`runs.error.${field}`) : t('runs.error.answer');
	};
