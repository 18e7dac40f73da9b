import { expect, test } from 'vitest';
import { z } from '#platform/api/index.ts';
import { sealed } from '../../../../tests/support/fuzz.ts';
import { machineReadable } from '../solity/report/export.ts';
import { reportFrom, yearOf } from '../solity/report/report.fixture.ts';
import { s1, s3, s4 } from '../solity/vectors.fixture.ts';
import { returnReportView, showReturnReport } from './report-presenters.ts';

const exact = z.fromJSONSchema(
	sealed(z.toJSONSchema(returnReportView, { io: 'output' }) as Parameters<typeof sealed>[0]) as Parameters<typeof z.fromJSONSchema>[0],
);
const parts = {
	'out_emp@sex=F': 160,
	'out_emp@sex=M': 100,
	'out_known@sex=F': 250,
	'out_known@sex=M': 170,
	'out_edu@sex=F': 20,
	'out_edu@sex=M': 20,
};
const { data, result } = yearOf(2025, s1());
const place = (report: ReturnType<typeof reportFrom>) => ({
	...report,
	returnId: '01930000-0000-7000-8000-000000000001',
	provider: { ...report.provider, id: '01930000-0000-7000-8000-000000000002' },
	unit: { ...report.unit, id: '01930000-0000-7000-8000-000000000002' },
});

test.each([
	[
		'S-1 with parts, centres and an earlier year',
		reportFrom(s1({ fields: parts }), {
			earlier: [yearOf(2024, s1())],
			centres: [{ id: 'a', name: 'North', leftOut: null, about: null, data, result }],
		}),
	],
	['S-3 for somebody who sees no small numbers', reportFrom(s3, { seesSmall: false, evidence: null })],
	['S-4 without an axis', reportFrom(s4)],
	['a draft with a number missing', reportFrom(s1({ mode: 'draft', without: ['lsat_asked'] }))],
])('the report of %s is sent as its document tells it, nothing more and nothing less', (_, report) => {
	const sent = JSON.parse(JSON.stringify(showReturnReport(machineReadable(place(report))))) as unknown;
	expect(exact.safeParse(sent).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? []).toEqual([]);
});
