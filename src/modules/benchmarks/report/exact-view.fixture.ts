import { z } from '#platform/api/index.ts';
import { sealed } from '../../../../tests/support/fuzz.ts';
import { machineReadable } from './export.ts';
import type { Report } from './model.ts';
import { reportView, showReport } from './presenters.ts';

const exact = z.fromJSONSchema(
	sealed(z.toJSONSchema(reportView, { io: 'output' }) as Parameters<typeof sealed>[0]) as Parameters<typeof z.fromJSONSchema>[0],
);

/** What of a report the API would send that its document does not tell, or the other way round; empty when nothing is. */
export function differencesFromView(report: Report): string[] {
	const sent = JSON.parse(JSON.stringify(showReport(machineReadable(report)))) as unknown;
	return exact.safeParse(sent).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
}
