import type { TestApp } from '../../../../tests/support/app.ts';
import { makeOrganisation, makePerson } from '../../../../tests/support/provider.ts';
import type { TrustLevel } from '../solity/instrument.ts';
import { s1Fields } from '../solity/vectors.fixture.ts';
import { confirmWarnings, unconfirmed, warningKey } from './confirmations.ts';
import { saveNumbers, type DatumInput } from './entry.ts';
import { lockReturn, reopenReturn, submitReturn } from './lifecycle.ts';
import { itself } from './model.ts';
import { startReturn, type StartReturnInput } from './start.ts';
import { reviewOfReturn } from './review.ts';

type Ctx = Parameters<typeof saveNumbers>[0];

/** A provider with its administrator and a return that is entered, for tests; its year is over long enough. */
export async function openReturn(app: TestApp, given: Partial<StartReturnInput> = {}) {
	const providerId = given.providerId ?? (await makeOrganisation(app));
	const admin = await makePerson(app, 'Ana Ferreira', [{ organisationId: providerId, role: 'provider-admin' }]);
	const ctx = app.as(admin.actor);
	const { returnId } = await startReturn(ctx, { year: 2024, level: 'provider', ...given, providerId });
	return { providerId, admin, ctx, returnId };
}

/** A sum of two centres; the north one has an administrator of its own. */
export async function twoCentres(app: TestApp) {
	const providerId = await makeOrganisation(app);
	const [north, south] = [
		await makeOrganisation(app, { kind: 'centre', name: 'North', parent_id: providerId }),
		await makeOrganisation(app, { kind: 'centre', name: 'South', parent_id: providerId }),
	];
	const made = await openReturn(app, { providerId, level: 'centres', centres: [{ id: north }, { id: south }] });
	const local = await makePerson(app, 'Nora North', [{ organisationId: north, role: 'provider-admin' }]);
	return { ...made, north, south, local: app.as(local.actor) };
}

/** The numbers of S-1, or others, as entries of one unit. */
export function entriesOf(
	fields: Readonly<Record<string, unknown>> = s1Fields,
	{ unit = itself, trust = 3 as TrustLevel }: { unit?: string; trust?: TrustLevel } = {},
): DatumInput[] {
	return Object.entries(fields).map(([target, value]) => ({ unit, target, value: value as number, trust }));
}

/** Enters S-1, confirms its warnings and submits. */
export async function submitted(app: TestApp, given: Partial<StartReturnInput> = {}) {
	const made = await openReturn(app, given);
	await saveNumbers(made.ctx, made.returnId, { entries: entriesOf() });
	await confirmAll(made.ctx, made.returnId);
	await submitReturn(made.ctx, made.returnId);
	return made;
}

/** Enters S-1, submits and locks. */
export async function locked(app: TestApp, given: Partial<StartReturnInput> = {}) {
	const made = await submitted(app, given);
	await lockReturn(made.ctx, made.returnId);
	return made;
}

/** Opens a locked return again, enters other numbers, and locks it. */
export async function relock({ ctx, returnId }: { ctx: Ctx; returnId: string }, fields: Readonly<Record<string, unknown>>): Promise<void> {
	await reopenReturn(ctx, returnId, { note: 'A number was wrong' });
	// Something stands there already.
	await saveNumbers(ctx, returnId, { entries: entriesOf(fields).map((entry) => ({ ...entry, follows: true })) });
	await confirmAll(ctx, returnId);
	await submitReturn(ctx, returnId);
	await lockReturn(ctx, returnId);
}

/** Confirms every warning that waits. */
export async function confirmAll(ctx: Ctx, returnId: string): Promise<void> {
	const { warnings } = await reviewOfReturn(ctx, returnId);
	const waiting = await unconfirmed(ctx.db, returnId, warnings);
	if (waiting.length > 0)
		await confirmWarnings(ctx, returnId, {
			comments: Object.fromEntries(waiting.map((warning) => [warningKey(warning), 'It is right: we looked.'])),
		});
}
