import { invalidateAll } from '$app/navigation';

/**
 * Reads the page anew when the server can be reached. Asked while the line is down, the framework would put an error in
 * the place of the page, with everything typed into it.
 */
export async function lookAgain(): Promise<void> {
	try {
		const { ok } = await fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(5_000) });
		if (ok) await invalidateAll();
	} catch {
		// It is read when something is said the next time.
	}
}
