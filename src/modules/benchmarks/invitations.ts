import { namesOfOrganisations, positionsOf } from '#modules/network/index.ts';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { AppError } from '#platform/errors.ts';

/** What inviting to a run and to the returns of a provider have in common. */

/** An invitation can be accepted for so many days. */
export const daysToAccept = 14;

export const endOfInvitation = (ctx: Pick<Ctx, 'now'>): Date => new Date(ctx.now().getTime() + daysToAccept * 86_400_000);

/** The language a mail is written in: the wanted one where the platform speaks it. */
export function mailLocale(ctx: Pick<Ctx, 'texts' | 'locale'>, wanted: string | undefined): string {
	return wanted && ctx.texts.has(wanted) ? wanted : ctx.locale;
}

export async function providerName(db: Ctx['db'] | DatabaseTransaction, id: string, locale: string): Promise<string> {
	return (await namesOfOrganisations(db, [id], locale)).get(id)?.text ?? '';
}

/** @throws AppError invalid_input for somebody who does not work at the provider */
export async function requireColleague(ctx: Ctx, tx: DatabaseTransaction, personId: string, providerId: string): Promise<void> {
	if ((await positionsOf({ ...ctx, db: tx }, personId)).some(({ organisationId }) => organisationId === providerId)) return;
	throw new AppError('invalid_input', { message: 'This person does not work at the provider; invite them by mail', field: 'person' });
}

export const invitationOver = () =>
	new AppError('gone', {
		message: 'This invitation was used, withdrawn or is over',
		help: 'Ask the person who invited you for a new one.',
	});

export const noOpenInvitation = () => new AppError('not_found', 'There is no such open invitation');
