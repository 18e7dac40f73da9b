import { z } from '../api/index.ts';
import type { Actor } from '../context.ts';
import type { Account } from './accounts.ts';
import { scopes, type Scope } from './tokens.ts';

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
