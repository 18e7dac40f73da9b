import { demoId, demoPersons } from '#modules/network/index.ts';
import { findAccount } from '#platform/auth/index.ts';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { writeToAdministrators } from '../comparison/inviting/carry.ts';

const day = 86_400_000;

/** Some weeks ago a provider with similar numbers wrote to Nordlys, which had agreed: the mail stands in the outbox. */
export async function insertSimilarMessage(ctx: Ctx, tx: DatabaseTransaction): Promise<void> {
	// Also where the demo is loaded by hand and other mails are sent: this one's reader is invented.
	const config = { ...ctx.config, demo: true };
	const then = { ...ctx, config, now: () => new Date(ctx.now().getTime() - 19 * day) };
	const [from, to] = [demoId('organisation', 'tisza'), demoId('organisation', 'nordlys')];
	const person = demoPersons.find(({ at }) => at === 'tisza');
	const sender = person && (await findAccount(tx, demoId('person', person.key)));
	if (!sender) return;
	const id = demoId('message', 'tisza');
	await tx
		.insertInto('benchmarks.similar_invitation')
		.values({ id, provider_id: from, sent_by: sender.id, sent_at: then.now(), carried_at: then.now() })
		.execute();
	await writeToAdministrators(then, tx, { id, providerId: from, sender, message }, to);
}

const message = `Dear colleagues,

our numbers look alike: about the same size, and many people who look for work. Fewer of ours finish than begin, above all those who travel far.

We are setting up evening groups in three villages and wonder who has done that before. What worked with you, and what would you not do again? A call of half an hour would help us a lot.

Zsófia Kerekes`;
