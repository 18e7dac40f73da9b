import { audit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { AppError } from '#platform/errors.ts';
import { inTransaction } from '#platform/events.ts';
import { seal, unseal } from '#platform/sealed.ts';
import { providerName } from '../../invitations.ts';
import { record, type ThroughLink } from '../../returns/history.ts';

/** The link in a message of a similar provider that takes back the consent to get such messages, without an account. */

const purpose = 'messages like';

/** What it opens. */
export type Stopping = { provider: string; invitable: boolean };

/** The address of the page where a provider takes back its consent; it works for a year. */
export function stopLink(ctx: Pick<Ctx, 'origin' | 'config'>, deliveryId: string, locale: string): string {
	return `${ctx.origin}/${locale}/returns/similar?for=${seal(ctx, purpose, deliveryId)}`;
}

/** @throws AppError gone for a link that was changed, or is over */
export async function readStopping(ctx: Ctx, secret: string): Promise<Stopping> {
	const providerId = await providerOf(ctx, ctx.db, secret);
	const agreed = await ctx.db
		.selectFrom('benchmarks.return')
		.select('id')
		.where('provider_id', '=', providerId)
		.where('invitable', '=', true)
		.limit(1)
		.executeTakeFirst();
	return { provider: await providerName(ctx.db, providerId, ctx.locale), invitable: agreed !== undefined };
}

/**
 * Takes back the consent of the provider that got the message, in all of its returns, deleted ones too; its administrators can
 * give it again. A second time changes nothing.
 * @param secret of the mailed link
 * @throws AppError gone
 */
export async function stopInvitations(ctx: Ctx, secret: string): Promise<void> {
	await inTransaction(ctx, async (tx) => {
		const providerId = await providerOf(ctx, tx, secret);
		const rows = await tx
			.selectFrom('benchmarks.return')
			.select(['id', 'revision'])
			.where('provider_id', '=', providerId)
			.where('invitable', '=', true)
			.orderBy('id')
			.forUpdate()
			.execute();
		if (rows.length === 0) return;
		const ids = rows.map(({ id }) => id);
		await tx.updateTable('benchmarks.return').set({ invitable: false, sharing_changed_at: ctx.now() }).where('id', 'in', ids).execute();
		const after: ThroughLink = { value: false, link: true };
		for (const row of rows) await record(ctx, tx, row, [{ kind: 'setting', target: 'invitable', before: true, after }]);
		await audit(ctx, tx, {
			action: 'benchmarks.invitations.stopped',
			subject: { kind: 'organisation', id: providerId },
			organisationId: providerId,
		});
	});
}

async function providerOf(ctx: Ctx, db: Ctx['db'] | DatabaseTransaction, secret: string): Promise<string> {
	const deliveryId = unseal(ctx, purpose, secret);
	const delivery =
		deliveryId &&
		(await db.selectFrom('benchmarks.similar_invitation_recipient').select('provider_id').where('id', '=', deliveryId).executeTakeFirst());
	if (!delivery) throw new AppError('gone', { message: 'This link is damaged or over' });
	return delivery.provider_id;
}
