import { createAccount } from '#platform/auth/index.ts';
import type { Actor } from '#platform/context.ts';
import { inTransaction } from '#platform/events.ts';
import { newId } from '#platform/ids.ts';
import { giveRole, type Kind, type Role } from '#modules/network/index.ts';
import type { TestApp } from './app.ts';

/** An organisation made for a test, without the ways a user has to go. */
export async function makeOrganisation(
	app: TestApp,
	{ kind = 'provider' as Kind, name = 'Test provider', ...more }: { kind?: Kind; name?: string } & Record<string, unknown> = {},
): Promise<string> {
	const id = newId();
	await app.db
		.insertInto('network.organisation')
		.values({ id, kind, names: JSON.stringify({ en: name }), state: 'active', country: 'PT', ...more })
		.execute();
	return id;
}

/** A signed-in person, with roles in organisations. */
export async function makePerson(
	app: TestApp,
	name: string,
	roles: { organisationId: string; role: Role }[] = [],
): Promise<{ id: string; name: string; email: string; actor: Extract<Actor, { kind: 'person' }> }> {
	const ctx = app.as({ kind: 'system', name: 'test' });
	const email = `${name.toLowerCase().replace(/\W+/g, '.')}.${newId().slice(-6)}@test.example`;
	const id = await inTransaction(ctx, async (tx) => {
		const made = await createAccount(ctx, tx, { email, name });
		for (const { organisationId, role } of roles) await giveRole(ctx, tx, made, organisationId, role);
		return made;
	});
	return { id, name, email, actor: { kind: 'person', personId: id, sessionId: newId(), actingFor: roles[0]?.organisationId } };
}
