import type { Level, LevelInstrument } from '../model.ts';

/**
 * Levels whose weighted mean in each section comes close to an aim, spread as people answer: some items above, some
 * below. `random` gives numbers from 0 to below 1, so the same sequence gives the same levels.
 */
export function levelsNear(instrument: LevelInstrument, aims: Record<string, number>, random: () => number): Map<string, Level> {
	const levels = new Map<string, Level>();
	for (const { code } of instrument.sections) {
		const items = instrument.items.filter(({ section }) => section === code);
		const aim = Math.min(4, Math.max(1, aims[code]!));
		const weight = items.reduce((sum, item) => sum + item.weight, 0);
		const wanted = Math.round(aim * weight);
		let sum = 0;
		for (const item of items) {
			const level = Math.min(4, Math.max(1, Math.round(aim + (random() - 0.5) * 1.6))) as Level;
			levels.set(item.code, level);
			sum += level * item.weight;
		}
		// Nudge items until the section comes out right; heavy ones only while they do not overshoot.
		for (let round = 0; round < 40 && sum !== wanted; round++) {
			const up = sum < wanted;
			const movable = items.filter(
				(item) => (up ? levels.get(item.code)! < 4 : levels.get(item.code)! > 1) && item.weight <= Math.abs(wanted - sum),
			);
			if (movable.length === 0) break;
			const item = movable[Math.floor(random() * movable.length)]!;
			levels.set(item.code, (levels.get(item.code)! + (up ? 1 : -1)) as Level);
			sum += up ? item.weight : -item.weight;
		}
	}
	return levels;
}
