import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { newSecret } from '#platform/ids.ts';
import { hashToken } from '../owner.ts';

/** A link opens the numbers of its task for so many days. */
export const taskDays = 21;

/** When a link ends: each one its days after it was made, whatever was sent since. */
export const endOfLink = (madeAt: Date): Date => new Date(madeAt.getTime() + taskDays * 86_400_000);

/** Makes a link of a task; those it has go on working to their own end. @returns the address to mail */
export async function newTaskLink(ctx: Ctx, tx: DatabaseTransaction, taskId: string, locale: string): Promise<string> {
	const token = newSecret();
	await tx
		.insertInto('benchmarks.return_task_token')
		.values({ token_hash: hashToken(token), task_id: taskId, made_at: ctx.now() })
		.execute();
	return `${ctx.origin}/${locale}/returns/task?token=${token}`;
}

export async function endTaskLinks(tx: DatabaseTransaction, taskId: string): Promise<void> {
	await tx.deleteFrom('benchmarks.return_task_token').where('task_id', '=', taskId).execute();
}
