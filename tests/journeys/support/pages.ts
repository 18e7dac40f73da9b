/**
 * Every page of the platform with an address to look at it by, and who looks. The pages' checks (accessibility, reading
 * without script, weight) walk this list; `tests/pages.test.ts` fails when a page of src/routes is missing here.
 */

/**
 * Who looks at a page. `answered` is a guest with a finished quick check, `halfway` has still to give a code, `starter` has
 * an organisation of their own and a check in the middle of being answered. `leader` has a group that answers, `participant`
 * is one of its people, `facilitator` has a group that meets.
 */
export const viewers = [
	'guest',
	'answered',
	'halfway',
	'provider',
	'starter',
	'leader',
	'participant',
	'facilitator',
	'coordinator',
	'administrator',
] as const;
export type Viewer = (typeof viewers)[number];

/** What must exist for the pages that show one thing: ids and the secrets of mailed links. */
export type Made = {
	mail: string;
	ownOrganisation: string;
	otherOrganisation: string;
	pendingOrganisation: string;
	result: string;
	claim: string;
	invitation: string;
	mailChange: string;
	signInLink: string;
	/** A finished run of the provider, and a link that shares its report. */
	run: string;
	shared: string;
	/** A locked return of the provider, and a link that shows its report. */
	counted: string;
	/** One of the provider's that has an earlier revision. */
	corrected: string;
	sharedReturn: string;
	/** The check of the starter, and an invitation to work on it. */
	openRun: string;
	runInvitation: string;
	returnInvitation: string;
	/** A return of the starter with two centres, a file that waits there, and the secret of who was asked. */
	openReturn: string;
	waitingFile: string;
	task: string;
	/** … and of the link that switches their reminders off. */
	silence: string;
	/** … and of the link that stops messages of similar providers, from a mail of the demo. */
	stopsMessages: string;
	/** The leader's group check, its code, and the secret of a mailed invitation to it. */
	group: string;
	joinCode: string;
	groupInvitation: string;
	/** The facilitator's. */
	meeting: string;
	/** An action of the provider's plan. */
	action: string;
};

export type Look = {
	as: readonly Viewer[];
	/** Address behind the language. */
	path: string | ((made: Made) => string);
	/** What the server answers when it is not 200. */
	status?: number;
	/** Shows things that exist with script only, and so differs without it. */
	scripted?: true;
};

const look = (as: Viewer | readonly Viewer[], path: Look['path'], status?: number): Look => ({
	as: typeof as === 'string' ? [as] : as,
	path,
	status,
});

/** Route of src/routes → the looks at it. */
export const pages: Record<string, readonly Look[]> = {
	'/[locale]': [look('guest', '')],
	// Addresses that belong to no page: what they answer is a page too.
	'/[locale]/[...path]': [look('guest', '/there/is/no/such/page', 404)],
	'/[locale]/about': [look('guest', '/about')],
	'/[locale]/accessibility': [look('guest', '/accessibility')],
	'/[locale]/account': [look(['provider', 'administrator'], '/account')],
	'/[locale]/account/mail': [look('guest', ({ mailChange }) => `/account/mail?token=${mailChange}`)],
	'/[locale]/account/second-factor': [look(['provider', 'administrator'], '/account/second-factor')],
	'/[locale]/account/tokens': [look('provider', '/account/tokens')],
	'/[locale]/benchmarks': [look(['guest', 'provider'], '/benchmarks')],
	'/[locale]/benchmarks/go-international': [look(['guest', 'provider', 'starter'], '/benchmarks/go-international')],
	'/[locale]/benchmarks/go-international/quick': [
		look('guest', '/benchmarks/go-international/quick'),
		look('answered', '/benchmarks/go-international/quick?q=5'),
	],
	'/[locale]/benchmarks/go-international/quick/claim': [
		look('guest', ({ claim }) => `/benchmarks/go-international/quick/claim?token=${claim}`),
	],
	'/[locale]/benchmarks/go-international/quick/result': [look('answered', '/benchmarks/go-international/quick/result')],
	'/[locale]/benchmarks/go-international/sample': [look('guest', '/benchmarks/go-international/sample')],
	'/[locale]/benchmarks/go-international/start': [look(['provider', 'starter', 'coordinator'], '/benchmarks/go-international/start')],
	'/[locale]/cards/[code]': [look('guest', '/cards/VALE2025'), look('guest', '/cards/CCCCCCCC', 404)],
	'/[locale]/benchmarks/solity': [look(['guest', 'provider'], '/benchmarks/solity')],
	'/[locale]/benchmarks/solity/start': [look(['provider', 'starter', 'coordinator'], '/benchmarks/solity/start')],
	'/[locale]/benchmarks/needs': [look(['coordinator', 'provider'], '/benchmarks/needs')],
	'/[locale]/demo': [look('guest', '/demo')],
	'/[locale]/developers': [look('guest', '/developers')],
	'/[locale]/developers/[operation]': [look('guest', '/developers/changeOrganisation')],
	'/[locale]/dev/components': [{ as: ['guest'], path: '/dev/components', scripted: true }],
	'/[locale]/home': [look(['provider', 'starter', 'leader', 'participant', 'facilitator', 'coordinator', 'administrator'], '/home')],
	'/[locale]/invitation': [look('guest', ({ invitation }) => `/invitation?token=${invitation}`), look('guest', '/invitation?declined')],
	'/[locale]/join': [look('guest', '/join')],
	'/[locale]/join/[code]': [look('guest', ({ joinCode }) => `/join/${joinCode}`), look('guest', '/join/WRNG-CD99')],
	'/[locale]/network': [look(['guest', 'coordinator'], '/network'), look('guest', '/network?q=nothing+is+called+this')],
	'/[locale]/organisations/[id]': [
		look('provider', ({ ownOrganisation }) => `/organisations/${ownOrganisation}`),
		look('guest', ({ otherOrganisation }) => `/organisations/${otherOrganisation}`),
		look('coordinator', ({ pendingOrganisation }) => `/organisations/${pendingOrganisation}`),
		look('guest', ({ pendingOrganisation }) => `/organisations/${pendingOrganisation}`, 404),
	],
	'/[locale]/organisations/[id]/edit': [look('provider', ({ ownOrganisation }) => `/organisations/${ownOrganisation}/edit`)],
	'/[locale]/organisations/new': [look('provider', '/organisations/new')],
	'/[locale]/outbox': [look('administrator', '/outbox')],
	'/[locale]/outbox/[id]': [look('administrator', ({ mail }) => `/outbox/${mail}`)],
	'/[locale]/outbox/preview': [look('administrator', '/outbox/preview')],
	'/[locale]/plan': [look(['provider', 'starter', 'coordinator'], '/plan')],
	'/[locale]/plan/[id]': [look('provider', ({ action }) => `/plan/${action}`), look('provider', ({ action }) => `/plan/${action}?removed`)],
	'/[locale]/participate': [
		look(['guest', 'participant'], '/participate'),
		look('guest', ({ groupInvitation }) => `/participate?token=${groupInvitation}`),
		look('participant', ({ group }) => `/participate?run=${group}`),
	],
	'/[locale]/participate/questions': [
		look('participant', '/participate/questions?q=ENV-1'),
		look('participant', '/participate/questions?q=PART-5'),
	],
	'/[locale]/privacy': [look('guest', '/privacy')],
	'/[locale]/results/[id]': [look('provider', ({ result }) => `/results/${result}`)],
	'/[locale]/returns/[id]/card': [look('provider', ({ counted }) => `/returns/${counted}/card`)],
	'/[locale]/returns/[id]/panels': [look('provider', ({ counted }) => `/returns/${counted}/panels`)],
	'/[locale]/returns/[id]/report': [
		look('provider', ({ counted }) => `/returns/${counted}/report`),
		look('provider', ({ corrected }) => `/returns/${corrected}/report?revision=1`),
	],
	'/[locale]/returns/[id]/share': [look('provider', ({ counted }) => `/returns/${counted}/share`)],
	'/[locale]/returns/[id]': [
		look('provider', ({ counted }) => `/returns/${counted}`),
		look('starter', ({ openReturn }) => `/returns/${openReturn}`),
	],
	'/[locale]/returns/[id]/[axis]': [
		look('provider', ({ counted }) => `/returns/${counted}/A1`),
		look('starter', ({ openReturn }) => `/returns/${openReturn}/A3`),
		look('starter', ({ openReturn }) => `/returns/${openReturn}/A4`),
	],
	'/[locale]/returns/[id]/[axis]/[indicator]': [
		look('provider', ({ counted }) => `/returns/${counted}/A5/SU-5.4`),
		look('starter', ({ openReturn }) => `/returns/${openReturn}/A1/SU-1.4`),
	],
	'/[locale]/returns/[id]/centres': [look('starter', ({ openReturn }) => `/returns/${openReturn}/centres`)],
	'/[locale]/returns/[id]/comparison': [
		look('provider', ({ counted }) => `/returns/${counted}/comparison`),
		look('provider', ({ counted }) => `/returns/${counted}/comparison?with=country:MT`),
		look('provider', ({ counted }) => `/returns/${counted}/comparison?similar=15`),
		look('provider', ({ counted }) => `/returns/${counted}/comparison?similar=7`),
		look('starter', ({ openReturn }) => `/returns/${openReturn}/comparison`),
	],
	'/[locale]/returns/[id]/import': [
		look('provider', ({ counted }) => `/returns/${counted}/import`),
		look('starter', ({ openReturn }) => `/returns/${openReturn}/import`),
	],
	'/[locale]/returns/[id]/import/[file]': [
		look('starter', ({ openReturn, waitingFile }) => `/returns/${openReturn}/import/${waitingFile}`),
	],
	'/[locale]/returns/[id]/people': [
		look('provider', ({ counted }) => `/returns/${counted}/people`),
		look('starter', ({ openReturn }) => `/returns/${openReturn}/people`),
	],
	'/[locale]/returns/[id]/review': [
		look('provider', ({ counted }) => `/returns/${counted}/review`),
		look('starter', ({ openReturn }) => `/returns/${openReturn}/review`),
	],
	'/[locale]/returns/[id]/revisions': [
		look('provider', ({ corrected }) => `/returns/${corrected}/revisions`),
		look('starter', ({ openReturn }) => `/returns/${openReturn}/revisions`),
	],
	'/[locale]/returns/[id]/tasks': [look('starter', ({ openReturn }) => `/returns/${openReturn}/tasks`)],
	'/[locale]/returns/invitation': [
		look('guest', ({ returnInvitation }) => `/returns/invitation?token=${returnInvitation}`),
		look('guest', '/returns/invitation?declined'),
	],
	'/[locale]/returns/similar': [
		look('guest', ({ stopsMessages }) => `/returns/similar?for=${stopsMessages}`),
		look('guest', '/returns/similar'),
	],
	'/[locale]/returns/task': [look('guest', ({ task }) => `/returns/task?token=${task}`), look('guest', '/returns/task')],
	'/[locale]/returns/task/reminders': [
		look('guest', ({ silence }) => `/returns/task/reminders?for=${silence}`),
		look('guest', '/returns/task/reminders'),
	],
	'/[locale]/runs/[id]': [look('provider', ({ run }) => `/runs/${run}`), look('starter', ({ openRun }) => `/runs/${openRun}`)],
	'/[locale]/runs/[id]/comparison': [
		look('provider', ({ run }) => `/runs/${run}/comparison`),
		look('provider', ({ run }) => `/runs/${run}/comparison?with=country:MT&with=sector:042`),
		look('provider', ({ run }) => `/runs/${run}/comparison?with=country:PT&with=country:DE`),
	],
	'/[locale]/runs/[id]/group': [
		look('leader', ({ group }) => `/runs/${group}/group`),
		look('facilitator', ({ meeting }) => `/runs/${meeting}/group`),
	],
	'/[locale]/runs/[id]/importance': [
		look('provider', ({ run }) => `/runs/${run}/importance`),
		look('starter', ({ openRun }) => `/runs/${openRun}/importance`),
	],
	'/[locale]/runs/[id]/meeting': [{ as: ['facilitator'], path: ({ meeting }) => `/runs/${meeting}/meeting`, scripted: true }],
	'/[locale]/runs/[id]/profile': [
		look('provider', ({ run }) => `/runs/${run}/profile`),
		look('starter', ({ openRun }) => `/runs/${openRun}/profile`),
	],
	'/[locale]/runs/[id]/questions': [
		look('provider', ({ run }) => `/runs/${run}/questions?q=DIR-1`),
		look('starter', ({ openRun }) => `/runs/${openRun}/questions`),
		look('starter', ({ openRun }) => `/runs/${openRun}/questions?q=ENV-1`),
		look('starter', ({ openRun }) => `/runs/${openRun}/questions?q=MOB-1`),
	],
	'/[locale]/runs/[id]/report': [look('provider', ({ run }) => `/runs/${run}/report`)],
	'/[locale]/runs/[id]/review': [
		look('provider', ({ run }) => `/runs/${run}/review`),
		look('starter', ({ openRun }) => `/runs/${openRun}/review`),
	],
	'/[locale]/runs/[id]/share': [look('provider', ({ run }) => `/runs/${run}/share`)],
	'/[locale]/runs/[id]/views': [look('facilitator', ({ meeting }) => `/runs/${meeting}/views`)],
	'/[locale]/runs/invitation': [
		look('guest', ({ runInvitation }) => `/runs/invitation?token=${runInvitation}`),
		look('guest', '/runs/invitation?declined'),
	],
	'/[locale]/shared/return/[token]': [
		look('guest', ({ sharedReturn }) => `/shared/return/${sharedReturn}`),
		look('guest', '/shared/return/ended', 410),
	],
	'/[locale]/shared/[token]': [look('guest', ({ shared }) => `/shared/${shared}`), look('guest', '/shared/ended', 410)],
	'/[locale]/sign-in': [look('guest', '/sign-in')],
	'/[locale]/sign-in/code': [look('halfway', '/sign-in/code')],
	'/[locale]/sign-in/link': [look('guest', ({ signInLink }) => `/sign-in/link?token=${signInLink}`)],
	'/[locale]/welcome': [look('guest', '/welcome?token=used', 410)],
};

/** The looks of one viewer, each with its route. */
export function looksOf(viewer: Viewer): (Look & { route: string })[] {
	return Object.entries(pages).flatMap(([route, looks]) =>
		looks.filter(({ as }) => as.includes(viewer)).map((each) => ({ ...each, route })),
	);
}
