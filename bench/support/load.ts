import autocannon from 'autocannon';

export type Load = {
	perSecond: number;
	p50: number;
	p99: number;
	errors: number;
	/** Requests answered in all, warming up counted. */ all: number;
};

/** Sends GET requests for `seconds` over `connections` lines. Percentiles in milliseconds. */
export async function load(url: string, connections: number, headers: Record<string, string> = {}, seconds = 5): Promise<Load> {
	const warming = await autocannon({ url, connections, duration: 1, headers });
	const { requests, latency, errors, non2xx } = await autocannon({ url, connections, duration: seconds, headers });
	return {
		perSecond: requests.average,
		p50: latency.p50,
		p99: latency.p99,
		errors: errors + non2xx,
		all: warming.requests.total + requests.total,
	};
}
