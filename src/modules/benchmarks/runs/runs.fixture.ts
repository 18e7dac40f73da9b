import type { TestApp } from '../../../../tests/support/app.ts';
import { makeOrganisation, makePerson } from '../../../../tests/support/provider.ts';
import { answerRun, type RunAnswerInput } from './answer.ts';
import { startRun } from './lifecycle.ts';

export const sampleProfile = {
	country: 'PT',
	providerType: 'public-school',
	sizeClass: '250-999',
	erasmusStatus: 'accredited',
	experience: '4-9',
} as const;

/** A provider with its administrator and a run that is open, for tests. */
export async function openRun(app: TestApp, mode: 'full' | 'group' = 'full') {
	const providerId = await makeOrganisation(app);
	const admin = await makePerson(app, 'Ana Ferreira', [{ organisationId: providerId, role: 'provider-admin' }]);
	const ctx = app.as(admin.actor);
	const { runId } = await startRun(ctx, { providerId, mode, profile: sampleProfile });
	return { providerId, admin, ctx, runId };
}

let sequence = 0;

/** One answer of a device, each call a newer one. */
export function answer(ctx: Parameters<typeof answerRun>[0], runId: string, input: Partial<RunAnswerInput> & { item: string }) {
	return answerRun(ctx, runId, { value: '2', client: 'laptop', sequence: ++sequence, basedOn: 0, ...input });
}
