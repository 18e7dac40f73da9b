import type { Draft } from './draft.ts';

/** What is being filled in, by item: kept on this device, so that a reload loses nothing, until it is settled. */
export function useDrafts() {
	let drafts = $state<Record<string, Draft>>({});
	let place: string | undefined;

	function store(): void {
		try {
			if (place) localStorage.setItem(place, JSON.stringify(drafts));
		} catch {
			// Without storage a draft lives as long as the window.
		}
	}

	return {
		of: (item: string): Draft | undefined => drafts[item],
		keep(item: string, draft: Draft): void {
			drafts[item] = draft;
			store();
		},
		drop(item: string): void {
			delete drafts[item];
			store();
		},
		/** Reads what an earlier visit left. @param key where on the device */
		open(key: string): void {
			place = key;
			try {
				drafts = JSON.parse(localStorage.getItem(key) ?? '{}') as Record<string, Draft>;
			} catch {
				drafts = {};
			}
		},
	};
}
