declare module '#platform/events.ts' {
	interface Events {
		/** A run has a result. */
		'benchmarks.run.finished': { runId: string; instrument: string; mode: string };
		/** A guest's quick check now belongs to a person. */
		'benchmarks.run.claimed': { runId: string; personId: string };
	}
}

export {};
