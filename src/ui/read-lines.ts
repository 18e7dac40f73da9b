/** Reads an answer that comes in lines of JSON, each as it arrives. @throws Error when the answer is none or breaks off */
export async function* readLines<Line>({ ok, status, body }: Response): AsyncGenerator<Line> {
	if (!ok || !body) throw new Error(`Answered ${status}`);
	const reader = body.pipeThrough(new TextDecoderStream()).getReader();
	let rest = '';
	for (;;) {
		const { done, value } = await reader.read();
		if (done) return;
		const lines = (rest + value).split('\n');
		rest = lines.pop()!;
		for (const line of lines) yield JSON.parse(line) as Line;
	}
}
