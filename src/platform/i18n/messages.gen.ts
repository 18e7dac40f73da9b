// Generated from messages/en by `npm run messages`. Do not edit.
export interface MessageArguments {
	'locale.name': {};
	'shell.name': {};
	'shell.skip': {};
	'shell.nav.main': {};
	'shell.nav.benchmarks': {};
}
