/**
 * The benchmarks room: self-assessments of a provider. Built: the Go International instrument with its whole scoring
 * core, and the quick check for guests (nine headline items, first impression, claimable by mail).
 */
import './events.ts';

export { checkInstruments, currentEdition, editionOf, textsOf, type Edition } from './instruments.ts';
export type { AnswerValue, Band, Level } from './model.ts';
export {
	answerInput,
	answerQuickCheck,
	claimInput,
	confirmClaim,
	daysToClaim,
	deleteUnclaimedRuns,
	finishQuickCheck,
	forgetPersonsRuns,
	readClaim,
	requestClaim,
	startQuickCheck,
	type AnswerInput,
} from './quick-check/commands.ts';
export {
	describeResult,
	quickCheckResult,
	quickChecksOf,
	quickCheckState,
	quickQuestions,
	type Owner,
	type QuickCheckResult,
	type QuickCheckState,
	type QuickQuestion,
} from './quick-check/queries.ts';
