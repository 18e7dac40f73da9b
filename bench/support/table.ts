/** Prints rows as an aligned table; the first row is the head. */
export function printTable(rows: (string | number)[][]): void {
	const text = rows.map((row) => row.map(String));
	const widths = text[0]!.map((_, column) => Math.max(...text.map((row) => row[column]?.length ?? 0)));
	for (const [index, row] of text.entries()) {
		console.log(row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('  '));
		if (index === 0) console.log(widths.map((width) => '─'.repeat(width)).join('  '));
	}
}

/** Milliseconds with as many digits as matter. */
export function ms(value: number): string {
	return `${value >= 100 ? value.toFixed(0) : value.toFixed(1)} ms`;
}
