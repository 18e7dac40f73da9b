import { defineRoute, z, type ApiRoute } from '#platform/api/index.ts';
import { requirePerson } from '#platform/policy.ts';
import { readOwnData } from '../../own-data.ts';

const part = z.array(z.record(z.string(), z.unknown()));

/** The one route that needs every room: a person's own data. */
export const ownDataRoutes: readonly ApiRoute[] = [
	defineRoute({
		method: 'get',
		path: '/me/export',
		name: 'exportMyData',
		tag: 'Account',
		summary: 'Download everything stored about you',
		description: 'The same as “Download my data” on the account page. Rooms add parts as the platform grows.',
		access: { scope: 'account:read' },
		answer: {
			description: 'Your data',
			schema: z
				.looseObject({
					madeAt: z.iso.datetime(),
					account: z.record(z.string(), z.unknown()),
					positions: part,
					quickChecks: part,
					sessions: part,
					tokens: part,
					log: part,
				})
				.openapi('OwnData'),
		},
		async handle(ctx) {
			const { madeAt, ...parts } = await readOwnData(ctx, requirePerson(ctx));
			return { madeAt: madeAt.toISOString(), ...parts };
		},
	}),
];
