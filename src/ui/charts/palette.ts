/** Colours a chart is drawn with: custom properties on the page, fixed values in print, where no theme exists. */
export type Palette = {
	ink: string;
	muted: string;
	line: string;
	empty: string;
	paper: string;
	accent: string;
	levels: readonly [string, string, string, string];
	font: string;
};

/** Follows the page's theme. */
export const screenPalette: Palette = {
	ink: 'var(--ink)',
	muted: 'var(--ink-2)',
	line: 'var(--line)',
	empty: 'var(--sunken)',
	paper: 'var(--paper)',
	accent: 'var(--accent)',
	levels: ['var(--l1)', 'var(--l2)', 'var(--l3)', 'var(--l4)'],
	font: 'var(--sans)',
};

/** The light theme's values for paper; each level is darker than the one before, so they differ in black and white. */
export const printPalette: Palette = {
	ink: '#1a2238',
	muted: '#565d70',
	line: '#dedbd2',
	empty: '#f5f3ed',
	paper: '#ffffff',
	accent: '#2b4ea2',
	levels: ['#bfcdea', '#8fa8dc', '#5a7cc8', '#28488f'],
	font: 'Inter',
};
