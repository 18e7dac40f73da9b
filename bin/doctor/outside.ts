import nodemailer from 'nodemailer';
import type { Config } from '../../src/platform/config.ts';
import { ok, problem, type Finding } from './finding.ts';

const patienceMilliseconds = 5_000;

/** Whether the web server of the running process answers, and is ready. */
export async function checkAddress({ host, port }: Config): Promise<Finding> {
	const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
	const address = `http://${shown}:${port}`;
	const answer = await ask(`${address}/readyz`);
	if (!answer) return problem('address', `nothing answers at ${address}`, 'Run this with the same PORT and HOST as the server.');
	return answer.ok
		? ok('address', `${address} is ready`)
		: problem('address', `${address} is not ready: ${answer.text}`, 'The log of the server says why.');
}

export async function checkPublicAddress(publicUrl: string): Promise<Finding> {
	const answer = await ask(`${publicUrl}/healthz`);
	if (answer?.ok && answer.text.trim() === 'ok') return ok('public address', publicUrl);
	return problem(
		'public address',
		answer ? `${publicUrl} answers with ${answer.status}, not with this platform` : `nothing answers at ${publicUrl}`,
		'Look at the reverse proxy and the name’s DNS entry; see docs/running/install.md.',
	);
}

export async function checkMailServer(smtpUrl: string): Promise<Finding> {
	const transport = nodemailer.createTransport(smtpUrl, {
		connectionTimeout: patienceMilliseconds,
		greetingTimeout: patienceMilliseconds,
	} as object);
	try {
		await transport.verify();
		return ok('mail server', new URL(smtpUrl).host);
	} catch (error) {
		return problem('mail server', `${new URL(smtpUrl).host}: ${(error as Error).message}`, 'Correct SMTP_URL, or the mail server.');
	} finally {
		transport.close();
	}
}

export async function checkOidc(issuer: string): Promise<Finding> {
	const answer = await ask(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
	return answer?.ok
		? ok('sign-in provider', issuer)
		: problem(
				'sign-in provider',
				`${issuer} ${answer ? `answers with ${answer.status}` : 'does not answer'}`,
				'Correct OIDC_ISSUER, or the provider.',
			);
}

async function ask(address: string): Promise<{ ok: boolean; status: number; text: string } | undefined> {
	try {
		const response = await fetch(address, { signal: AbortSignal.timeout(patienceMilliseconds) });
		return { ok: response.ok, status: response.status, text: (await response.text()).slice(0, 300) };
	} catch {
		return undefined;
	}
}
