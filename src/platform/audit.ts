import { isIP } from 'node:net';
import { sql } from 'kysely';
import type { Ctx } from './context.ts';
import type { DatabaseTransaction } from './database/connect.ts';
import { newId } from './ids.ts';

export type AuditEntry = {
	/** What happened, `<room>.<subject>.<verb>`, e.g. `network.invitation.sent`. */
	action: string;
	subject: { kind: string; id?: string };
	/** The organisation concerned, so that its administrators can read the entry. */
	organisationId?: string;
	/** Facts worth keeping. Never personal data beyond ids, never secrets. */
	details?: Record<string, unknown>;
};

/** Writes one line of the audit log in the transaction of the change it describes. */
export async function audit(ctx: Ctx, tx: DatabaseTransaction, entry: AuditEntry): Promise<void> {
	const { actor } = ctx;
	const actorId = actor.kind === 'person' || actor.kind === 'token' ? actor.personId : null;
	const details = { ...entry.details, ...(actor.kind === 'token' && { tokenId: actor.tokenId }) };
	const actingFor = 'actingFor' in actor ? (actor.actingFor ?? null) : null;
	await sql`
		insert into platform.audit_entry (id, at, action, actor_kind, actor_id, acting_for, subject_kind, subject_id, organisation_id, address, details)
		values (${newId()}, ${ctx.now()}, ${entry.action}, ${actor.kind}, ${actorId}, ${actingFor}, ${entry.subject.kind}, ${entry.subject.id ?? null},
			${entry.organisationId ?? null}, ${addressOf(ctx)}, ${JSON.stringify(details)}::jsonb)`.execute(tx);
}

/** A client's address as the database takes it: without the name of an interface, and nothing when a proxy sent something else. */
function addressOf({ address }: Pick<Ctx, 'address'>): string | null {
	const plain = address?.replace(/%.*$/, '') ?? '';
	return isIP(plain) ? plain : null;
}
