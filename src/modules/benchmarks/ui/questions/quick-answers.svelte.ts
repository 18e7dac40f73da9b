import { openAnswerQueue, type AnswerQueue, type Delivery, type QueuedAnswer, type QueueState } from '../answer-queue.ts';
import { isWhole } from './whole.ts';

export type QuickAnswer = { value: string | null; reason: string | null; reasonText: string };

type Stored = { value: string; reason?: string | null; reasonText?: string | null };

/** The answers of a quick check as its screen draws them: what the server knows, then what was chosen here since. */
export function useQuickAnswers(storedOf: (item: string) => Stored | null | undefined) {
	const chosen = $state<Record<string, QuickAnswer>>({});
	let queue = $state.raw<AnswerQueue>();
	let saving = $state<QueueState>();

	const answerOf = (item: string): QuickAnswer => {
		const stored = storedOf(item);
		return chosen[item] ?? { value: stored?.value ?? null, reason: stored?.reason ?? null, reasonText: stored?.reasonText ?? '' };
	};

	return {
		/** The script has started: from here on nothing needs a form to be sent. */
		get started() {
			return queue !== undefined;
		},
		get saving() {
			return saving;
		},
		answerOf,
		isChosenHere: (item: string) => item in chosen,
		/** Answers the server has not acknowledged yet. */
		waiting: () => queue?.waiting().length ?? 0,
		/** Takes a choice; half a reason is not an answer yet and is sent when it is whole. */
		change(item: string, next: Partial<QuickAnswer>): void {
			const answer = { ...answerOf(item), ...next };
			chosen[item] = answer;
			if (!queue || !answer.value || !isWhole(answer)) return;
			queue.put(
				answer.value === 'NA'
					? { item, value: 'NA', reason: answer.reason!, reasonText: answer.reasonText.trim() || undefined }
					: { item, value: answer.value },
			);
		},
		/** Takes up what waits on this device and sends it. */
		open(send: (answer: QueuedAnswer) => Promise<Delivery>): void {
			queue = openAnswerQueue({ key: 'quick-check', storage: localStorage, onChange: (state) => (saving = state), send });
			for (const { item, value, reason, reasonText } of queue.waiting())
				chosen[item] = { value, reason: reason ?? null, reasonText: reasonText ?? '' };
			void queue.flush();
		},
		/** Sends at once what waits; ends when nothing waits any more. */
		flush: async () => queue?.flush(),
	};
}
