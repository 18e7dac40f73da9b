import { benchmarksRoutes } from '#modules/benchmarks/api.ts';
import { networkRoutes } from '#modules/network/api.ts';
import { createApi } from '#platform/api/index.ts';
import { accountRoutes } from '#platform/auth/api.ts';
import { ownDataRoutes } from './own-data.ts';

/** Every room's routes, in the order of the reference. */
export const api = createApi('/api/v1', [...benchmarksRoutes, ...networkRoutes, ...accountRoutes, ...ownDataRoutes], {
	title: 'VENHANS',
	version: '1',
	description:
		'Everything the pages do, for programs. Send a personal token as `Authorization: Bearer vh_…`; refusals are problem documents (RFC 9457) with a `code`; every change takes an `Idempotency-Key`; lists answer `{items, next}`.',
	tags: [
		{ name: 'Go International', description: 'The instrument: editions, questions, texts, scoring.' },
		{ name: 'Quick check', description: 'Nine questions and a first impression, with or without an account.' },
		{ name: 'Full check', description: 'All questions of a provider, answered by several people, up to the result.' },
		{ name: 'SOLITY', description: 'The instrument of counted numbers: editions, fields, indicators, texts, scoring.' },
		{ name: 'Returns', description: 'Numbers of a training year for the SOLITY instrument: entered, checked, submitted, locked.' },
		{
			name: 'Returns: reports and cards',
			description: 'What the numbers of a year say, as data, table and PDF; links, and the card anybody can check.',
		},
		{ name: 'Group check', description: 'Several people answer alone, compare and agree.' },
		{ name: 'Reports', description: 'What a result means, as data, table and PDF; links for people without an account.' },
		{ name: 'Action plan', description: 'What a provider does after a result: actions, owners, deadlines, reviews.' },
		{ name: 'Needs', description: 'What providers say they need, and how many say so.' },
		{ name: 'Comparison', description: 'A result among others, protected so that nobody’s own figures can be found out.' },
		{ name: 'Organisations', description: 'The organisations of the network.' },
		{ name: 'People', description: 'Who works where, in which role.' },
		{ name: 'Invitations', description: 'Inviting people to work with an organisation, and answering.' },
		{ name: 'Account', description: 'You: profile, sessions, tokens, data.' },
	],
});
