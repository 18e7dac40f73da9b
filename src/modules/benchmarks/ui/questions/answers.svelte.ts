import { tick } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { QueueState } from '../answer-queue.ts';
import { openNoteKeeper, type NoteKeeper, type NoteState, type StandingNote } from '../note-keeper.ts';
import { openRunAnswers, type RunAnswers, type RunAnswersOptions, type Said, type ServerAnswers } from '../run-answers.ts';
import type { RunTransport } from '../run-transport.ts';
import { asGiven, isWhole, lacksReason } from './whole.ts';

/** What the server tells, with the page and whenever it is asked again. */
export type Told = ServerAnswers & { notes: Record<string, StandingNote> };

/** What a form without script held when it was refused. */
export type Refused = { given: Said; note: string; noteConflict?: NoteState['conflict'] };

export type AnswersOptions = {
	told: () => Told;
	/** The item being shown. */
	item: () => string;
	refused: () => Refused | undefined;
	/** Whether anything may be changed now. */
	mayAnswer?: () => boolean;
	/** Whether proof is asked for. */
	proof?: boolean;
};

export type Device = Pick<RunAnswersOptions, 'key' | 'client' | 'window' | 'me'> & { transport: RunTransport };

export type Answers = ReturnType<typeof useAnswers>;

const nothing: Said = { value: '', reason: null, reasonText: null, evidence: null };
/** Somebody who types no longer for so many milliseconds has a reason to give. */
const pauseInTyping = 700;

/**
 * The answers and notes of a run as the screen of a question draws them: what the server told with the page, then what
 * this device knows, and what is being chosen and is no answer yet. How they are kept and sent is said in run-answers.ts
 * and note-keeper.ts.
 */
export function useAnswers({ told, item, refused, mayAnswer = () => true, proof = false }: AnswersOptions) {
	let answers = $state.raw<RunAnswers>();
	let notes = $state.raw<NoteKeeper>();
	/** Counts what happened, so that everything read from the two above is read anew. */
	let happened = $state(0);
	let saving = $state<QueueState>();
	/** Choices that are not whole yet: a reason is missing, or the script had not started. */
	const choosing = new SvelteMap<string, Said>();
	let typing: ReturnType<typeof setTimeout> | undefined;

	const plain = ({ value, reason, reasonText, evidence }: Said): Said => ({
		value,
		reason,
		reasonText,
		evidence: proof ? evidence : null,
	});
	/** Reads from what this device knows, and anew when something happened. */
	const known = <T>(read: (answers: RunAnswers) => T, otherwise: T): T => (void happened, answers ? read(answers) : otherwise);
	const standing = (item: string) => known((own) => own.standing(item), told().answers[item]);
	const said = (item: string): Said | undefined => choosing.get(item) ?? known((own) => own.said(item), told().answers[item]);

	const shown = $derived.by(() => {
		const given = refused()?.given;
		return said(item()) ?? (given?.value ? given : nothing);
	});
	const conflicts = $derived(known((own) => own.conflicts(), told().conflicts));
	const note = $derived.by((): NoteState => {
		void happened;
		if (notes) return notes.note(item());
		const back = refused();
		return {
			text: back ? back.note : (told().notes[item()]?.text ?? ''),
			waiting: false,
			offline: false,
			conflict: back?.noteConflict,
		};
	});
	const savedAt = $derived.by(() => {
		const [answered, written] = [saving?.savedAt, note.savedAt];
		return !answered || (written && written > answered) ? written : answered;
	});

	/** Hands every whole choice to the queue of this device. */
	function keep(): void {
		if (!answers) return;
		for (const [item, chosen] of choosing) {
			if (!isWhole(chosen)) continue;
			choosing.delete(item);
			const before = answers.said(item);
			const given = plain(asGiven(chosen));
			if (!before || JSON.stringify(plain(before)) !== JSON.stringify(given)) answers.give(item, given);
		}
		happened++;
	}

	function resume(): void {
		void answers?.flush();
		void notes?.flush();
	}

	return {
		/** The script has started: from here on nothing needs a form to be sent. */
		get started() {
			return answers !== undefined;
		},
		get mayAnswer() {
			return mayAnswer();
		},
		/** What to show for the item. */
		get shown() {
			return shown;
		},
		get lacksReason() {
			return lacksReason(shown);
		},
		standing,
		isAnswered: (item: string) => Boolean(standing(item) ?? said(item)),
		said,
		/** Where answers of two people, or of two devices, met. */
		get conflicts() {
			return conflicts;
		},
		get note() {
			return note;
		},
		/** For the form without script: what the item's answer was when the page was made. */
		get was() {
			const before = told().answers[item()];
			return { version: before?.version ?? 0, text: JSON.stringify(plain(before ?? nothing)) };
		},
		/** The same for its note; the other text, when the form met one. */
		get noteWas() {
			const { version = 0, text = '' } = refused()?.noteConflict ?? told().notes[item()] ?? {};
			return { version, text };
		},
		/** How it stands with saving, for the words in the bar. */
		get saving() {
			const waiting = known((own) => own.waiting() + (notes?.waiting() ?? 0), 0);
			return {
				savedAt,
				waiting,
				sending: Boolean(saving?.waiting),
				offline: waiting > 0 && Boolean(saving?.offline || note.offline),
				refusal: saving?.refusal,
				blocked: saving?.blocked,
			};
		},

		/** Takes a choice; what is whole goes on its way, reasons being typed after a pause. */
		change(next: Partial<Said>): void {
			if (!mayAnswer()) return;
			choosing.set(item(), plain({ ...shown, ...next }));
			clearTimeout(typing);
			if (next.reasonText !== undefined) typing = setTimeout(keep, pauseInTyping);
			else keep();
		},
		keep,
		/** Decides between answers that met. */
		async decide(chosen: Said): Promise<void> {
			choosing.delete(item());
			answers?.decide(item(), plain(chosen));
			happened++;
			await tick();
			document.querySelector<HTMLElement>(`input[name="value"][value="${chosen.value}"]`)?.focus();
		},
		write: (text: string) => notes?.write(item(), text),
		settleNote: (text: string) => notes?.settle(item(), text),

		/** Takes up what waits on this device and sends it. */
		open({ key, client, window, me, transport }: Device): void {
			const { answers: standing, conflicts, notes: written } = told();
			answers = openRunAnswers({
				key,
				storage: localStorage,
				client,
				window,
				me,
				known: { answers: standing, conflicts },
				send: transport.answer,
				onChange(state) {
					saving = state;
					happened++;
				},
				onConflict(met) {
					happened++;
					// Whoever is still at the question is led to the decision; others find it in the notice above it.
					if (met === item()) void tick().then(() => document.getElementById(`conflict-${met}`)?.focus());
				},
			});
			notes = openNoteKeeper({ key, storage: localStorage, known: written, send: transport.note, onChange: () => happened++ });
			keep();
			resume();
		},
		/** Sends at once what waits. */
		resume,
		/** Takes in what the server tells, e.g. after somebody else answered. */
		learn(now: Told): void {
			answers?.learn(now);
			notes?.learn(now.notes);
			happened++;
		},
	};
}
