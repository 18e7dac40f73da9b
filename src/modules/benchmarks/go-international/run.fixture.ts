import type { LevelInstrument } from '../model.ts';

/**
 * A full run as `venhans score` reads it: most items answered, some unknown or not applicable, evidence for some,
 * importance and targets here and there. Every third run has a section nobody could answer.
 */
export function drawRun(instrument: LevelInstrument, random: () => number): Record<string, unknown> {
	const pick = <T>(values: readonly T[]) => values[Math.floor(random() * values.length)]!;
	const some = <T>(share: number, entries: readonly (readonly [string, T])[]) => Object.fromEntries(entries.filter(() => random() < share));
	const unknown = random() < 1 / 3 ? pick(instrument.sections).code : null;
	const base = pick([1, 2, 3, 4] as const);
	const answers = Object.fromEntries(
		instrument.items.map(({ code, section, notApplicableAllowed }) => {
			if (section === unknown) return [code, pick(['DK', 'DK', 'DK', 2])];
			const chance = random();
			if (chance < 0.06) return [code, 'DK'];
			if (chance < 0.16 && notApplicableAllowed) return [code, 'NA'];
			return [code, Math.min(4, Math.max(1, base + pick([-2, -1, -1, 0, 0, 0, 1, 1])))];
		}),
	);
	const levels = Object.entries(answers).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
	return {
		edition: instrument.edition,
		answers,
		evidence: some(
			0.7,
			levels.filter(([, level]) => level >= 3).map(([code]) => [code, pick(['documented', 'partial', 'none'])] as const),
		),
		importance: some(
			0.5,
			instrument.sections.map(({ code }) => [code, pick([1, 2, 3])] as const),
		),
		targets: some(
			0.2,
			levels.map(([code, level]) => [code, Math.min(4, level + pick([0, 1, 2]))] as const),
		),
	};
}
