/** The walls of the house (ARCHITECTURE.md, Rules). `npm run lint:house` checks them. */
const pure = '\\b(fs|node:(fs|http|https|net|child_process|worker_threads|process|os))\\b';
module.exports = {
	forbidden: [
		{
			name: 'platform-knows-no-room',
			comment: 'platform serves the rooms and knows none',
			severity: 'error',
			from: { path: '^src/platform' },
			to: { path: '^src/(modules|routes|ui)' },
		},
		{
			name: 'rooms-know-no-page',
			comment: 'routes → modules → platform, never back',
			severity: 'error',
			from: { path: '^src/modules' },
			to: { path: '^src/routes' },
		},
		{
			name: 'ui-knows-no-room',
			comment: 'base components are used by rooms, not the other way round',
			severity: 'error',
			from: { path: '^src/ui' },
			to: { path: '^src/(modules|routes)' },
		},
		{
			name: 'rooms-have-one-door',
			comment: 'another room is reached through its index.ts only',
			severity: 'error',
			from: { path: '^src/modules/([^/]+)/' },
			to: { path: '^src/modules/([^/]+)/', pathNot: ['^src/modules/$1/', '^src/modules/[^/]+/index\\.ts$'] },
		},
		{
			name: 'pages-use-the-door',
			comment: 'pages call a room through index.ts, its API, its components or its printed reports',
			severity: 'error',
			from: { path: '^src/routes' },
			to: { path: '^src/modules/[^/]+/', pathNot: '^src/modules/[^/]+/(index\\.ts$|ui/|report/|api\\.ts$)' },
		},
		{
			name: 'pure-rules-do-no-io',
			comment: 'scoring, comparison and other rules are plain functions over plain data',
			severity: 'error',
			from: {
				path: '^src/modules/benchmarks/(go-international|solity|comparison)/',
				pathNot: [
					'\\.(test|fixture)\\.ts$',
					'^src/modules/benchmarks/comparison/(api|store|rebuild|leave|queries|near|run|return|official-results|weight-sets|inviting/(invite|carry|stop)|sources/[^/]+)\\.ts$',
				],
			},
			to: { path: ['^src/platform/(database|mail|auth|files|jobs|pdf|events|context)', '^(pg|kysely|nodemailer|hono)', pure] },
		},
		{
			name: 'ui-is-for-the-browser',
			comment: 'components reach the client; only the translator of the platform and its spaces between signs may come along',
			severity: 'error',
			from: { path: '^src/(ui|modules/[^/]+/ui)/', pathNot: '\\.test\\.ts$' },
			to: {
				path: ['^src/platform/', '^node:'],
				pathNot: '^src/platform/i18n/(translator|messages\\.gen|spacing)',
				dependencyTypesNot: ['type-only'],
			},
		},
		{ name: 'no-circles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '\\.svelte-kit|build/' },
		tsPreCompilationDeps: true,
		enhancedResolveOptions: {
			extensions: ['.ts', '.js', '.svelte', '.json'],
			conditionNames: ['import', 'node', 'default', 'types', 'svelte'],
		},
	},
};
