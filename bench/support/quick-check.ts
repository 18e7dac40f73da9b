const headlines = ['ENV-1', 'DIR-1', 'PLAN-1', 'ORG-1', 'STAFF-1', 'PART-1', 'MOB-1', 'HOME-1', 'IMP-1'];

/** Takes a quick check as a guest's browser would. @returns the cookie that owns its result */
export async function finishedQuickCheck(url: string): Promise<string> {
	const base = `${url}/en/benchmarks/go-international/quick`;
	let cookie = '';
	for (const [i, item] of headlines.entries()) {
		const answer = await fetch(`${base}/answers`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', origin: url, cookie },
			body: JSON.stringify({ item, value: String((i % 4) + 1), sequence: Date.now() + i }),
		});
		if (!answer.ok) throw new Error(`The answer to ${item} was refused: ${answer.status} ${await answer.text()}`);
		cookie ||= answer.headers
			.getSetCookie()
			.map((line) => line.split(';')[0])
			.join('; ');
	}
	const finished = await fetch(`${base}?/finish`, {
		method: 'POST',
		headers: { 'content-type': 'application/x-www-form-urlencoded', origin: url, cookie },
		redirect: 'manual',
	});
	if (finished.status !== 303 && finished.status !== 200) throw new Error(`The quick check could not be finished: ${finished.status}`);
	return cookie;
}
