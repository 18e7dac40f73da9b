/** What is wrong with an answer, as the summary over its form links it: a level that is missing leads to the first one. */
export function answerFaults(faults: readonly { field: string; message: string }[] = []): { field: string; message: string }[] {
	return faults.map(({ field, message }) => ({ field: field === 'value' ? 'level-1' : field, message }));
}
