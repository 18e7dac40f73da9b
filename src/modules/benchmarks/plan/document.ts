import { withColon } from '#platform/i18n/spacing.ts';
import type { ErasmusPart } from './erasmus-parts.ts';

/** A plan as a document on paper or in a text program; every word is in the reader's language already. */
export type PlanDocument = {
	lang: string;
	title: string;
	provider: string;
	/** What it is, above the title. */
	eyebrow: string;
	lead: string;
	/** File name without ending. */
	name: string;
	/** Small facts about the whole. */
	facts: { term: string; value: string }[];
	parts: PlanDocumentPart[];
	/** What nobody may overlook, at the end. */
	notes: string[];
};

export type PlanDocumentPart = {
	title: string;
	/** What belongs here; null where the title says it. */
	text: string | null;
	/** What stands there before the goals, e.g. how ready the provider is. */
	facts: { term: string; value: string }[];
	goals: PlanDocumentGoal[];
	/** Said when there is no goal. */
	empty: string;
};

export type PlanDocumentGoal = {
	/** "1", "2", … through the whole document. */
	number: string;
	goal: string;
	actions: PlanDocumentAction[];
};

export type PlanDocumentAction = {
	action: string;
	/** The state as a word. */
	state: string;
	/** Level now and wanted; null for actions without. */
	levels: { from: number; to: number; words: string } | null;
	facts: { term: string; value: string }[];
};

/** The document as one HTML file that text programs open and application forms take by copying: no script, no picture. */
export function documentHtml(document: PlanDocument): string {
	const facts = (list: PlanDocumentAction['facts']) =>
		list.length
			? `<ul>${list.map(({ term, value }) => `<li>${withColon(document.lang, `<b>${escaped(term)}</b>`, escaped(value))}</li>`).join('')}</ul>`
			: '';
	const action = ({ action, state, levels, facts: list }: PlanDocumentAction) =>
		`<h4>${escaped(action)}</h4><p>${escaped([state, levels?.words].filter(Boolean).join(' · '))}</p>${facts(list)}`;
	const part = ({ title, text, facts: list, goals, empty }: PlanDocumentPart) =>
		`<h2>${escaped(title)}</h2>${text ? `<p>${escaped(text)}</p>` : ''}${facts(list)}${
			goals.map(({ number, goal, actions }) => `<h3>${number}. ${escaped(goal)}</h3>${actions.map(action).join('')}`).join('') ||
			`<p>${escaped(empty)}</p>`
		}`;
	return `<!doctype html>
<html lang="${escaped(document.lang)}">
<head><meta charset="utf-8"><title>${escaped(document.title)}</title>
<style>body{font:11pt/1.5 sans-serif;max-width:42em;margin:2em auto;padding:0 1em}h1,h2,h3,h4{line-height:1.25;margin:1.4em 0 .3em}h4{font-size:1em}p,ul{margin:.3em 0}</style></head>
<body><p>${escaped(document.eyebrow)}</p><h1>${escaped(document.title)}</h1><p>${escaped(document.lead)}</p>${facts(document.facts)}
${document.parts.map(part).join('\n')}
${document.notes.map((note) => `<p>${escaped(note)}</p>`).join('')}</body></html>
`;
}

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => signs[sign]!);

/** Order of the parts of an Erasmus Plan and the view of readiness each is introduced by. */
export const readinessOfPart: Record<ErasmusPart, readonly string[]> = {
	objectives: ['objectives'],
	activities: ['activities', 'quality'],
	management: ['management'],
};
