import { goto, pushState } from '$app/navigation';
import { page } from '$app/state';
import { focusTitle } from './title.ts';

/** What the screen of a question shows of an item. */
type QuestionShown = {
	item: string;
	section: string;
	question: string;
	levels: { level: number; text: string }[];
	notApplicableAllowed: boolean;
};

export type PlaceOptions<Section> = {
	sections: () => Section[];
	/** The item to begin with. */
	start: () => string;
	/** The page of the questions; an item is asked for by `?q=`. */
	address: () => string;
	/** What comes after the last question. */
	end: () => string;
	/** Somebody is about to go elsewhere. */
	leaving: () => void;
	/** Another question is drawn. */
	moved?: () => void;
};

export type Place = ReturnType<typeof usePlace>;

/** Where somebody is among the questions. With script they go from one to the other without asking the server. */
export function usePlace<Section extends { code: string; name: string; items: QuestionShown[] }>(options: PlaceOptions<Section>) {
	const sections = $derived(options.sections());
	const items = $derived(sections.flatMap(({ items }) => items as Section['items'][number][]));
	const code = $derived(page.state.runItem ?? options.start());
	const index = $derived(items.findIndex(({ item }) => item === code));
	const question = $derived(items[index]!);
	const section = $derived(sections.find((each) => each.code === question.section)!);

	/** Somebody goes to another question; when it is drawn, its title takes the focus. */
	let going = false;
	$effect(() => {
		void code;
		if (!going) return;
		going = false;
		focusTitle();
		scrollTo({ top: 0 });
		options.moved?.();
	});

	return {
		get code() {
			return code;
		},
		get question() {
			return question;
		},
		get section() {
			return section;
		},
		get sections() {
			return sections;
		},
		/** From 1, within the section. */
		get step() {
			return section.items.indexOf(question) + 1;
		},
		get previous() {
			return items[index - 1]?.item;
		},
		get next() {
			return items[index + 1]?.item;
		},
		get nextSection() {
			return items.find(({ section: other }, i) => i > index && other !== question.section)?.item;
		},
		addressOf: (item: string) => `${options.address()}?q=${item}`,
		/** Goes to an item, or to what comes after the last one. */
		go(item: string | undefined) {
			options.leaving();
			if (!item) return void goto(options.end());
			going = true;
			pushState(`${options.address()}?q=${item}`, { runItem: item });
		},
	};
}
