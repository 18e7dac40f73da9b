import type { DeviceStorage } from './answer-queue.ts';

/** A device's storage in memory, for tests. */
export function device(): { kept: Map<string, string>; storage: DeviceStorage } {
	const kept = new Map<string, string>();
	return {
		kept,
		storage: {
			get length() {
				return kept.size;
			},
			key: (index: number) => [...kept.keys()][index] ?? null,
			getItem: (key: string) => kept.get(key) ?? null,
			setItem: (key: string, value: string) => void kept.set(key, value),
			removeItem: (key: string) => void kept.delete(key),
		},
	};
}
