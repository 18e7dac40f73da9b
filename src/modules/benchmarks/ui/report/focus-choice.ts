/** So many of the most urgent priorities are offered as focus. */
const offered = 5;

/** What the focus can be chosen from: the most urgent priorities, and those that are the focus already. */
export function focusChoices<Priority extends { focus: boolean }>(priorities: readonly Priority[]): Priority[] {
	return priorities.filter(({ focus }, i) => i < offered || focus);
}
