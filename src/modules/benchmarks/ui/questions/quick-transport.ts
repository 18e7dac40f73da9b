import type { Delivery, QueuedAnswer } from '../answer-queue.ts';

/** After so long without an answer of the server a sending counts as lost and is repeated. */
const patience = 20_000;

/**
 * Carries answers of a quick check to the server; never throws.
 * @param base the quick check's address
 * @param refused what is said when the server gives no reason
 */
export function quickTransport(base: string, refused: string): (answer: QueuedAnswer) => Promise<Delivery> {
	return async ({ item, value, reason, reasonText, sequence }) => {
		try {
			const response = await fetch(`${base}/answers`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ item, value, reason, reasonText, sequence }),
				// Goes on when the tab is closed meanwhile; a line that hangs must not hold the others back for ever.
				keepalive: true,
				signal: AbortSignal.timeout(patience),
			});
			const said = (await response.json().catch(() => ({}))) as { at?: string; message?: string };
			if (response.ok && said.at) return { saved: true, at: said.at };
			// A busy or restarting server is no refusal: the answer waits.
			if (response.status >= 500 || response.status === 429 || response.status === 408) return { saved: false, refused: false };
			return { saved: false, refused: true, message: said.message ?? refused };
		} catch {
			return { saved: false, refused: false };
		}
	};
}
