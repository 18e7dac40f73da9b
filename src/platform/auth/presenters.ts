import { z } from '../api/index.ts';
import type { Actor } from '../context.ts';
import type { Account, OwnLogEntry } from './accounts.ts';
import type { ListedSession } from './sessions.ts';
import { scopes, type ListedToken, type Scope } from './tokens.ts';

/** What of accounts leaves through the API. */

export const accountView = z
	.object({
		id: z.uuid(),
		name: z.string(),
		email: z.email(),
		locale: z.string().meta({ description: 'Language of mails' }),
		administrator: z.boolean().meta({ description: 'Runs the machine, in a session with a second factor' }),
		hasPassword: z.boolean(),
		hasSecondFactor: z.boolean(),
		eraseAt: z.iso.datetime().nullable().meta({ description: 'When the account is erased, if that was asked for' }),
		access: z
			.object({
				kind: z.enum(['session', 'token']),
				scopes: z.array(z.enum(scopes)).meta({ description: 'What this request may do' }),
			})
			.meta({ description: 'How this request was let in' }),
	})
	.openapi('Account', {
		example: {
			id: '01930000-5ac1-7e0f-8a3d-9f10c2d4e6b8',
			name: 'Ana Ferreira',
			email: 'ana.ferreira@vale.example',
			locale: 'pt',
			administrator: false,
			hasPassword: false,
			hasSecondFactor: true,
			eraseAt: null,
			access: { kind: 'token', scopes: ['account:read', 'network:read'] },
		},
	});

export function showAccount(account: Account, actor: Actor): z.input<typeof accountView> {
	return {
		id: account.id,
		name: account.name,
		email: account.email,
		locale: account.locale,
		administrator: account.administrator,
		hasPassword: account.hasPassword,
		hasSecondFactor: account.hasTotp,
		eraseAt: account.eraseAt?.toISOString() ?? null,
		access: actor.kind === 'token' ? { kind: 'token', scopes: actor.scopes as Scope[] } : { kind: 'session', scopes: [...scopes] },
	};
}

export const sessionView = z
	.object({
		id: z.uuid(),
		userAgent: z.string().nullable(),
		createdAt: z.iso.datetime(),
		lastUsedAt: z.iso.datetime(),
		current: z.boolean().meta({ description: 'This request came with it' }),
	})
	.openapi('Session', {
		example: {
			id: '01930000-4b2a-7c3d-8e4f-5a6b7c8d9e0f',
			userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0',
			createdAt: '2026-11-20T08:00:00.000Z',
			lastUsedAt: '2026-11-24T10:15:00.000Z',
			current: false,
		},
	});

export function showSession(session: ListedSession): z.input<typeof sessionView> {
	return {
		id: session.id,
		userAgent: session.userAgent,
		createdAt: session.createdAt.toISOString(),
		lastUsedAt: session.lastUsedAt.toISOString(),
		current: session.current,
	};
}

export const tokenView = z
	.object({
		id: z.uuid(),
		name: z.string(),
		beginning: z.string().meta({ description: 'The first letters of the token; the rest is stored nowhere' }),
		scopes: z.array(z.enum(scopes)),
		createdAt: z.iso.datetime(),
		lastUsedAt: z.iso.datetime().nullable(),
		expiresAt: z.iso.datetime(),
		over: z.boolean().meta({ description: 'Its end date has passed' }),
		current: z.boolean().meta({ description: 'This request came with it' }),
	})
	.openapi('Token', {
		example: {
			id: '01930000-3c1b-7d2c-8f3e-4a5b6c7d8e9f',
			name: 'Nightly import',
			beginning: 'vh_4kQz',
			scopes: ['network:read'],
			createdAt: '2026-11-01T08:00:00.000Z',
			lastUsedAt: '2026-11-24T01:00:00.000Z',
			expiresAt: '2027-01-30T08:00:00.000Z',
			over: false,
			current: true,
		},
	});

export function showToken(token: ListedToken, actor: Actor): z.input<typeof tokenView> {
	return {
		id: token.id,
		name: token.name,
		beginning: token.beginning,
		scopes: token.scopes,
		createdAt: token.createdAt.toISOString(),
		lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
		expiresAt: token.expiresAt.toISOString(),
		over: token.over,
		current: actor.kind === 'token' && actor.tokenId === token.id,
	};
}

export const ownLogEntryView = z
	.object({
		id: z.uuid(),
		at: z.iso.datetime(),
		action: z.string(),
		address: z.string().nullable().meta({ description: 'Client address; forgotten after 7 days' }),
	})
	.openapi('OwnLogEntry', {
		example: {
			id: '01930000-2d0c-7e1b-8a2d-3b4c5d6e7f80',
			at: '2026-11-24T10:15:00.000Z',
			action: 'auth.token.created',
			address: '192.0.2.7',
		},
	});

export function showOwnLogEntry({ id, at, action, address }: OwnLogEntry): z.input<typeof ownLogEntryView> {
	return { id, at: at.toISOString(), action, address };
}

export const erasureView = z.object({ eraseAt: z.iso.datetime() }).openapi('Erasure', { example: { eraseAt: '2026-12-01T10:15:00.000Z' } });
