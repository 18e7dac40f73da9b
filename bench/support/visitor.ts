export type Visitor = {
	/** The cookies as a request sends them. */
	cookie(): string;
	get(path: string): Promise<string>;
	/** Sends a form as a browser does. @returns where the answer leads, or undefined */
	post(path: string, form: Record<string, string>): Promise<string | undefined>;
};

/** Somebody with a browser's cookies, who prepares what is then measured. */
export function visitor(origin: string): Visitor {
	const cookies = new Map<string, string>();
	const cookie = () => [...cookies].map((pair) => pair.join('=')).join('; ');
	async function ask(path: string, request: RequestInit = {}): Promise<Response> {
		const response = await fetch(origin + path, { ...request, headers: { ...request.headers, cookie: cookie() }, redirect: 'manual' });
		for (const line of response.headers.getSetCookie()) {
			const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
			cookies.set(name!, value!);
		}
		if (response.status >= 400) throw new Error(`${path} answered ${response.status}`);
		return response;
	}
	return {
		cookie,
		get: async (path) => (await ask(path)).text(),
		async post(path, form) {
			const response = await ask(path, { method: 'POST', headers: { origin, accept: 'text/html' }, body: new URLSearchParams(form) });
			await response.text();
			return response.headers.get('location') ?? undefined;
		},
	};
}

/** Sends a form with a file as a browser does. @returns where the answer leads */
export async function sendFile(origin: string, path: string, cookie: string, file: { name: string; text: string }): Promise<string> {
	const body = new FormData();
	body.set('file', new File([file.text], file.name, { type: 'text/csv' }));
	const response = await fetch(origin + path, {
		method: 'POST',
		headers: { origin, cookie, accept: 'text/html' },
		body,
		redirect: 'manual',
	});
	await response.text();
	const led = response.headers.get('location');
	if (!led) throw new Error(`${path} answered ${response.status}`);
	return led;
}

const quick = '/en/benchmarks/go-international/quick';

/** Answers the whole quick check and ends it. */
export async function takeQuickCheck(who: Visitor): Promise<void> {
	for (let step = 1; step <= 9; step++) {
		const page = await who.get(`${quick}?q=${step}`);
		const item = /name="item" value="([^"]+)"/.exec(page)![1]!;
		await who.post(`${quick}?/answer`, { step: String(step), item, value: String((step % 4) + 1), go: 'next' });
	}
}

/** Signs in as one of the demo's people. @param name as the page of the demo shows it */
export async function signInAs(who: Visitor, name: string): Promise<void> {
	const page = await who.get('/en/demo');
	const id = new RegExp(`name="person" value="([^"]+)"[^>]*>[^>]*>[^>]*aria-label="[^"]*${name}`).exec(page)?.[1];
	if (!id) throw new Error(`The demo has nobody called ${name}`);
	await who.post('/en/demo', { person: id });
}
