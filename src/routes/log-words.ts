import type { Ctx } from '#platform/context.ts';

/** An action of the audit log in the reader's words; one that has no words yet keeps its code. */
export function actionWords({ texts, locale }: Pick<Ctx, 'texts' | 'locale'>, action: string): string {
	return texts.group(locale, 'log')[`log.${action}`] ?? action;
}
