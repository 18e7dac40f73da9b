/** What one check found. */
export type Finding = {
	/** What was looked at, in one or two words. */
	check: string;
	state: 'ok' | 'warning' | 'problem';
	/** What is so, in one line. */
	says: string;
	/** What to do about it; with every warning and problem. */
	todo?: string;
};

export const ok = (check: string, says: string): Finding => ({ check, state: 'ok', says });
export const warning = (check: string, says: string, todo: string): Finding => ({ check, state: 'warning', says, todo });
export const problem = (check: string, says: string, todo: string): Finding => ({ check, state: 'problem', says, todo });

/** Runs a check; one that breaks is a finding, too. */
export async function examine(check: string, work: () => Finding | Promise<Finding>): Promise<Finding> {
	try {
		return await work();
	} catch (error) {
		return problem(check, (error as Error).message.split('\n')[0]!, 'Mend what it names; the log of the server may say more.');
	}
}

/** "3 days", "5 hours", "2 minutes" */
export function span(milliseconds: number): string {
	const minutes = Math.round(milliseconds / 60_000);
	const [count, unit] =
		minutes < 120 ? [minutes, 'minute'] : minutes < 48 * 60 ? [Math.round(minutes / 60), 'hour'] : [Math.round(minutes / 1440), 'day'];
	return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
