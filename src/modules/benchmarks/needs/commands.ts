import { audit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import { AppError } from '#platform/errors.ts';
import { announce, inTransaction } from '#platform/events.ts';
import { newId } from '#platform/ids.ts';
import { requirePerson } from '#platform/policy.ts';
import { currentEdition } from '../instruments.ts';
import { authorisePlan } from '../plan/access.ts';

const instrument = 'go-international';

/**
 * Says for a provider that there should be something on a theme. Said again it is as fresh as the first time, and counted
 * once.
 * @throws AppError not_found, forbidden, invalid_input for a theme that does not exist
 */
export async function tellNeed(ctx: Ctx, providerId: string, theme: string): Promise<void> {
	const person = requirePerson(ctx);
	requireTheme(theme);
	await inTransaction(ctx, async (tx) => {
		await authorisePlan(ctx, providerId, 'tell need', { tx });
		const made = await tx
			.insertInto('benchmarks.theme_need')
			.values({ id: newId(), provider_id: providerId, theme, instrument, person_id: person, locale: ctx.locale, said_at: ctx.now() })
			.onConflict((conflict) => conflict.doNothing())
			.returning('id')
			.executeTakeFirst();
		if (!made) {
			await tx
				.updateTable('benchmarks.theme_need')
				.set({ said_at: ctx.now(), locale: ctx.locale })
				.where('provider_id', '=', providerId)
				.where('person_id', '=', person)
				.where('theme', '=', theme)
				.execute();
			return;
		}
		await audit(ctx, tx, {
			action: 'benchmarks.need.told',
			subject: { kind: 'provider', id: providerId },
			organisationId: providerId,
			details: { theme },
		});
		await announce(tx, 'benchmarks.need.told', { providerId, instrument, theme });
	});
}

/** Takes it back; taking back what was not said changes nothing. */
export async function takeNeedBack(ctx: Ctx, providerId: string, theme: string): Promise<void> {
	const person = requirePerson(ctx);
	requireTheme(theme);
	await inTransaction(ctx, async (tx) => {
		await authorisePlan(ctx, providerId, 'tell need', { tx });
		const gone = await tx
			.deleteFrom('benchmarks.theme_need')
			.where('provider_id', '=', providerId)
			.where('person_id', '=', person)
			.where('theme', '=', theme)
			.returning('id')
			.executeTakeFirst();
		if (gone)
			await audit(ctx, tx, {
				action: 'benchmarks.need.taken-back',
				subject: { kind: 'provider', id: providerId },
				organisationId: providerId,
				details: { theme },
			});
	});
}

function requireTheme(theme: string): void {
	if (!currentEdition(instrument).instrument.themes.some(({ code }) => code === theme))
		throw new AppError('invalid_input', { message: `There is no theme ${theme.slice(0, 40)}`, field: 'theme' });
}
