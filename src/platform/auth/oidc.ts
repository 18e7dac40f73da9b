import { createHash } from 'node:crypto';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import type { Ctx } from '../context.ts';
import { AppError } from '../errors.ts';
import { inTransaction } from '../events.ts';
import { newSecret } from '../ids.ts';
import { createAccount } from './accounts.ts';
import { digest } from './secrets.ts';
import { begin, type SignedIn } from './sign-in.ts';

type Discovery = { issuer: string; authorization_endpoint: string; token_endpoint: string; jwks_uri: string };

const minutesToReturn = 10;
const discoveries = new Map<string, Promise<Discovery>>();
const keySets = new Map<string, ReturnType<typeof createRemoteJWKSet>>();

function discover(issuer: string): Promise<Discovery> {
	let found = discoveries.get(issuer);
	if (!found) {
		found = fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, { signal: AbortSignal.timeout(10_000) }).then(
			async (response) => {
				if (!response.ok) throw new Error(`answered ${response.status}`);
				const document = (await response.json()) as Discovery;
				if (document.issuer !== issuer) throw new Error(`calls itself ${document.issuer}`);
				return document;
			},
		);
		// A provider that is down now must not stay down for us.
		found.catch(() => discoveries.delete(issuer));
		discoveries.set(issuer, found);
	}
	return found;
}

const redirectUri = (ctx: Ctx) => `${ctx.origin}/sign-in/oidc/callback`;

/**
 * Begins signing in with the configured OpenID Connect provider (authorization code with PKCE, state and nonce).
 * @returns where to send the browser, and the secret that ties the answer to it
 * @throws AppError not_found without configuration, unavailable when the provider does not answer
 */
export async function beginOidc(ctx: Ctx, back: string | null): Promise<{ location: string; browser: string }> {
	const { oidc } = ctx.config;
	if (!oidc) throw new AppError('not_found', 'No OpenID Connect provider is configured');
	const provider = await discover(oidc.issuer).catch((error) => {
		ctx.log.warn({ err: error }, 'the OpenID Connect provider does not answer');
		throw new AppError('unavailable', 'The sign-in provider does not answer');
	});
	const [state, nonce, verifier, browser] = [newSecret(), newSecret(), newSecret(48), newSecret()];
	await ctx.db
		.insertInto('auth.one_time_link')
		.values({
			token_hash: digest(state),
			kind: 'oidc',
			browser_hash: digest(browser),
			data: JSON.stringify({ nonce, verifier, back, locale: ctx.locale }),
			created_at: ctx.now(),
			expires_at: new Date(ctx.now().getTime() + minutesToReturn * 60_000),
		})
		.execute();
	const query = new URLSearchParams({
		response_type: 'code',
		client_id: oidc.clientId,
		redirect_uri: redirectUri(ctx),
		scope: 'openid email profile',
		state,
		nonce,
		code_challenge: createHash('sha256').update(verifier).digest('base64url'),
		code_challenge_method: 'S256',
		ui_locales: ctx.locale,
	});
	return { location: `${provider.authorization_endpoint}${provider.authorization_endpoint.includes('?') ? '&' : '?'}${query}`, browser };
}

/**
 * Takes the provider's answer. The account is found by the provider's subject, at first by an address the provider has
 * verified, and made when there is none.
 * @throws AppError not_signed_in when anything does not fit
 */
export async function completeOidc(
	ctx: Ctx,
	answer: { code?: string | null; state?: string | null },
	browser: string | undefined,
	userAgent?: string | null,
): Promise<SignedIn & { back: string | null; uiLocale: string }> {
	const { oidc } = ctx.config;
	if (!oidc) throw new AppError('not_found', 'No OpenID Connect provider is configured');
	const refuse = (reason: string): never => {
		ctx.log.warn({ reason }, 'an OpenID Connect sign-in was refused');
		throw new AppError('not_signed_in', 'The sign-in was not completed; begin again');
	};
	const begun = await ctx.db
		.deleteFrom('auth.one_time_link')
		.where('token_hash', '=', digest(answer.state ?? ''))
		.where('kind', '=', 'oidc')
		.where('expires_at', '>', ctx.now())
		.returning(['browser_hash', 'data'])
		.executeTakeFirst();
	if (!begun) return refuse('unknown state');
	if (!browser || !begun.browser_hash?.equals(digest(browser))) return refuse('another browser');
	if (!answer.code) return refuse('no code');
	const { nonce, verifier, back, locale } = begun.data as { nonce: string; verifier: string; back: string | null; locale: string };
	const provider = await discover(oidc.issuer).catch(() => refuse('provider does not answer'));
	const response = await fetch(provider.token_endpoint, {
		method: 'POST',
		headers: {
			'content-type': 'application/x-www-form-urlencoded',
			authorization: `Basic ${Buffer.from(`${encodeURIComponent(oidc.clientId)}:${encodeURIComponent(oidc.clientSecret)}`).toString('base64')}`,
		},
		body: new URLSearchParams({
			grant_type: 'authorization_code',
			code: answer.code,
			redirect_uri: redirectUri(ctx),
			code_verifier: verifier,
		}),
		signal: AbortSignal.timeout(10_000),
	}).catch(() => refuse('token endpoint does not answer'));
	const { id_token: idToken } = (response.ok ? await response.json().catch(() => ({})) : {}) as { id_token?: string };
	if (!idToken) return refuse('no id token');
	let keys = keySets.get(provider.jwks_uri);
	if (!keys) keySets.set(provider.jwks_uri, (keys = createRemoteJWKSet(new URL(provider.jwks_uri))));
	const { payload } = await jwtVerify(idToken, keys, {
		issuer: provider.issuer,
		audience: oidc.clientId,
		currentDate: ctx.now(),
		clockTolerance: 60,
		requiredClaims: ['sub', 'exp', 'iat'],
	}).catch((error) => refuse(String(error)));
	if (payload.nonce !== nonce) return refuse('wrong nonce');
	const signedIn = await inTransaction(ctx, async (tx) => {
		const known = await tx
			.selectFrom('auth.identity')
			.select('account_id')
			.where('issuer', '=', provider.issuer)
			.where('subject', '=', payload.sub!)
			.executeTakeFirst();
		let personId = known?.account_id;
		if (!personId) {
			// An unverified address could be anybody's: it must not open somebody's account.
			if (typeof payload.email !== 'string' || payload.email_verified !== true) return refuse('no verified mail address');
			personId = await createAccount(ctx, tx, {
				email: payload.email,
				name: typeof payload.name === 'string' ? payload.name : undefined,
				locale,
			});
			await tx.insertInto('auth.identity').values({ issuer: provider.issuer, subject: payload.sub!, account_id: personId }).execute();
		}
		return begin(ctx, tx, personId, userAgent, 'oidc');
	});
	return { ...signedIn, back, uiLocale: locale };
}
