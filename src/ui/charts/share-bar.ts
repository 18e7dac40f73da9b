const width = 340;
const barY = 22;
const barHeight = 18;
const roomForFigures = 48;

/** Ends of the scale a share can stand on; the smallest with room beyond both marks is taken. */
const scales = [0.1, 0.2, 0.25, 0.5, 0.75, 1] as const;

export type ShareGeometry = {
	width: number;
	height: number;
	barY: number;
	barHeight: number;
	/** End of the scale, 0 to 1. */
	to: number;
	filled: number;
	/** The share in figures: inside the bar where it has room, else behind it; null when it is not known. */
	own: { x: number; anchor: 'start' | 'end'; inside: boolean } | null;
	/** The stretch that is missing up to the aim; null when it is reached or there is none. */
	gap: { x: number; width: number } | null;
	aim: { x: number; anchor: 'start' | 'middle' | 'end' } | null;
	ends: { x: number; anchor: 'start' | 'end'; value: number }[];
};

/**
 * Where a share and its aim stand, in units of the view box.
 * @param share, aim 0 to 1; a share above 1 (several stays of one learner) fills the bar
 */
export function layOutShare(share: number | null, aim: number | null): ShareGeometry {
	const reach = Math.max(share ?? 0, aim ?? 0);
	const to = scales.find((end) => reach <= end * 0.85) ?? 1;
	const x = (value: number) => Math.min(1, value / to) * width;
	const filled = share === null ? 0 : x(share);
	return {
		width,
		height: barY + barHeight + 20,
		barY,
		barHeight,
		to,
		filled,
		own:
			share === null
				? null
				: filled >= roomForFigures
					? { x: filled - 6, anchor: 'end', inside: true }
					: { x: filled + 6, anchor: 'start', inside: false },
		gap: aim !== null && share !== null && share < aim ? { x: filled, width: x(aim) - filled } : null,
		aim: aim === null ? null : { x: x(aim), anchor: x(aim) < width * 0.2 ? 'start' : x(aim) > width * 0.8 ? 'end' : 'middle' },
		ends: [
			{ x: 0, anchor: 'start', value: 0 },
			{ x: width, anchor: 'end', value: to },
		],
	};
}
