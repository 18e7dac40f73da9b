import { currentEdition, type RunAnswerInput } from '#modules/benchmarks/index.ts';

/** Somebody signed in to a running product, for tests that speak HTTP as the pages do. */
export type SignedIn = { cookie: string };

/** Signs in as one of the demo's people. */
export async function signInOverHttp(url: string, personId: string): Promise<SignedIn> {
	const answer = await fetch(`${url}/en/demo`, {
		method: 'POST',
		headers: { origin: url, accept: 'text/html' },
		body: new URLSearchParams({ person: personId }),
		redirect: 'manual',
	});
	const cookie = /session=[^;]+/.exec(answer.headers.get('set-cookie') ?? '')?.[0];
	if (!cookie) throw new Error(`Nobody was signed in: ${answer.status}`);
	return { cookie };
}

/** Sends a form as a page without script does. @returns where it led */
export async function sendForm(url: string, path: string, { cookie }: SignedIn, fields: Record<string, string>): Promise<string> {
	const answer = await fetch(url + path, {
		method: 'POST',
		headers: { origin: url, accept: 'text/html', cookie },
		body: new URLSearchParams(fields),
		redirect: 'manual',
	});
	const location = answer.headers.get('location');
	if (answer.status >= 400 || !location) throw new Error(`${path} was refused: ${answer.status}`);
	return location;
}

/** Names one of the demo's people as an editor. @param path of the page with the people of a run or of returns */
export async function nameEditorOverHttp(url: string, path: string, { cookie }: SignedIn, personId: string): Promise<void> {
	const answer = await fetch(`${url}${path}?/name`, {
		method: 'POST',
		headers: { origin: url, accept: 'text/html', cookie },
		body: new URLSearchParams({ person: personId, role: 'editor' }),
	});
	if (!answer.ok) throw new Error(`Nobody was named: ${answer.status}`);
}

/** Starts a full check of a provider. @returns the run's id */
export async function startOverHttp(url: string, who: SignedIn, providerId: string): Promise<string> {
	const led = await sendForm(url, '/en/benchmarks/go-international/start', who, {
		provider: providerId,
		mode: 'full',
		country: 'PT',
		providerType: 'public-school',
		sizeClass: '250-999',
		erasmusStatus: 'accredited',
		experience: '4-9',
	});
	return led.split('/').at(-1)!;
}

/** What the server says to an answer of a page. */
export type Said = { outcome: 'saved' | 'superseded' | 'conflict'; standing: { value: string; version: number } };

/** Sends one answer as a page's script does. @throws when it was not acknowledged, for whatever reason */
export async function answerOverHttp(url: string, { cookie }: SignedIn, runId: string, answer: RunAnswerInput): Promise<Said> {
	const response = await fetch(`${url}/en/runs/${runId}/answers`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', cookie },
		body: JSON.stringify(answer),
	});
	if (!response.ok) throw new Error(`Not saved: ${response.status} ${await response.text()}`);
	return (await response.json()) as Said;
}

/** Codes of all items, in the instrument's order. */
export const itemCodes = currentEdition('go-international').instrument.items.map(({ code }) => code);
