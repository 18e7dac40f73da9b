import type { PartBytes } from './parts.ts';

/** What is known of a page between its `load` and its last byte. Only where a page is read as HTML. */
export type Page = {
	/** The part that was put together before. */
	kept?: PartBytes;
	/** Takes the part that is put together now. */
	keep?: (part: PartBytes) => void;
	/** Something that belongs into the part could not be had for now: the part is not kept. */
	incomplete?: boolean;
	/** Data that stands in the page as JSON. */
	plain?: string[];
	/** Called when the page is over, whatever came of it. */
	over?: () => void;
};
