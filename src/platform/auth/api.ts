import { defineRoute, type ApiRoute } from '../api/index.ts';
import { requirePerson } from '../policy.ts';
import { findAccount } from './accounts.ts';
import { accountView, showAccount } from './presenters.ts';

const tag = 'Account';

/** The account's part of /api/v1. */
export const accountRoutes: readonly ApiRoute[] = [
	defineRoute({
		method: 'get',
		path: '/me',
		name: 'readMe',
		tag,
		summary: 'Read your account',
		description: 'Who you are, and what this token or session may do.',
		access: { scope: 'account:read' },
		answer: { description: 'Your account', schema: accountView },
		handle: async (ctx) => showAccount((await findAccount(ctx.db, requirePerson(ctx)))!, ctx.actor),
	}),
];
