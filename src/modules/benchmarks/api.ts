import { defineRoute, pageOf, pageQuery, readPage, z, type ApiRoute } from '#platform/api/index.ts';
import { createAccount } from '#platform/auth/index.ts';
import type { Ctx } from '#platform/context.ts';
import { AppError } from '#platform/errors.ts';
import { inTransaction } from '#platform/events.ts';
import { requirePerson } from '#platform/policy.ts';
import { comparisonRoutes } from './comparison/api.ts';
import { readScoreInput, scoreEverything, ScoreInputError } from './go-international/score-file.ts';
import { groupRoutes } from './group/api.ts';
import { currentEdition, editionOf, editionsOf } from './instruments.ts';
import { notApplicableReasons } from './model.ts';
import { needRoutes } from './needs/api.ts';
import { planRoutes } from './plan/api.ts';
import { panelRoutes } from './returns/panels-api.ts';
import { solityRoutes } from './returns/instrument-api.ts';
import { returnPeopleRoutes } from './returns/people-api.ts';
import { returnReportRoutes } from './returns/report-api.ts';
import {
	answerValue,
	claimedView,
	claimView,
	editionSummaryView,
	editionView,
	importanceValue,
	levelValue,
	ownQuickCheckView,
	quickCheckResultView,
	quickCheckView,
	savedAnswerView,
	scoreView,
	showEdition,
	showEditionSummary,
	showOwnQuickCheck,
	showQuickCheck,
	showQuickCheckResult,
	showScore,
	startedQuickCheckView,
} from './presenters.ts';
import {
	answerQuickCheck,
	confirmClaim,
	daysToClaim,
	finishQuickCheck,
	readClaim,
	requestClaim,
	startQuickCheck,
} from './quick-check/commands.ts';
import { quickCheckResult, quickChecksOf, quickCheckState, readableRun, type Owner } from './quick-check/queries.ts';
import { reportRoutes } from './report/api.ts';
import { printQuickCheck } from './report/quick-check.ts';
import { returnRoutes } from './returns/api.ts';
import { runRoutes } from './runs/api.ts';

const name = 'go-international';
const base = `/benchmarks/${name}`;
const instrument = 'Go International';
const quickCheck = 'Quick check';

const editionParam = z.object({
	edition: z.string().max(20).meta({ description: 'An edition, or "current" for the newest', example: 'GI-1.0' }),
});
const runParam = z.object({ id: z.uuid().meta({ description: 'The quick check' }) });
const secret = z.string().min(1).max(200);
const ownSecret = z.object({ 'quick-check-secret': secret.meta({ description: 'What starting the quick check told you' }) });
const mailedSecret = z.object({ 'link-secret': secret.meta({ description: 'The part "token" of the link in the mail' }) });

const scoreInput = z
	.strictObject({
		edition: z.string().max(20).meta({ example: 'GI-1.0' }),
		answers: z.record(z.string().max(20), answerValue).meta({ description: 'One answer an item', example: { 'ENV-1': 2, 'MOB-1': 'NA' } }),
		evidence: z
			.record(z.string().max(20), z.enum(['documented', 'partial', 'none']))
			.optional()
			.meta({ description: 'What can be shown for an item', example: { 'ENV-1': 'documented' } }),
		importance: z
			.record(z.string().max(20), importanceValue)
			.optional()
			.meta({ description: 'Importance of a section in the next two years', example: { ENV: 3 } }),
		targets: z
			.record(z.string().max(20), levelValue)
			.optional()
			.meta({ description: 'Level wished for an item, not below its level', example: { 'ENV-1': 4 } }),
	})
	.openapi('ScoreInput');

const answerInput = z
	.strictObject({
		value: answerValue,
		reason: z.enum(notApplicableReasons).optional().meta({ description: 'Why the item does not apply; needed for NA' }),
		reasonText: z.string().trim().max(300).optional().meta({ description: 'In words; needed for the reason "other", at least 10 letters' }),
		sequence: z
			.int()
			.positive()
			.meta({ description: 'Milliseconds of your clock at the click: an answer older than the stored one is acknowledged and dropped' }),
	})
	.openapi('AnswerInput', { example: { value: 3, sequence: 1795514400000 } });

const claimInput = z.strictObject({ email: z.email().max(254).meta({ example: 'ana.ferreira@vale.example' }) }).openapi('ClaimInput');

/** The run of an address, proved by its secret. @throws AppError not_found, also when both belong to different runs */
async function secretOf(ctx: Ctx, id: string, headers: { 'quick-check-secret': string }): Promise<string> {
	const token = headers['quick-check-secret'];
	if ((await readableRun(ctx, { token })).id !== id)
		throw new AppError('not_found', { message: 'This secret belongs to another quick check', field: 'quick-check-secret' });
	return token;
}

/** Who reads a run: the holder of its secret, else the person it belongs to. */
async function readerOf(ctx: Ctx, id: string, headers: { 'quick-check-secret'?: string | undefined }): Promise<Owner> {
	const token = headers['quick-check-secret'];
	return token === undefined ? { runId: id } : { token: await secretOf(ctx, id, { 'quick-check-secret': token }) };
}

/** This room's part of /api/v1. */
export const benchmarksRoutes: readonly ApiRoute[] = [
	...runRoutes,
	...solityRoutes,
	...returnRoutes,
	...groupRoutes,
	...reportRoutes,
	...planRoutes,
	...returnPeopleRoutes,
	...returnReportRoutes,
	...panelRoutes,
	...needRoutes,
	...comparisonRoutes,
	defineRoute({
		method: 'get',
		path: `${base}/editions`,
		name: 'listEditions',
		tag: instrument,
		summary: 'List the editions',
		description: 'Every edition of the instrument, oldest first. Results of old editions stay reproducible for ever.',
		access: 'public',
		answer: { description: 'All editions', schema: z.object({ items: z.array(editionSummaryView), next: z.null() }) },
		async handle() {
			const all = editionsOf(name);
			return { items: all.map((edition) => showEditionSummary(edition, edition === all.at(-1))), next: null };
		},
	}),
	defineRoute({
		method: 'get',
		path: `${base}/editions/{edition}`,
		name: 'readEdition',
		tag: instrument,
		summary: 'Read an edition with its questions',
		description:
			'Sections, items with the four situations to choose from, themes, recommendations, and every text in the language asked for.',
		access: 'public',
		localised: true,
		params: editionParam,
		answer: { description: 'The edition', schema: editionView },
		refuses: ['not_found'],
		handle: async (ctx, { params: { edition } }) =>
			showEdition(edition === 'current' ? currentEdition(name) : editionOf(name, edition), ctx.locale),
	}),
	defineRoute({
		method: 'post',
		path: `${base}/score`,
		name: 'scoreAnswers',
		tag: instrument,
		summary: 'Score a full run',
		description:
			'Computes everything a full run yields from the answers in the request and stores nothing. The same figures as `venhans score`, unrounded.',
		access: 'public',
		stateless: true,
		body: scoreInput,
		answer: { description: 'The score', schema: scoreView },
		refuses: ['not_found'],
		async handle(_, { body }) {
			const found = editionOf(name, body.edition).instrument;
			try {
				return showScore(scoreEverything(found, readScoreInput(found, body)));
			} catch (error) {
				if (!(error instanceof ScoreInputError)) throw error;
				throw new AppError('invalid_input', { message: error.message, field: error.field });
			}
		},
	}),
	defineRoute({
		method: 'post',
		path: `${base}/quick-checks`,
		name: 'startQuickCheck',
		tag: quickCheck,
		summary: 'Start a quick check',
		description: `Nine questions and a first impression. With a token or a session it belongs to you at once; a guest's is deleted after ${daysToClaim} days unless it is claimed.`,
		access: { scope: 'benchmarks:write', guests: true },
		localised: true,
		answer: {
			status: 201,
			description: 'The quick check and its secret',
			schema: startedQuickCheckView,
			location: ({ id }: { id: string }) => `${base}/quick-checks/${id}`,
		},
		async handle(ctx) {
			const { runId, token } = await startQuickCheck(ctx);
			return { id: runId, secret: token, edition: currentEdition(name).instrument.edition, days: daysToClaim };
		},
	}),
	defineRoute({
		method: 'get',
		path: `${base}/quick-checks`,
		name: 'listQuickChecks',
		tag: quickCheck,
		summary: 'List your quick checks',
		description: 'The ones in your account, newest first.',
		access: { scope: 'benchmarks:read' },
		query: pageQuery,
		answer: { description: 'One page of quick checks', schema: pageOf(ownQuickCheckView) },
		handle: (ctx, { query }) =>
			readPage(
				query,
				async (after, count) => (await quickChecksOf(ctx, requirePerson(ctx), count, after)).map((own) => ({ id: own.runId, own })),
				({ own }) => showOwnQuickCheck(own),
			),
	}),
	defineRoute({
		method: 'get',
		path: `${base}/quick-checks/{id}`,
		name: 'readQuickCheck',
		tag: quickCheck,
		summary: 'Read a quick check with its questions and answers',
		description: 'For the holder of its secret, and for the person it belongs to.',
		access: { scope: 'benchmarks:read', guests: true },
		localised: true,
		params: runParam,
		headers: ownSecret.partial(),
		answer: { description: 'The quick check', schema: quickCheckView },
		refuses: ['not_found'],
		handle: async (ctx, { params, headers }) => showQuickCheck(await quickCheckState(ctx, await readerOf(ctx, params.id, headers))),
	}),
	defineRoute({
		method: 'put',
		path: `${base}/quick-checks/{id}/answers/{item}`,
		name: 'answerQuickCheck',
		tag: quickCheck,
		summary: 'Answer a question',
		description: 'Acknowledged only when it is stored. Sending it again changes nothing; answering again replaces the answer.',
		access: { scope: 'benchmarks:write', guests: true },
		params: runParam.extend({ item: z.string().max(20).meta({ description: 'Code of the question', example: 'ENV-1' }) }),
		headers: ownSecret,
		body: answerInput,
		answer: { description: 'The answer is stored', schema: savedAnswerView },
		refuses: ['not_found'],
		async handle(ctx, { params: { id, item }, headers, body: { value, ...rest } }) {
			const { savedAt } = await answerQuickCheck(ctx, await secretOf(ctx, id, headers), {
				...rest,
				item,
				value: String(value) as `${1 | 2 | 3 | 4}` | 'NA' | 'DK',
			});
			return { item, savedAt: savedAt.toISOString() };
		},
	}),
	defineRoute({
		method: 'post',
		path: `${base}/quick-checks/{id}/finish`,
		name: 'finishQuickCheck',
		tag: quickCheck,
		summary: 'Finish a quick check',
		description: 'Makes the result from the answers as they are; at least one is needed. Finishing again makes it anew.',
		access: { scope: 'benchmarks:write', guests: true },
		localised: true,
		params: runParam,
		headers: ownSecret,
		answer: { description: 'The result', schema: quickCheckResultView },
		refuses: ['not_found'],
		async handle(ctx, { params, headers }) {
			const token = await secretOf(ctx, params.id, headers);
			await finishQuickCheck(ctx, token);
			return showQuickCheckResult(await quickCheckResult(ctx, { token }));
		},
	}),
	defineRoute({
		method: 'get',
		path: `${base}/quick-checks/{id}/result`,
		name: 'readQuickCheckResult',
		tag: quickCheck,
		summary: 'Read the result of a quick check',
		description: 'Figure, profile, strengths and next steps in the language asked for, made from the answers as they are now.',
		access: { scope: 'benchmarks:read', guests: true },
		localised: true,
		params: runParam,
		headers: ownSecret.partial(),
		answer: { description: 'The result', schema: quickCheckResultView },
		refuses: ['not_found'],
		handle: async (ctx, { params, headers }) => showQuickCheckResult(await quickCheckResult(ctx, await readerOf(ctx, params.id, headers))),
	}),
	defineRoute({
		method: 'get',
		path: `${base}/quick-checks/{id}/result.pdf`,
		name: 'printQuickCheckResult',
		tag: quickCheck,
		summary: 'Download the result as a PDF',
		description: 'One page for the director, tagged.',
		access: { scope: 'benchmarks:read', guests: true },
		localised: true,
		params: runParam,
		headers: ownSecret.partial(),
		answer: { description: 'The page', file: 'application/pdf' },
		refuses: ['not_found'],
		handle: async (ctx, { params, headers }) => printQuickCheck(ctx, await quickCheckResult(ctx, await readerOf(ctx, params.id, headers))),
	}),
	defineRoute({
		method: 'post',
		path: `${base}/quick-checks/{id}/claim`,
		name: 'requestClaim',
		tag: quickCheck,
		summary: 'Ask to keep a quick check in an account',
		description:
			'Mails a link to the address. The answer is the same whether the address has an account or not; a later link replaces an earlier one.',
		access: { scope: 'benchmarks:write', guests: true },
		localised: true,
		params: runParam,
		headers: ownSecret,
		body: claimInput,
		answer: { description: 'The link is on its way', nothing: true },
		refuses: ['not_found', 'conflict'],
		handle: async (ctx, { params, headers, body }) => requestClaim(ctx, await secretOf(ctx, params.id, headers), body),
	}),
	defineRoute({
		method: 'get',
		path: `${base}/claim`,
		name: 'readClaim',
		tag: quickCheck,
		summary: 'Read what a mailed claim link is for',
		description: 'Changes nothing.',
		access: 'public',
		headers: mailedSecret,
		answer: { description: 'The quick check and the address', schema: claimView },
		refuses: ['gone'],
		async handle(ctx, { headers }) {
			const { runId, email } = await readClaim(ctx, headers['link-secret']);
			return { id: runId, email };
		},
	}),
	defineRoute({
		method: 'post',
		path: `${base}/claim`,
		name: 'confirmClaim',
		tag: quickCheck,
		summary: 'Keep a quick check in the account of the mailed link',
		description: 'The link proves the address: the account is its owner’s, made now when there is none. It works once.',
		access: 'public',
		localised: true,
		headers: mailedSecret,
		answer: { description: 'It is in the account', schema: claimedView },
		refuses: ['gone'],
		async handle(ctx, { headers }) {
			const { email } = await readClaim(ctx, headers['link-secret']);
			const personId = await inTransaction(ctx, (tx) => createAccount(ctx, tx, { email }));
			const { runId } = await confirmClaim(ctx, headers['link-secret'], personId);
			return { id: runId };
		},
	}),
];
