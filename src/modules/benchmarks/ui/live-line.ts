/**
 * The line of an open page to its run or return: who else is here, and that something changed. It comes back by itself after a
 * break, and then looks again, because what was said meanwhile is lost.
 */

export type Here = { client: string; personId: string; name: string; place: string | null };

/** A message of the server besides presence and rights. */
export type LiveMessage = { kind: string };

export type LiveLineOptions = {
	/** Its `live` address. */
	url: string;
	/** What is being shown: the code of a question, a unit and its numbers. */
	place: () => string | null;
	/** Names the window the page saves from, where the server is to leave out what it saves itself. */
	window?: string;
	onPeople?: (people: Here[]) => void;
	onMessage?: (message: LiveMessage) => void;
	/** The line is there, for the first time or again. */
	onOpen?: () => void;
	/**
	 * The reader may see something else than the page shows, or nothing any more: reads the page anew. The line comes back
	 * afterwards where the server lets it.
	 */
	onRights: () => Promise<void>;
	/** The reader is signed out. */
	onSignedOut?: () => void;
};

export type LiveLine = {
	/** Says at once where the page is now. */
	move(): void;
	close(): void;
};

const heartbeat = 10_000;
const firstRetry = 2_000;
const longestRetry = 30_000;
/** A page in the background says that it left after so long. */
const backgroundPatience = 20_000;

/** A name for a window, or for a line of it. */
export function windowName(): string {
	// Not randomUUID(), which browsers offer over https only.
	return crypto.getRandomValues(new Uint32Array(4)).join('-');
}

export function openLiveLine({ url, place, window, onPeople, onMessage, onOpen, onRights, onSignedOut }: LiveLineOptions): LiveLine {
	let source: EventSource | undefined;
	/** Names the line; a new one each time, so that the end of the old line is not taken for the end of this one. */
	let page = '';
	let beating: ReturnType<typeof setInterval> | undefined;
	let later: ReturnType<typeof setTimeout> | undefined;
	let retry = firstRetry;
	let closed = false;
	/** The page was read anew, and the server has not let it in since. */
	let readAnew = false;

	async function beat(first = false): Promise<void> {
		const said = page;
		try {
			const response = await fetch(url, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ client: page, place: place(), first }),
				signal: AbortSignal.timeout(heartbeat),
			});
			await heed(response, said);
		} catch {
			// The line is down; the stream notices by itself.
		}
	}

	/** @param line what it was an answer to: one to an earlier line tells nothing of this one */
	async function heed({ ok, status }: Response, line: string): Promise<void> {
		if (line !== page) return;
		if (ok) readAnew = false;
		else if (status === 401) {
			leave();
			onSignedOut?.();
		} else if (status === 403 || status === 404) await anew();
	}

	/** Asks why a line was not opened, without saying that the page is there. */
	async function ask(address: string): Promise<void> {
		const line = page;
		try {
			const response = await fetch(address, { signal: AbortSignal.timeout(heartbeat) });
			void response.body?.cancel();
			if (!response.ok) await heed(response, line);
		} catch {
			// It is asked for again anyway.
		}
	}

	/** Reads the page anew and asks to be let in once more; being refused again is the end. */
	async function anew(): Promise<void> {
		leave();
		if (readAnew) return;
		readAnew = true;
		await onRights();
		if (!closed) seen();
	}

	function open(): void {
		if (source) return;
		page = windowName();
		const address = `${url}?${new URLSearchParams({ client: page, ...(window && { window }) })}`;
		source = new EventSource(address);
		source.onopen = () => {
			retry = firstRetry;
			void beat(true);
			onOpen?.();
		};
		source.onmessage = ({ data }) => {
			const message = JSON.parse(data as string) as LiveMessage & { people?: Here[] };
			if (message.kind === 'people') onPeople?.(message.people!.filter(({ client }) => client !== page));
			else if (message.kind === 'rights') void anew();
			else onMessage?.(message);
		};
		source.onerror = () => {
			// The browser takes an answer that is no stream for the end of it, and does not tell which.
			const answered = source?.readyState === EventSource.CLOSED;
			leave();
			if (answered) void ask(address);
			later = setTimeout(open, retry);
			retry = Math.min(retry * 2, longestRetry);
		};
		beating = setInterval(() => void beat(), heartbeat);
	}

	function leave(): void {
		onPeople?.([]);
		rest();
	}

	function rest(): void {
		clearInterval(beating);
		clearTimeout(later);
		source?.close();
		source = undefined;
	}

	function seen(): void {
		clearTimeout(later);
		if (document.visibilityState === 'visible') open();
		else if (source) later = setTimeout(rest, backgroundPatience);
	}

	document.addEventListener('visibilitychange', seen);
	// A page kept for the way back is opened again when somebody comes back.
	addEventListener('pagehide', rest);
	addEventListener('pageshow', seen);
	addEventListener('online', seen);
	open();

	return {
		move: () => void (source && beat()),
		close() {
			closed = true;
			document.removeEventListener('visibilitychange', seen);
			removeEventListener('pagehide', rest);
			removeEventListener('pageshow', seen);
			removeEventListener('online', seen);
			rest();
		},
	};
}
