import type { ReportPart } from '../../../solity/report/model.ts';

/** Everything a provider's own page of a report shows; a copy of the model's list would bring its types alone. */
export const returnParts: readonly ReportPart[] = [
	'summary',
	'axes',
	'indicators',
	'comparison',
	'trend',
	'context',
	'stories',
	'money',
	'centres',
	'trust',
	'gaps',
	'recommendations',
	'plan',
	'data',
	'method',
];
