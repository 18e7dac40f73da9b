import type { Counted, Loop, OwnPlace, ReturnLine, RunLine } from '#modules/benchmarks/index.ts';

/** Everything the next steps follow from. */
export type Situation = {
	needsTotp: boolean;
	/** The first organisation that waits for the person to verify it. */
	toVerify: string | null;
	/** Group checks the person has a place in. */
	places: OwnPlace[];
	acting: { organisationId: string; mayInvite: boolean; colleagues: number } | null;
	/** Works for an organisation that trains, or for none yet. */
	trains: boolean;
	administers: boolean;
	runs: RunLine[];
	returns: ReturnLine[];
	counted: Counted | null;
	/** Newest quick check. */
	quickCheck: string | null;
	/** Of the provider the person acts for. */
	loop: Loop | null;
	/** Totals of needs are there to look at. */
	totals: boolean;
};

type Key =
	| 'secondFactor' | 'late' | 'soon' | 'verify' | 'groupOn' | 'group' | 'groupSaid' | 'shared' | 'organisation' | 'run' | 'compare' | 'review'
	| 'return' | 'approve' | 'focus' | 'plan' | 'again' | 'invite' | 'check' | 'full' | 'report' | 'returnReport' | 'solity' | 'needs' | 'result'
	| 'network' | 'count'; // prettier-ignore

/** One of the next things to do, with what its words need. */
export type Step = { key: Key; path: string; values?: { action?: string; day?: string; provider?: string; year?: string } };

const groupSteps = { asked: 'group', begun: 'groupOn', compares: 'groupSaid' } as const;

/** At most so many at once. */
const most = 3;
const start = '/benchmarks/go-international/start';

/**
 * What to do next, the most pressing first: an overdue duty of one's own, a deadline within a week, what others wait for,
 * the next step of the loop (network specification, section 17).
 */
export function nextSteps(situation: Situation): Step[] {
	const { needsTotp, toVerify, places, acting, trains, administers, runs, returns, counted, quickCheck, loop, totals } = situation;
	const step = (key: Key, path: string | false | null | undefined, values?: Step['values']): Step[] =>
		path ? [{ key, path, values }] : [];
	const open = runs.filter(({ status }) => status === 'open');
	/** Groups that have answered and have not agreed yet. */
	const comparing = runs.filter(({ mode, status }) => mode === 'group' && status === 'closed');
	/** Groups the person has a place in and does not lead. */
	const asked = places.filter(({ runId, state }) => state !== 'compares' || !comparing.some((run) => run.runId === runId));
	const shared = runs.find(({ status, provider }) => status === 'finished' && provider !== null);
	const [enter, approve] = (['enter', 'approve'] as const).map((duty) => returns.find((each) => each.duty === duty));
	const yearOf = (one?: { year: number } | null) => ({ year: String(one?.year ?? '') });
	const counts = step('returnReport', counted && `/returns/${counted.returnId}/report`, yearOf(counted));
	const begins = !loop?.result && runs.length === 0 && returns.length === 0;
	const report = loop?.result && `/runs/${loop.result.runId}/report`;
	const [mine] = loop?.plan?.mine ?? [];
	const sharedStep = step('shared', shared && `/runs/${shared.runId}/report`, { provider: shared?.provider ?? '' });
	return [
		...step('secondFactor', needsTotp && '/account/second-factor'),
		...step(mine?.late ? 'late' : 'soon', mine && `/plan/${mine.id}`, mine),
		...step('verify', toVerify && `/organisations/${toVerify}`),
		...step('approve', approve && `/returns/${approve.id}/review`, yearOf(approve)),
		...asked.slice(0, 1).flatMap(({ runId, state }) => step(groupSteps[state], `/participate?run=${runId}`)),
		...(acting ? [] : sharedStep),
		...step('organisation', !acting && '/organisations/new'),
		...open.slice(0, 2).flatMap(({ runId }) => step('run', `/runs/${runId}`)),
		...comparing.slice(0, 1).flatMap(({ runId }) => step('compare', `/runs/${runId}/views`)),
		...step('return', enter && `/returns/${enter.id}`, yearOf(enter)),
		...step('review', administers && loop?.plan?.review && '/plan#review'),
		...step('focus', administers && loop?.step === 'learn' && report && `${report}#priorities`),
		...step('plan', administers && loop?.step === 'improve' && loop.plan?.open === 0 && report && `${report}#priorities`),
		...step('again', administers && loop?.step === 'again' && start),
		...step('count', administers && counted?.next.due && '/benchmarks/solity/start', yearOf(counted?.next)),
		...(loop?.result ? [] : counts),
		...step('invite', acting?.mayInvite && acting.colleagues < 2 && `/organisations/${acting.organisationId}#invite`),
		...step('check', trains && !quickCheck && runs.length === 0 && '/benchmarks/go-international/quick'),
		...step('solity', administers && begins && '/benchmarks/solity'),
		...step('full', administers && !loop?.result && !loop?.open && start),
		...(acting ? sharedStep : []),
		...step('report', report),
		...(loop?.result ? counts : []),
		...step('solity', administers && returns.length === 0 && loop?.result && '/benchmarks/solity'),
		...step('needs', totals && '/benchmarks/needs'),
		...step('result', quickCheck && `/results/${quickCheck}`),
		...step('network', !trains && '/network'),
	].slice(0, most);
}
