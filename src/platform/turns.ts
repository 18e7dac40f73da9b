/** So many begin in one turn of the process: enough that they ask the database together, few enough that a turn is short. */
const together = 8;

/**
 * Begins requests in the order they came in, a few in each turn of the process. Otherwise all that have come meanwhile
 * begin at once and every turn takes as long as all of their pages; the process takes one new connection a turn, so that
 * whoever comes last, or opens a connection while others keep theirs busy, would wait many times as long as the others.
 * @returns takes what begins a request; begins it at once where no other waits
 */
export function inTurns(): (begin: () => void) => void {
	const waiting: (() => void)[] = [];
	let begun = 0;
	let running = false;

	function turn() {
		const next = waiting.splice(0, together);
		begun = next.length;
		running = begun > 0;
		if (running) setImmediate(turn);
		for (const begin of next) begin();
	}

	return (begin) => {
		if (!running) {
			running = true;
			setImmediate(turn);
		}
		if (begun >= together || waiting.length) {
			waiting.push(begin);
			return;
		}
		begun++;
		begin();
	};
}
