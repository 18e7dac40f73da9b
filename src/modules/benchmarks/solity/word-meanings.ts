import type { CountedInstrument } from './instrument.ts';

/** A word of the glossary as people who count read it. */
export type WordMeaning = {
	name: string;
	meaning: string;
	/** What it takes in, where that is a list (section 5.4). */
	list: string[];
};

/** Words that stand for a list, with the breakdown whose codes it is. */
const listed: Readonly<Record<string, string>> = { 'vulnerable-situation': 'vulnerable' };

/**
 * What the words behind some fields mean (sections 3 and 5), each once, in the order of the glossary.
 * @param text reads the edition's texts in the reader's language
 */
export function meaningsOf(instrument: CountedInstrument, fields: readonly string[], text: (key: string) => string): WordMeaning[] {
	const used = new Set(instrument.fields.filter(({ code }) => fields.includes(code)).flatMap(({ words }) => words));
	return instrument.words
		.filter((word) => used.has(word))
		.map((word) => {
			const breakdown = instrument.breakdowns.find(({ code }) => code === listed[word]);
			return {
				name: text(`su.word.${word}.name`),
				meaning: text(`su.word.${word}.meaning`),
				list: (breakdown?.codes ?? []).map((code) => text(`su.breakdown.${breakdown!.code}.${code}`)),
			};
		});
}
