import { z } from 'zod';
import { AppError } from '#platform/errors.ts';

/** What is wrong with a part of a form, next to its field. */
export type AnswerFault = { field: 'value' | 'reason' | 'reasonText' | 'note' | 'url' | 'file'; message: string };

type Answer = { value: string; reason: string | null; reasonText: string | null; evidence: string | null };

/** The answer the form of a question holds; what goes with another value is left out. */
export function answerIn(form: FormData): Answer {
	const field = (name: string) => String(form.get(name) ?? '').trim() || null;
	const value = field('value') ?? '';
	const reason = value === 'NA' ? field('reason') : null;
	return {
		value,
		reason,
		reasonText: reason === 'other' ? field('reasonText') : null,
		evidence: value === '3' || value === '4' ? field('evidence') : null,
	};
}

/**
 * Keeps one part of what a form holds, so that a refused part doesn't cost the others. What is refused joins the faults;
 * faults of ours go through.
 */
export async function keepPart(
	faults: AnswerFault[],
	work: () => Promise<unknown>,
	faultOf: (error: AppError) => AnswerFault,
): Promise<void> {
	try {
		await work();
	} catch (error) {
		const refused = error instanceof z.ZodError ? new AppError('invalid_input', error.message) : error;
		if (!(refused instanceof AppError) || refused.status >= 500) throw error;
		faults.push(faultOf(refused));
	}
}
