import type { Translator } from '#platform/i18n/translator.ts';
import type { Said } from './run-answers.ts';

/** An answer in a few words: "3", "does not apply", with what was said about proof where two answers differ only in that. */
export function answerWords(t: Translator, said: Pick<Said, 'value' | 'evidence'>, withProof = false): string {
	const answer = said.value === 'NA' || said.value === 'DK' ? t(`runs.answer.${said.value}`) : said.value;
	if (!withProof || !said.evidence) return answer;
	return t(`runs.answer.proof.${said.evidence as 'documented' | 'partial' | 'none'}`, { answer });
}
