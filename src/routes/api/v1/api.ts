import { networkRoutes } from '#modules/network/api.ts';
import { createApi } from '#platform/api/index.ts';
import { accountRoutes } from '#platform/auth/api.ts';

/** Every room's routes, in the order of the reference. */
export const api = createApi('/api/v1', [...accountRoutes, ...networkRoutes], {
	title: 'VENHANS',
	version: '1',
	description: 'Everything the pages do, for programs. How to use it is told in docs/developing/api.md.',
	tags: [
		{ name: 'Account', description: 'You: account, sessions, tokens, data.' },
		{ name: 'Organisations', description: 'The organisations of the network, the people who work there, invitations.' },
	],
});
