import type { ComparisonRules } from './rules.ts';

/** A result that may become part of a pool, with everything the rules of entry ask about. */
export type Candidate = {
	providerId: string;
	runId: string;
	finishedAt: Date;
	/** The year it is about, where an instrument has one: of two results the later year counts, whenever it was finished. */
	period?: number;
	/** The provider's own consent for this run. */
	sharing: boolean;
	/** A finished full or group check; a locked return. */
	official: boolean;
	/** Verified and still part of the network. */
	active: boolean;
	provisional: boolean;
	/** Share of items answered "does not apply", 0 to 1. */
	notApplicable: number;
	/** Axes with a score; absent where the instrument has none. */
	scoredAxes?: number;
};

export type Refusal = 'not-official' | 'not-shared' | 'not-active' | 'provisional' | 'not-applicable' | 'too-few-axes' | 'too-old';

/** Why a result stays out of the pool, or null when it may enter (Go International, section 13, rules 2 and 3; SOLITY, 14.1). */
export function refusal(rules: ComparisonRules, candidate: Candidate, now: Date): Refusal | null {
	if (!candidate.official) return 'not-official';
	if (!candidate.sharing) return 'not-shared';
	if (!candidate.active) return 'not-active';
	if (candidate.provisional) return 'provisional';
	if (candidate.notApplicable > rules.entry.notApplicable) return 'not-applicable';
	if ((candidate.scoredAxes ?? 0) < rules.entry.scoredAxes) return 'too-few-axes';
	return candidate.finishedAt < monthsBefore(now, rules.entry.months) ? 'too-old' : null;
}

/** One a provider: of those that may enter the one about the latest year, else the latest, and of the same moment the one with the higher id. */
export function latestOfEach<T extends Candidate>(candidates: Iterable<T>): T[] {
	const latest = new Map<string, T>();
	for (const candidate of candidates) {
		const known = latest.get(candidate.providerId);
		if (!known || isLater(candidate, known)) latest.set(candidate.providerId, candidate);
	}
	return [...latest.values()].toSorted((a, b) => (a.providerId < b.providerId ? -1 : 1));
}

function isLater(a: Candidate, b: Candidate): boolean {
	const difference = (a.period ?? 0) - (b.period ?? 0) || a.finishedAt.getTime() - b.finishedAt.getTime();
	return difference > 0 || (difference === 0 && a.runId > b.runId);
}

/** The same day and time so many months earlier; the last day of the month where that day does not exist. */
function monthsBefore(now: Date, months: number): Date {
	return new Date(Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO('UTC').subtract({ months }).epochMilliseconds);
}
