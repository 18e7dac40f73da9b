import { z } from 'zod';
import { audit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import { AppError } from '#platform/errors.ts';
import { inTransaction } from '#platform/events.ts';
import { newId } from '#platform/ids.ts';
import { requirePerson } from '#platform/policy.ts';
import { withColon } from '#platform/i18n/spacing.ts';
import { reportOfReturn } from '../returns/report.ts';
import type { ReportAdvice } from '../solity/report/model.ts';
import { shown } from '../solity/rounding.ts';
import { authorisePlan } from './access.ts';
import { planReview, shortened } from './commands.ts';
import { dayOf, monthsLater } from './dates.ts';
import { monthsToReview } from './model.ts';

/** Indicators of a return's result whose recommendations become actions. */
export const returnCauseInput = z.strictObject({
	returnId: z.uuid(),
	indicators: z
		.array(z.strictObject({ indicator: z.string().max(10) }))
		.min(1)
		.max(20),
});

/**
 * Turns recommendations of a return into actions of the provider's one plan: the text from the recommendation, the value
 * now as the baseline, the one at which the next band begins as the aim, the next training year as the year that shows
 * whether it worked. What is in the plan already is not added again.
 * @throws AppError invalid_input for an indicator nothing is recommended for, forbidden, conflict while the return is a draft
 */
export async function planFromReturn(ctx: Ctx, input: z.input<typeof returnCauseInput>): Promise<{ providerId: string; added: number }> {
	const { returnId, indicators } = returnCauseInput.parse(input);
	const report = await reportOfReturn(ctx, returnId);
	if (report.draft) throw new AppError('conflict', 'Submit the return first: a plan stands on figures that no longer change');
	const providerId = report.provider.id;
	const person = requirePerson(ctx);
	return inTransaction(ctx, async (tx) => {
		await authorisePlan(ctx, providerId, 'edit plan', { tx });
		const chosen = indicators.map(({ indicator }) => {
			const advice = report.advice.find((each) => each.indicator === indicator);
			if (!advice) throw new AppError('invalid_input', { message: `Nothing is recommended for ${indicator}`, field: 'indicators' });
			return advice;
		});
		const made = await tx
			.insertInto('benchmarks.action')
			.values(
				chosen.map((advice) => ({
					id: newId(),
					provider_id: providerId,
					instrument: report.instrument,
					item: advice.indicator,
					return_id: returnId,
					recommendation: advice.code,
					goal: goalOf(ctx, advice),
					from_value: advice.value,
					to_value: advice.next?.value ?? null,
					proof_year: report.year + 1,
					action: shortened(advice.text),
					indicator: (advice.unit ? `${advice.name} (${advice.unit})` : advice.name).slice(0, 200),
					baseline: written(ctx, advice.value, advice),
					aim: advice.next ? written(ctx, advice.next.value, advice) : '',
					deadline: monthsLater(dayOf(ctx.now()), monthsToReview),
					created_by: person,
					created_at: ctx.now(),
					changed_at: ctx.now(),
				})),
			)
			.onConflict((conflict) => conflict.doNothing())
			.returning(['id', 'item'])
			.execute();
		for (const { id, item } of made)
			await audit(ctx, tx, {
				action: 'benchmarks.action.added',
				subject: { kind: 'action', id },
				organisationId: providerId,
				details: { item },
			});
		if (made.length > 0) await planReview(ctx, tx, providerId);
		return { providerId, added: made.length };
	});
}

const written = ({ locale }: Pick<Ctx, 'locale'>, value: number, { decimals }: Pick<ReportAdvice, 'decimals'>) =>
	new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(shown(value, decimals));

/** "Access to employment: 68.4 → 71.5 %". */
function goalOf(ctx: Ctx, advice: ReportAdvice): string {
	const now = written(ctx, advice.value, advice);
	const goal = advice.next ? `${now} → ${written(ctx, advice.next.value, advice)}` : now;
	return withColon(ctx.locale, advice.name, [goal, advice.unit].filter(Boolean).join(' ')).slice(0, 300);
}
