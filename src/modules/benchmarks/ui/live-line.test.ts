import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openLiveLine } from './live-line.ts';

/** The browser's end of the lines that were opened. */
let sources: Source[] = [];
let status = 204;
let beats = 0;

class Source {
	static readonly CLOSED = 2;
	readyState = 1;
	onopen?: () => void;
	onmessage?: (event: { data: string }) => void;
	onerror?: () => void;
	readonly url: string;
	constructor(url: string) {
		this.url = url;
		sources.push(this);
	}
	close() {
		this.readyState = 2;
	}
	/** The server answers with something that is no stream. */
	refuse() {
		this.readyState = 2;
		this.onerror!();
	}
}
const isOpen = () => sources.filter(({ readyState }) => readyState !== 2).length;

beforeEach(() => {
	vi.useFakeTimers();
	[sources, status, beats] = [[], 204, 0];
	const events = { addEventListener: vi.fn<() => void>(), removeEventListener: vi.fn<() => void>() };
	vi.stubGlobal('document', { visibilityState: 'visible', ...events });
	vi.stubGlobal('addEventListener', events.addEventListener);
	vi.stubGlobal('removeEventListener', events.removeEventListener);
	vi.stubGlobal('EventSource', Source);
	vi.stubGlobal('fetch', () => {
		beats++;
		return Promise.resolve(new Response(null, { status }));
	});
});
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

function open() {
	const seen = { anew: 0, signedOut: 0 };
	const line = openLiveLine({
		url: '/live',
		place: () => 'A1',
		window: 'window-1',
		onRights: () => Promise.resolve(void seen.anew++),
		onSignedOut: () => void seen.signedOut++,
	});
	return { seen, line };
}

test('a line that ends because rights changed reads the page anew and comes back at once', async () => {
	const { seen, line } = open();
	sources[0]!.onopen!();
	await vi.advanceTimersByTimeAsync(0);
	sources[0]!.onmessage!({ data: '{"kind":"rights"}' });
	await vi.advanceTimersByTimeAsync(0);
	expect([seen.anew, sources.length, isOpen()]).toEqual([1, 2, 1]);
	expect(sources[1]!.url).toContain('window=window-1');
	line.close();
	expect(isOpen()).toBe(0);
});

test.each([403, 404])('who is let in no more (%i) has the page read anew once, and then asks no further', async (refusal) => {
	const { seen } = open();
	sources[0]!.onopen!();
	await vi.advanceTimersByTimeAsync(0);
	status = refusal;
	await vi.advanceTimersByTimeAsync(10_000);
	expect([seen.anew, sources.length]).toEqual([1, 2]);
	sources[1]!.refuse();
	await vi.advanceTimersByTimeAsync(0);
	const before = beats;
	await vi.advanceTimersByTimeAsync(600_000);
	expect([seen.anew, sources.length, isOpen(), beats]).toEqual([1, 2, 0, before]);
});

test('who is signed out is told so, and the page stays with what was typed into it', async () => {
	const { seen } = open();
	status = 401;
	sources[0]!.refuse();
	await vi.advanceTimersByTimeAsync(600_000);
	expect([seen.anew, seen.signedOut, sources.length]).toEqual([0, 1, 1]);
});

test('a line that broke comes back by itself, and so does one that a server on its way up refused', async () => {
	const { seen } = open();
	sources[0]!.readyState = 0;
	sources[0]!.onerror!();
	await vi.advanceTimersByTimeAsync(2_000);
	expect(sources).toHaveLength(2);
	status = 502;
	sources[1]!.refuse();
	await vi.advanceTimersByTimeAsync(4_000);
	expect(sources).toHaveLength(3);
	expect(seen).toEqual({ anew: 0, signedOut: 0 });
});
