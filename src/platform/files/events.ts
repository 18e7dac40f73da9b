declare module '#platform/events.ts' {
	interface Events {
		/** A file's row is gone; its bytes follow. */
		'platform.file.dropped': { key: string };
	}
}

export {};
