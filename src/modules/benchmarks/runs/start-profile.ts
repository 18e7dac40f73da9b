import { knownProfileOf } from '#modules/network/index.ts';
import type { Ctx } from '#platform/context.ts';
import { mostSectors, sectors, type Profile } from '../go-international/profile.ts';
import { requireAdministrator } from './lifecycle.ts';
import { requirePerson } from '#platform/policy.ts';

/**
 * What is known of P-1 to P-11 before a run starts: what the network knows of the provider, and the rest as it was told
 * at the last run.
 * @throws AppError forbidden for anybody but an administrator of the provider
 */
export async function profileToStartWith(ctx: Ctx, providerId: string): Promise<Partial<Profile>> {
	await requireAdministrator(ctx, requirePerson(ctx), providerId);
	const [known, last] = await Promise.all([
		knownProfileOf(ctx, providerId),
		ctx.db
			.selectFrom('benchmarks.run')
			.select('profile')
			.where('provider_id', '=', providerId)
			.where('instrument', '=', 'go-international')
			.where('deleted_at', 'is', null)
			.orderBy('created_at', 'desc')
			.limit(1)
			.executeTakeFirst(),
	]);
	const told = (last?.profile ?? {}) as Partial<Profile>;
	// The network keeps fields in four digits as well; the profile asks for three.
	const fields = [...new Set(known.sectors.map((field) => field.slice(0, 3)))].filter((field) => sectors.includes(field as never));
	return {
		...told,
		...(known.country && { country: known.country }),
		...(known.providerType && { providerType: known.providerType as Profile['providerType'] }),
		...(known.sizeClass && { sizeClass: known.sizeClass as Profile['sizeClass'] }),
		...(known.placeKind && { placeKind: known.placeKind as Profile['placeKind'] }),
		...(known.erasmusStatus && { erasmusStatus: known.erasmusStatus as Profile['erasmusStatus'] }),
		levels: told.levels?.length ? told.levels : (known.levels as Profile['levels']),
		sectors: told.sectors?.length ? told.sectors : (fields.slice(0, mostSectors) as Profile['sectors']),
		networks: told.networks?.length ? told.networks : known.networks,
	};
}
