import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { useTestApp } from '../../../tests/support/app.ts';
import type { Ctx } from '../context.ts';
import { beginOidc, completeOidc, findAccount } from './index.ts';

const app = useTestApp();
let server: Server;
let issuer = '';
let claims: Record<string, unknown> = {};
let seen: URLSearchParams;
let basic = '';

/** A small OpenID Connect provider: discovery, keys, and a token endpoint that signs whatever `claims` says. */
beforeAll(async () => {
	const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
	const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' };
	server = createServer(async (request, response) => {
		const send = (body: unknown) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
		if (request.url === '/.well-known/openid-configuration')
			return send({ issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/keys` });
		if (request.url === '/keys') return send({ keys: [jwk] });
		let body = '';
		for await (const chunk of request) body += chunk;
		seen = new URLSearchParams(body);
		basic = Buffer.from(request.headers.authorization!.slice(6), 'base64').toString();
		const { iss = issuer, aud = 'venhans', ...rest } = claims;
		send({
			id_token: await new SignJWT(rest)
				.setProtectedHeader({ alg: 'RS256', kid: 'k1' })
				.setIssuer(iss as string)
				.setAudience(aud as string)
				.setIssuedAt()
				.setExpirationTime('5m')
				.sign(privateKey),
		});
	}).listen(0, '127.0.0.1');
	await new Promise((ready) => server.once('listening', ready));
	issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());
beforeEach(() => (claims = {}));

const ctx = (): Ctx => ({
	...app.as(),
	config: { ...app.config, oidc: { issuer, clientId: 'venhans', clientSecret: 's3cret', name: 'School account' } },
});

async function goAndReturn(change: (query: URLSearchParams) => Record<string, unknown>, browser?: string) {
	const begun = await beginOidc(ctx(), '/en/home');
	const query = new URL(begun.location).searchParams;
	claims = {
		sub: 'u1',
		nonce: query.get('nonce'),
		email: 'oidc@venhans.example',
		email_verified: true,
		name: 'Olga Idczak',
		...change(query),
	};
	return { query, done: completeOidc(ctx(), { code: 'code', state: query.get('state') }, browser ?? begun.browser) };
}

test('signs in by code with PKCE, makes the account from the verified address, and finds it by subject next time', async () => {
	const { query, done } = await goAndReturn(() => ({}));
	const { personId, back } = await done;
	expect(back).toBe('/en/home');
	expect(await findAccount(app.db, personId)).toMatchObject({ email: 'oidc@venhans.example', name: 'Olga Idczak' });
	expect(query.get('code_challenge_method')).toBe('S256');
	expect(seen.get('code_verifier')).toBeTruthy();
	expect(basic).toBe('venhans:s3cret');
	const again = await goAndReturn(() => ({ email: 'renamed@venhans.example' }));
	expect((await again.done).personId).toBe(personId);
});

test.each([
	['a wrong nonce', () => ({ nonce: 'other' })],
	['another issuer', () => ({ iss: 'https://elsewhere.example' })],
	['another audience', () => ({ aud: 'someone-else' })],
	['an unverified address', () => ({ sub: 'u2', email: 'victim@venhans.example', email_verified: false })],
	['no address', () => ({ sub: 'u3', email: undefined })],
])('%s is refused', async (_, change) => {
	const { done } = await goAndReturn(change);
	await expect(done).rejects.toMatchObject({ code: 'not_signed_in' });
});

test('an answer in another browser, a state nobody gave out and a state used before are refused', async () => {
	await expect((await goAndReturn(() => ({}), 'another browser')).done).rejects.toMatchObject({ code: 'not_signed_in' });
	await expect(completeOidc(ctx(), { code: 'x', state: 'invented' }, 'b')).rejects.toMatchObject({ code: 'not_signed_in' });
	const begun = await beginOidc(ctx(), null);
	const query = new URL(begun.location).searchParams;
	claims = { sub: 'u1', nonce: query.get('nonce'), email: 'oidc@venhans.example', email_verified: true };
	await completeOidc(ctx(), { code: 'x', state: query.get('state') }, begun.browser);
	await expect(completeOidc(ctx(), { code: 'x', state: query.get('state') }, begun.browser)).rejects.toMatchObject({
		code: 'not_signed_in',
	});
});

test('without configuration there is nothing to begin, and a silent provider is told as unavailable', async () => {
	await expect(beginOidc(app.as(), null)).rejects.toMatchObject({ code: 'not_found' });
	const silent = {
		...ctx(),
		config: { ...ctx().config, oidc: { issuer: 'http://127.0.0.1:9', clientId: 'a', clientSecret: 'b', name: 'c' } },
	};
	await expect(beginOidc(silent, null)).rejects.toMatchObject({ code: 'unavailable' });
});
