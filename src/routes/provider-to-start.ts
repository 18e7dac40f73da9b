import type { AskForStart, ProviderToStart } from '#modules/benchmarks/ui/start/provider.ts';
import { administratorsOf, positionsOf } from '#modules/network/index.ts';
import { namesOf } from '#platform/auth/index.ts';
import type { Ctx } from '#platform/context.ts';

/**
 * The provider whoever is signed in starts something for: the one `?provider=` asks for, else the one they act for, else
 * their first. Without one, whom to ask; undefined for somebody of no provider.
 */
export async function providerToStart(
	ctx: Ctx,
	personId: string,
	url: URL,
): Promise<{ provider: ProviderToStart; ask?: undefined } | { provider: null; ask: AskForStart | undefined }> {
	const providers = (await positionsOf(ctx, personId)).filter(({ kind }) => kind === 'provider');
	const own = providers.filter(({ roles }) => roles.includes('provider-admin'));
	const acting = ctx.actor.kind === 'person' ? ctx.actor.actingFor : undefined;
	const wanted = url.searchParams.get('provider') ?? acting;
	const provider = own.find(({ organisationId }) => organisationId === wanted) ?? own[0];
	if (provider)
		return {
			provider: {
				id: provider.organisationId,
				name: provider.organisation,
				others: own.map(({ organisationId, organisation }) => ({ value: organisationId, label: organisation })),
			},
		};
	const [place] = providers;
	if (!place) return { provider: null, ask: undefined };
	const people = await administratorsOf(ctx.db, place.organisationId);
	const names = await namesOf(ctx, people);
	return { provider: null, ask: { organisation: place.organisation, names: people.flatMap((id) => names.get(id) ?? []) } };
}
