import type { FaultWords } from '../../../../forms.ts';

/** Why something was not settled, in words, by the field it belongs to. */
export const settleWords = {
	level: 'meeting.error.value',
	kind: 'meeting.error.value',
	reason: 'meeting.error.reason',
	reasonText: 'runs.error.reasonText',
	with: 'meeting.error.with',
	until: 'meeting.error.until',
	conflict: 'meeting.error.version',
	other: 'meeting.error.value',
} as const satisfies FaultWords;
