import { defineRoute, pageOf, pageQuery, readPage, z, type ApiRoute } from '../api/index.ts';
import type { Ctx } from '../context.ts';
import { AppError } from '../errors.ts';
import { requirePerson } from '../policy.ts';
import { changeProfile, daysToUndoErasure, emailInput, findAccount, nameInput, ownLog, requestErasure } from './accounts.ts';
import {
	accountView,
	erasureView,
	ownLogEntryView,
	sessionView,
	showAccount,
	showOwnLogEntry,
	showSession,
	showToken,
	tokenView,
} from './presenters.ts';
import { endOtherSessions, endSession, listSessions } from './sessions.ts';
import { endToken, listTokens } from './tokens.ts';

const account = 'Account';
const nobody = '00000000-0000-0000-0000-000000000000';

const idParam = (what: string) => z.object({ id: z.uuid().meta({ description: what }) });
const myAccount = async (ctx: Ctx) => (await findAccount(ctx.db, requirePerson(ctx)))!;
/** The session a request came with; tokens come with none. */
const ownSession = ({ actor }: Ctx) => (actor.kind === 'person' ? actor.sessionId : undefined);

/** The account's part of /api/v1. */
export const accountRoutes: readonly ApiRoute[] = [
	defineRoute({
		method: 'get',
		path: '/me',
		name: 'readMe',
		tag: account,
		summary: 'Read your account',
		description: 'Who you are, and what this token or session may do.',
		access: { scope: 'account:read' },
		answer: { description: 'Your account', schema: accountView },
		handle: async (ctx) => showAccount(await myAccount(ctx), ctx.actor),
	}),
	defineRoute({
		method: 'patch',
		path: '/me',
		name: 'changeMe',
		tag: account,
		summary: 'Change your name or language',
		description: 'What you leave out stays as it is.',
		access: { scope: 'account:write' },
		body: z
			.strictObject({ name: nameInput.optional(), locale: z.string().min(2).max(10).optional().meta({ description: 'Language of mails' }) })
			.openapi('AccountChange', { example: { name: 'Ana Ferreira', locale: 'de' } }),
		answer: { description: 'Your account as it is now', schema: accountView },
		async handle(ctx, { body }) {
			const { id, name, locale } = await myAccount(ctx);
			await changeProfile(ctx, id, { name, locale, ...body });
			return showAccount(await myAccount(ctx), ctx.actor);
		},
	}),
	defineRoute({
		method: 'get',
		path: '/me/sessions',
		name: 'listSessions',
		tag: account,
		summary: 'List where you are signed in',
		description: 'Living sessions, last used first; at most 100.',
		access: { scope: 'account:read' },
		answer: { description: 'Your sessions', schema: z.object({ items: z.array(sessionView), next: z.null() }) },
		handle: async (ctx) => ({ items: (await listSessions(ctx, requirePerson(ctx), ownSession(ctx))).map(showSession), next: null }),
	}),
	defineRoute({
		method: 'delete',
		path: '/me/sessions',
		name: 'endOtherSessions',
		tag: account,
		summary: 'End all your sessions but this one',
		description: 'With a token: all of them. They are dead at once.',
		access: { scope: 'account:write' },
		answer: { description: 'They are ended', nothing: true },
		handle: (ctx) => endOtherSessions(ctx, requirePerson(ctx), ownSession(ctx) ?? nobody),
	}),
	defineRoute({
		method: 'delete',
		path: '/me/sessions/{id}',
		name: 'endSession',
		tag: account,
		summary: 'End one of your sessions',
		description: 'It is dead at once. One that is not there is ended already.',
		access: { scope: 'account:write' },
		params: idParam('The session'),
		answer: { description: 'It is ended', nothing: true },
		handle: (ctx, { params }) => endSession(ctx, requirePerson(ctx), params.id),
	}),
	defineRoute({
		method: 'get',
		path: '/me/tokens',
		name: 'listTokens',
		tag: account,
		summary: 'List your tokens',
		description: 'Newest first, with those that ended by their date within the last month. Tokens are made on the account page only.',
		access: { scope: 'account:read' },
		answer: { description: 'Your tokens', schema: z.object({ items: z.array(tokenView), next: z.null() }) },
		handle: async (ctx) => ({ items: (await listTokens(ctx, requirePerson(ctx))).map((token) => showToken(token, ctx.actor)), next: null }),
	}),
	defineRoute({
		method: 'delete',
		path: '/me/tokens/{id}',
		name: 'endToken',
		tag: account,
		summary: 'End one of your tokens',
		description: 'It is dead at once, also when it is the one of this request.',
		access: { scope: 'account:write' },
		params: idParam('The token'),
		answer: { description: 'It is ended', nothing: true },
		refuses: ['not_found'],
		handle: (ctx, { params }) => endToken(ctx, requirePerson(ctx), params.id),
	}),
	defineRoute({
		method: 'get',
		path: '/me/log',
		name: 'readMyLog',
		tag: account,
		summary: 'Read what was recorded about your doings',
		description: 'Newest first.',
		access: { scope: 'account:read' },
		query: pageQuery,
		answer: { description: 'One page of the log', schema: pageOf(ownLogEntryView) },
		handle: (ctx, { query }) => readPage(query, (after, count) => ownLog(ctx, requirePerson(ctx), count, after), showOwnLogEntry),
	}),
	defineRoute({
		method: 'post',
		path: '/me/erasure',
		name: 'requestErasure',
		tag: account,
		summary: 'Erase your account',
		description: `All sessions and tokens end now. After ${daysToUndoErasure} days name, mail address, roles and kept results are erased for good; signing in before takes it back. Your mail address in the body says that you mean it.`,
		access: { scope: 'account:write' },
		body: z.strictObject({ email: emailInput.meta({ description: 'Your mail address' }) }).openapi('ErasureInput', {
			example: { email: 'ana.ferreira@vale.example' },
		}),
		answer: { status: 202, description: 'The account is erased at this time', schema: erasureView },
		async handle(ctx, { body }) {
			const { id, email } = await myAccount(ctx);
			if (body.email !== email)
				throw new AppError('invalid_input', { message: 'This is not the mail address of your account', field: 'email' });
			await requestErasure(ctx, id);
			return { eraseAt: (await myAccount(ctx)).eraseAt!.toISOString() };
		},
	}),
];
