import { itself } from '#modules/benchmarks/index.ts';
import { newId } from '#platform/ids.ts';
import { sendForm, type SignedIn } from './full-check.ts';

/** Starts a return of the provider as a whole. @returns its id */
export async function startReturnOverHttp(url: string, who: SignedIn, providerId: string, year: number): Promise<string> {
	const led = await sendForm(url, '/en/benchmarks/solity/start', who, {
		provider: providerId,
		year: String(year),
		level: 'provider',
		cohort: 'Y',
		month: '1',
		names: '',
		key: newId(),
	});
	return led.split('/').at(-1)!;
}

/** A number of the axis "Return to work" as it is typed. */
export type TypedOverHttp = { target: string; value: string; basedOn: number; client: string; sequence: number };

/** What the server says to a number: stored as version, or refused because somebody else changed it. */
export type SaidOfNumber = { outcome: 'saved' | 'stale'; version: number };

/** Sends one number as a page's script does. @throws when it was neither acknowledged nor refused, for whatever reason */
export async function saveNumberOverHttp(url: string, { cookie }: SignedIn, id: string, number: TypedOverHttp): Promise<SaidOfNumber> {
	const address = `${url}/en/returns/${id}/numbers`;
	const versionIn = (live: unknown) => (live as { fields: Record<string, { version: number }> }).fields[number.target]!.version;
	const response = await fetch(address, {
		method: 'POST',
		headers: { 'content-type': 'application/json', cookie },
		body: JSON.stringify({ axis: 'A1', unit: itself, trust: 3, comment: '', ...number }),
	});
	if (response.status === 409) {
		const standing = await fetch(`${address}?axis=A1`, { headers: { cookie } });
		return { outcome: 'stale', version: versionIn(await standing.json()) };
	}
	if (!response.ok) throw new Error(`Not saved: ${response.status} ${await response.text()}`);
	return { outcome: 'saved', version: versionIn(((await response.json()) as { live: unknown }).live) };
}
