declare module '#platform/events.ts' {
	interface Events {
		/** A run has a result. `providerId` is absent for a guest's quick check. */
		'benchmarks.run.finished': { runId: string; instrument: string; mode: string; providerId?: string };
		/** A guest's quick check now belongs to a person. */
		'benchmarks.run.claimed': { runId: string; personId: string };
		'benchmarks.run.started': { runId: string; providerId: string; instrument: string; mode: string };
		/** The answering of a group check ended with so many people; their views can be compared. */
		'benchmarks.group.closed': { runId: string; providerId: string; people: number };
		/** Its result is gone until it is finished again. */
		'benchmarks.run.reopened': { runId: string; providerId: string; instrument: string };
		/** Hidden at once, gone for good after 14 days. */
		'benchmarks.run.deleted': { runId: string; providerId: string; instrument: string };
		/** What a provider wants to work on after a result. */
		'benchmarks.focus.chosen': { runId: string; providerId: string; instrument: string; items: string[] };
		/** Which levels a provider wants to reach; after the end the result proposes by them. */
		'benchmarks.targets.saved': { runId: string; providerId: string; instrument: string; items: string[] };
		/** An action of a plan is done; `item` is what caused it. */
		'benchmarks.action.done': { actionId: string; providerId: string; instrument: string | null; item: string | null };
		/** Counted numbers of a training year are collected from now on. */
		'benchmarks.return.started': { returnId: string; providerId: string; year: number };
		/** Submitted, sent back, locked (official) or reopened (leaves comparisons). */
		'benchmarks.return.moved': { returnId: string; providerId: string; year: number; from: string; to: string; revision: number };
		/** The public card of a return is out, or is taken back. */
		'benchmarks.card.published': { returnId: string; providerId: string; code: string };
		'benchmarks.card.withdrawn': { returnId: string; providerId: string; code: string };
		/** Hidden at once, gone for good after 14 days. */
		'benchmarks.return.deleted': { returnId: string; providerId: string; year: number };
		/** Somebody of a provider said for the first time that there should be something on a theme. */
		'benchmarks.need.told': { providerId: string; instrument: string; theme: string };
		/** Consent to be counted in comparisons was given or withdrawn. */
		'benchmarks.sharing.changed': { runId: string; providerId: string; instrument: string; sharing: boolean };
	}
}

export {};
