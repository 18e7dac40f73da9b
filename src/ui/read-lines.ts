/** Takes a text in pieces. @returns for each piece the lines of JSON that are whole with it */
export function wholeLines<Line>(): (piece: string) => Line[] {
	let rest = '';
	return (piece) => {
		const lines = (rest + piece).split('\n');
		rest = lines.pop()!;
		return lines.map((line) => JSON.parse(line) as Line);
	};
}

/** Reads an answer that comes in lines of JSON, each as it arrives. @throws Error when the answer is none or breaks off */
export async function* readLines<Line>({ ok, status, body }: Response): AsyncGenerator<Line> {
	if (!ok || !body) throw new Error(`Answered ${status}`);
	const reader = body.pipeThrough(new TextDecoderStream()).getReader();
	const lines = wholeLines<Line>();
	for (;;) {
		const { done, value } = await reader.read();
		if (done) return;
		yield* lines(value);
	}
}
