import type { ImportPreview } from '#modules/benchmarks/index.ts';
import { describeImport } from '#modules/benchmarks/index.ts';

type Text = (key: string, values?: Record<string, unknown>) => string;

/** So many messages and lines a page shows; a longer list helps nobody. */
const most = 200;

/** What is wrong in a file, with line and column, in the reader's words. */
export function shownFaults({ faults, more, ignored }: ImportPreview['plan'], text: Text) {
	return {
		faults: describeImport(faults.slice(0, most), text),
		more: more + Math.max(0, faults.length - most),
		ignored,
	};
}
