import type { Api } from '#platform/api/index.ts';
import type { Actor } from '#platform/context.ts';
import type { TestApp } from './app.ts';

/** `file` is sent as it is, instead of a JSON body. */
export type Call = { actor?: Actor; token?: string; body?: unknown; file?: string; headers?: Record<string, string>; locale?: string };
export type Reply<Body = Record<string, never>> = { status: number; headers: Headers; body: Body; bytes: Uint8Array };

/** Calls the API as a program does; paths are those of the document. */
export function clientOf(app: TestApp, api: Api) {
	return async <Body = Record<string, never>>(
		address: string,
		{ actor, token, body, file, headers, locale }: Call = {},
	): Promise<Reply<Body>> => {
		const [method, path] = address.split(' ') as [string, string];
		const request = new Request(`http://localhost/api/v1${path}`, {
			method,
			headers: {
				...(body !== undefined && { 'content-type': 'application/json' }),
				...(file !== undefined && { 'content-type': 'application/octet-stream' }),
				...(token && { authorization: `Bearer ${token}` }),
				...headers,
			},
			body: file ?? (body === undefined ? undefined : JSON.stringify(body)),
		});
		const response = await api.fetch(request, { ctx: app.as(actor, locale) });
		const bytes = new Uint8Array(await response.arrayBuffer());
		const json = /json/.test(response.headers.get('content-type') ?? '');
		return {
			status: response.status,
			headers: response.headers,
			body: (json ? JSON.parse(new TextDecoder().decode(bytes)) : undefined) as Body,
			bytes,
		};
	};
}

/** The secret in the last mail to an address. */
export async function secretMailedTo(app: TestApp, address: string): Promise<string> {
	const mail = await app.db
		.selectFrom('platform.mail')
		.select('text_body')
		.where('to_address', '=', address)
		.orderBy('id', 'desc')
		.executeTakeFirstOrThrow();
	return mail.text_body.match(/token=(\S+)/)![1]!;
}
