/** A comment is sent so often, so that nothing between server and browser takes the line for dead. */
const sighMilliseconds = 15_000;
/** The browser opens a broken stream again after so long. */
const retryMilliseconds = 2_000;

export type EventStream = {
	/** Sends one message; the page reads it with an EventSource. */
	send: (message: object) => void;
	/** Ends the stream; the page opens it again. */
	end: () => void;
};

/**
 * Answers with server-sent events.
 * @param open called when the stream is there; what it returns is called once when the stream is over, whoever ended it
 */
export function eventStream(open: (stream: EventStream) => () => void): Response {
	const encoder = new TextEncoder();
	let close = () => {};
	const body = new ReadableStream<Uint8Array>({
		start(controller) {
			let over = false;
			const write = (text: string) => {
				if (!over) controller.enqueue(encoder.encode(text));
			};
			const sigh = setInterval(() => write(': \n\n'), sighMilliseconds);
			sigh.unref();
			close = () => {
				if (over) return;
				over = true;
				clearInterval(sigh);
				done();
			};
			const done = open({
				send: (message) => write(`data: ${JSON.stringify(message)}\n\n`),
				end() {
					if (over) return;
					close();
					controller.close();
				},
			});
			write(`retry: ${retryMilliseconds}\n\n`);
		},
		cancel: () => close(),
	});
	return new Response(body, {
		headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
	});
}
