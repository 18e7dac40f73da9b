import type { Decision } from '../decision-queue.ts';
import type { MeetingShown } from './shown.ts';

/** A line that says nothing for so long is taken for broken. */
const patience = 15_000;

/** What the server said; undefined when it could not be reached. */
type Said = { status: number; body: Record<string, string> } | undefined;

export type MeetingTransport = {
	decide(decision: Decision): Promise<Said>;
	/** Puts an item on all screens. */
	show(item: string | null, again: boolean): Promise<Said>;
	/** The meeting as it stands; `elsewhere` for whoever is led to another page; undefined while there is no line. */
	look(): Promise<MeetingShown | 'elsewhere' | undefined>;
};

/** Carries what happens in a meeting to the server and back; never throws. @param here the meeting's address */
export function meetingTransport(here: string): MeetingTransport {
	async function post(path: string, body: object): Promise<Said> {
		try {
			const response = await fetch(`${here}/${path}`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body),
				signal: AbortSignal.timeout(patience),
			});
			return { status: response.status, body: (await response.json().catch(() => ({}))) as Record<string, string> };
		} catch {
			return undefined;
		}
	}

	return {
		decide: (decision) => post('decisions', decision),
		show: (item, again) => post('screen', { item, again }),
		async look() {
			try {
				const answer = await fetch(`${here}/state`, { redirect: 'manual', signal: AbortSignal.timeout(patience) });
				if (answer.ok) return (await answer.json()) as MeetingShown;
				return answer.type === 'opaqueredirect' || answer.status < 500 ? 'elsewhere' : undefined;
			} catch {
				return undefined;
			}
		},
	};
}
