import type { ActionInput, PlannedAction } from '#modules/benchmarks/index.ts';
import type { FaultWords } from '../../forms.ts';

const text = (form: FormData, name: string) => String(form.get(name) ?? '');

/** Names as their field shows them, one a line: a name may have a comma in it. */
export const linesOf = (names: readonly string[]) => names.join('\n');

/** What a form says about an action; `kept` brings what the form does not ask for. */
export function readActionForm(form: FormData, kept?: PlannedAction): ActionInput {
	const euros = text(form, 'money').trim();
	const item = form.has('item') ? text(form, 'item') : (kept?.item ?? '');
	/** Levels belong to the item they were measured for. */
	const same = item === (kept?.item ?? '');
	return {
		goal: text(form, 'goal'),
		item,
		action: text(form, 'action'),
		fromLevel: same ? (kept?.fromLevel ?? null) : null,
		toLevel: same ? (kept?.toLevel ?? null) : null,
		ownerId: text(form, 'ownerId'),
		ownerName: text(form, 'ownerName'),
		ownerEmail: text(form, 'ownerEmail'),
		helpers: form.has('helpers')
			? text(form, 'helpers')
					.split('\n')
					.flatMap((name) => name.trim() || [])
			: (kept?.helpers ?? []),
		deadline: text(form, 'deadline'),
		indicator: text(form, 'indicator'),
		baseline: text(form, 'baseline'),
		aim: text(form, 'aim'),
		hours: text(form, 'hours'),
		moneyCents: euros === '' ? '' : Math.round(Number(euros.replace(',', '.')) * 100),
		moneySource: text(form, 'moneySource'),
		support: kept?.support ?? [],
		risk: text(form, 'risk'),
	};
}

/** The words of each field's fault. */
export const actionWords: FaultWords = {
	goal: 'plan.error.goal',
	action: 'plan.error.action',
	deadline: 'plan.error.deadline',
	ownerEmail: 'plan.error.email',
	ownerId: 'plan.error.owner',
	helpers: 'plan.error.helpers',
	item: 'plan.error.other',
	hours: 'plan.error.number',
	moneyCents: 'plan.error.number',
	stoppedReason: 'plan.error.stopped',
	proofUrl: 'plan.error.link',
	done: 'plan.error.review',
	file: 'plan.error.file',
	conflict: 'plan.error.conflict',
	forbidden: 'plan.error.forbidden',
	other: 'plan.error.other',
};
