/**
 * Answers with a line of JSON each time something is told while work is under way; the last line is its outcome. The work
 * goes on when nobody reads any more.
 */
export function lineStream(work: (tell: (line: object) => void) => Promise<object>): Response {
	const encoder = new TextEncoder();
	let read = true;
	const body = new ReadableStream<Uint8Array>({
		start(controller) {
			const tell = (line: object) => {
				if (read) controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`));
			};
			void work(tell).then(
				(outcome) => {
					tell(outcome);
					if (read) controller.close();
				},
				(error: unknown) => read && controller.error(error),
			);
		},
		cancel: () => void (read = false),
	});
	return new Response(body, {
		headers: { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
	});
}
