import type { NoteSent } from './note-keeper.ts';
import type { Acknowledged, Sent, SentAnswer } from './run-answers.ts';

/** Carries what somebody does on a run's pages to the server and back; never throws. */
export type RunTransport = {
	answer(answer: SentAnswer): Promise<Sent>;
	note(note: { item: string; text: string; basedOn: number }): Promise<NoteSent>;
	/** What stands now; undefined when the server could not be reached. */
	look<T>(): Promise<T | undefined>;
	/** Adds or removes proof. @returns the new list, or why not; an empty message when the server could not be reached */
	proof<T>(
		change: { item: string; url: string } | { item: string; file: File } | { remove: string },
	): Promise<{ proof: T } | { refused: string }>;
};

/** A line that says nothing for so long is taken for broken. */
const patience = 20_000;
/** A file may take its time. */
const filePatience = 300_000;

/** @param base the run's address, e.g. `/en/runs/…` */
export function runTransport(base: string): RunTransport {
	async function ask(
		path: string,
		init: RequestInit = {},
		wait = patience,
	): Promise<{ status: number; body: Record<string, unknown> } | undefined> {
		try {
			const response = await fetch(base + path, { ...init, signal: AbortSignal.timeout(wait) });
			return { status: response.status, body: (await response.json().catch(() => ({}))) as Record<string, unknown> };
		} catch {
			return undefined;
		}
	}
	const post = (path: string, body: object) =>
		// A page that is closed in this moment still gets its request through.
		ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), keepalive: true });
	const messageOf = (body: Record<string, unknown>) => String(body.message ?? '');
	/** A busy or restarting server is no refusal. */
	const later = (status: number) => status >= 500 || status === 429 || status === 408;
	/** The answer is right and will be taken when something changed: signed in again, role given back, run opened again. */
	const blocked = (status: number) => status === 401 || status === 403 || status === 404 || status === 409;

	return {
		async answer(answer) {
			const said = await post('/answers', answer);
			if (!said || later(said.status)) return { saved: false, refused: false };
			if (said.status === 200 && said.body.outcome) return { said: said.body as unknown as Acknowledged };
			if (blocked(said.status)) return { saved: false, refused: false, blocked: messageOf(said.body) };
			return { saved: false, refused: true, message: messageOf(said.body) };
		},
		async note(note) {
			const said = await post('/notes', note);
			if (!said || later(said.status)) return { saved: false };
			if (said.status === 200) return { saved: true, ...(said.body as { version: number; at: string }) };
			if (said.body.conflict) return { saved: false, conflict: said.body.conflict as { text: string; version: number; by: string | null } };
			return blocked(said.status) ? { saved: false, blocked: messageOf(said.body) } : { saved: false, refusal: messageOf(said.body) };
		},
		async look<T>() {
			const said = await ask('/answers');
			return said?.status === 200 ? (said.body as T) : undefined;
		},
		async proof<T>(change: Parameters<RunTransport['proof']>[0]) {
			let said;
			if ('remove' in change) said = await ask(`/proof?proof=${change.remove}`, { method: 'DELETE' });
			else {
				const body = new FormData();
				for (const [name, value] of Object.entries(change)) body.set(name, value as string | File);
				said = await ask('/proof', { method: 'POST', body }, filePatience);
			}
			if (said?.status === 200) return { proof: said.body.proof as T };
			return { refused: said && !later(said.status) ? messageOf(said.body) : '' };
		},
	};
}
