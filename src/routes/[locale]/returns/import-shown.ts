import type { Ctx } from '#platform/context.ts';
import { AppError } from '#platform/errors.ts';
import { describeImport, editionOfReturn, prepareImport, readReturn, wordsIn, type ImportPreview } from '#modules/benchmarks/index.ts';

type Words = Pick<ReturnType<typeof wordsIn>, 'text' | 'nameOf'>;

/** So many messages and lines a page shows; a longer list helps nobody. */
const most = 200;

/** What is wrong in a file, with line and column, in the reader's words. */
export function shownFaults({ faults, more, ignored }: ImportPreview['plan'], { text, nameOf }: Words) {
	return {
		faults: describeImport(faults.slice(0, most), text).map(({ line, column, field, message }) => ({
			line,
			column,
			message,
			/** Of the number, for whoever does not know its code. */
			name: field === null || nameOf(field) === field ? null : nameOf(field),
		})),
		more: more + Math.max(0, faults.length - most),
		ignored,
	};
}

/** What stands on the page when a file could not be taken. */
export type FileRefused = {
	faults: { field: string; message: string }[];
	found: ({ name: string } & ReturnType<typeof shownFaults>) | null;
};

/**
 * Looks at the file of a form; nothing is changed.
 * @param told while its lines are looked at
 * @returns the file that waits to be confirmed, or why none does
 */
export async function lookAtFile(
	ctx: Ctx,
	id: string,
	file: FormDataEntryValue | null,
	told?: (checked: number, of: number) => void,
): Promise<{ waiting: string } | { status: number; refused: FileRefused }> {
	const refuse = (status: number, message: string) => ({ status, refused: { faults: [{ field: 'file', message }], found: null } });
	if (!(file instanceof File) || file.size === 0) return refuse(422, ctx.t('returns.import.choose'));
	try {
		const preview = await prepareImport(ctx, id, { name: file.name, bytes: file.stream() }, told);
		if (preview.plan.effects.length > 0) return { waiting: preview.id };
		const edition = editionOfReturn(await readReturn(ctx, id));
		const found = { name: file.name, ...shownFaults(preview.plan, wordsIn(edition, ctx.locale)) };
		return { status: 422, refused: { faults: [], found } };
	} catch (error) {
		if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
		return refuse(409, error.details.message);
	}
}
