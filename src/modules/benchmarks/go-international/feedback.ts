import type { Level, LevelInstrument } from '../model.ts';
import { balanceVerdict, isScore, type Answers, type Score, type SectionResult } from './scoring.ts';

/** What a section's sentence is made of (section 10); `next` is null at level 4 ("Keep it up and share it."). */
export type SectionFeedback = { strongest: string; next: { item: string; level: Level } | null };

/** The strongest and the weakest item of a section; ties: higher weight, then order. Null for a section without result. */
export function sectionFeedback(
	instrument: LevelInstrument,
	section: string,
	result: SectionResult,
	answers: Answers,
): SectionFeedback | null {
	if (!isScore(result)) return null;
	const rated = instrument.items
		.filter((item) => item.section === section && typeof answers.get(item.code) === 'number')
		.map((item) => ({ ...item, level: answers.get(item.code) as Level }));
	const strongest = rated.toSorted((a, b) => b.level - a.level || b.weight - a.weight)[0]!;
	const lowest = rated.toSorted((a, b) => a.level - b.level || b.weight - a.weight)[0]!;
	return { strongest: strongest.code, next: lowest.level === 4 ? null : { item: lowest.code, level: lowest.level } };
}

export type ExtraMessage =
	| { kind: 'imbalance'; highest: string; lowest: string }
	| { kind: 'unknown'; count: number }
	| { kind: 'proof' }
	| { kind: 'cap'; section: string };

/** So many "I do not know" are worth a message. */
const manyUnknown = 3;
/** So much lower must "what we can show" be to be worth one. */
const clearlyLower = 0.3;

/** The extra messages of a result (section 10), in the order of the specification, then the reason of a cap. */
export function extraMessages(instrument: LevelInstrument, score: Score, evidence: Score | null, answers: Answers): ExtraMessage[] {
	const messages: ExtraMessage[] = [];
	const valid = instrument.sections.flatMap(({ code }) => {
		const result = score.sections[code]!;
		return isScore(result) ? [{ code, ...result }] : [];
	});
	if (score.balance !== null && balanceVerdict(score.balance) === 'strong-imbalance') {
		const byMaturity = valid.toSorted((a, b) => b.maturity - a.maturity);
		messages.push({ kind: 'imbalance', highest: byMaturity[0]!.code, lowest: byMaturity.at(-1)!.code });
	}
	const unknown = instrument.items.filter(({ code }) => answers.get(code) === 'DK').length;
	if (unknown >= manyUnknown) messages.push({ kind: 'unknown', count: unknown });
	if (evidence?.maturity != null && score.maturity !== null && score.maturity - evidence.maturity >= clearlyLower - 1e-12)
		messages.push({ kind: 'proof' });
	if (score.cap) messages.push({ kind: 'cap', section: valid.find(({ band }) => band === 'starting')!.code });
	return messages;
}
