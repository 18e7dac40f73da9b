/**
 * The benchmarks room: self-assessments of a provider. The quick check for guests (nine headline items, first
 * impression, claimable by mail) and runs of a provider (full and group check) with their results.
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
	keepQuickCheck,
	readClaim,
	requestClaim,
	startQuickCheck,
	type AnswerInput,
} from './quick-check/commands.ts';
export {
	describeResult,
	isKept,
	quickCheckResult,
	quickChecksOf,
	quickCheckState,
	quickQuestions,
	type Owner,
	type QuickCheckResult,
	type QuickCheckState,
	type QuickQuestion,
} from './quick-check/queries.ts';
export {
	experiences,
	answerers,
	eqfLevels,
	europeanAims,
	mostSectors,
	numberNames,
	numbersInput,
	profileInput,
	sectors,
	sharesOf,
	type Numbers,
	type Profile,
	type Shares,
} from './go-international/profile.ts';
export { runPolicy, type RunAction, type RunRole } from './policy.ts';
export { accessRun, authoriseRun, type Run } from './runs/access.ts';
export { listenToRun } from './runs/presence.ts';
export { answerRun, runAnswerInput, type RunAnswerInput } from './runs/answer.ts';
export type { AnswerOutcome } from './runs/answer-writer.ts';
export type { Review } from './go-international/review.ts';
export { readImportance, reviewOfRun, type Importances } from './runs/finishing.ts';
export { liveAnswers, readAnswering, type Answering, type LiveAnswers } from './runs/answering.ts';
export { addFile, addLink, downloadProof, linkInput, proofOf, removeProof, type Proof } from './runs/evidence.ts';
export {
	closeStaleRuns,
	daysToRestore,
	daysUntilClosed,
	deleteRun,
	finishRun,
	openRunOf,
	purgeDeletedRuns,
	reopenRun,
	restoreRun,
	startInput,
	startRun,
	type StartInput,
} from './runs/lifecycle.ts';
export { runLines, type RunLine } from './runs/lines.ts';
export { daysToAccept } from './invitations.ts';
export { noteInput, saveNote, type NoteInput } from './runs/notes.ts';
export {
	acceptRunInvitation,
	declineRunInvitation,
	invitePerson,
	mentorDays,
	namedRoles,
	namePerson,
	peopleOfRun,
	personInput,
	readRunInvitation,
	removePerson,
	withdrawRunInvitation,
	type NamedRole,
	type PersonInput,
	type RunInvitation,
	type RunPeople,
} from './runs/people.ts';
export {
	answersOfRun,
	questionsIn,
	readRun,
	resultOf,
	runBefore,
	runsOf,
	runsSharedWith,
	type ItemTexts,
	type ListedRun,
	type OpenConflict,
	type RunAnswers,
	type RunHead,
	type SectionTexts,
	type StandingAnswer,
} from './runs/queries.ts';
export type { FullResult, RunInputs } from './runs/result.ts';
export { resultInWords, type ResultInWords } from './runs/result-words.ts';
export { importanceInput, profileChange, saveImportance, saveProfile, saveSharing, type ProfileChange } from './runs/settings.ts';
export { shownIndex } from './go-international/shown-index.ts';
export { chooseFocus, focusInput, focusNumber, saveTargets, saveWishes, targetsInput } from './runs/targets.ts';
export { profileToStartWith } from './runs/start-profile.ts';
export { choiceText, readChoices } from './comparison/choices.ts';
export { companyQuery, readCompany } from './comparison/company.ts';
export { hasPools, rebuildPools } from './comparison/rebuild.ts';
export { compareRun, type RunComparison } from './comparison/run.ts';
export { compareReturn, type Company, type ReturnComparison } from './comparison/return.ts';
export { carryInvitations, forgetInvitations } from './comparison/inviting/carry.ts';
export { inviteSimilar, longestMessage, readInviting, similarMessageInput, type Inviting } from './comparison/inviting/invite.ts';
export { readStopping, stopInvitations } from './comparison/inviting/stop.ts';
export { forgetWeights } from './comparison/weight-sets.ts';
export { defaultWeights, similarCount, type Variable } from './comparison/similar.ts';
export { reportOf } from './report/queries.ts';
export { reportParts, type Report, type ReportItem, type ReportPart, type ReportPriority, type ReportSection } from './report/model.ts';
export { loopOf } from './loop.ts';
export { countedOf, type Counted } from './loop-counted.ts';
export { loopSteps, type Loop, type LoopStep } from './loop-steps.ts';
export { accessPlan, authorisePlan, mayReadPlan, planRights } from './plan/access.ts';
export {
	addAction,
	causeInput,
	changeAction,
	holdReview,
	planFromResult,
	removeAction,
	restoreAction,
	setActionState,
} from './plan/commands.ts';
export { erasmusPartOf, erasmusParts, type ErasmusPart } from './plan/erasmus-parts.ts';
export {
	actionInput,
	actionStates,
	reviewInput,
	stateInput,
	type ActionInput,
	type ActionState,
	type ReviewInput,
	type ShownState,
	type StateInput,
} from './plan/model.ts';
export { supportFor, type ActionSupport } from './plan/support.ts';
export { actionProof, addActionProof, removeActionProof } from './plan/proof.ts';
export { planDocuments, printPlan, writePlan, type PlanDocumentKind } from './plan/print.ts';
export { newestResult, planColleagues, readAction, readPlan, type Plan, type PlannedAction } from './plan/queries.ts';
export { itemChoices } from './plan/item-choices.ts';
export { remindOwners, remindResults, remindReviews } from './plan/reminders.ts';
export { takeNeedBack, tellNeed } from './needs/commands.ts';
export { fewestProviders, monthsNeedsCount, needsIn, ownNeeds, type NeedCounts } from './needs/queries.ts';
export { offerFrom, type Offer, type OfferRoom, type ShownOffer } from './offers.ts';
export { type OfferKind } from './go-international/matching.ts';
export { seedBenchmarksDemo } from './demo/seed.ts';
export {
	acceptInput,
	acceptTogether,
	parkInput,
	parkTogether,
	settleInput,
	settleItem,
	takeBack,
	type SettleInput,
} from './group/agreeing.ts';
export { listenToMeeting } from './group/presence.ts';
export { closeAnswering, closeStaleGroups } from './group/closing.ts';
export {
	endJoinCode,
	joinByCode,
	joinInput,
	readJoinCode,
	renewJoinCode,
	shownCode,
	tidyCode,
	type JoinInput,
	type JoinOffer,
} from './group/code.ts';
export { meetingInput, meetingWords, setMeeting, wallClock, type Meeting, type MeetingInput } from './group/date.ts';
export { meetingOf, showItem, type MeetingState } from './group/meeting.ts';
export {
	answerAlone,
	answerAsLeader,
	changeRole,
	leaveGroup,
	noteAlone,
	oneself,
	openParticipation,
	ownAnswersShown,
	readParticipation,
	roleInput,
	secondsAPersonTakes,
	submitAlone,
	type Participation,
} from './group/participation.ts';
export {
	hoursBetweenReminders,
	inviteParticipant,
	mostParticipants,
	participantInput,
	readGroup,
	remindParticipants,
	removeParticipant,
	type Group,
	type GroupPerson,
	type ParticipantInput,
} from './group/people.ts';
export { placesOf, readOwnPlace, takeOwnPlace, type OwnPlace } from './group/own-places.ts';
export { daysNamesAreKept, forgetGroups, monthsViewsAreKept } from './group/retention.ts';
export { isCompared } from './group/settled.ts';
export { groupSpread, type GroupSpread } from './group/spread.ts';
export { viewsInWords, type ItemInWords, type ViewsInWords } from './group/words.ts';
export { viewsOf, type AgreedItem, type GroupViews, type ItemView } from './group/views.ts';
export { minutesAnItem, mostItems, reasonRequired } from './go-international/meeting.ts';
export { fewestPeople, mostPeople, roleGroups, type Advice, type KeptRole, type RoleGroup } from './go-international/role-groups.ts';
export { answerColumns, answerRows, machineReadable } from './report/export.ts';
export { endLink, keepParts, linksOf, readShared, shareInput, shareReport, type ShareInput } from './report/sharing.ts';
export { deleteEndedLinks, mostLinks, shareDays, type ShareLink } from './report/links.ts';
export { planCalendar, planFile } from './plan/export.ts';
export { accessReturn, authoriseReturn, editionOfReturn, type ReturnAccess } from './returns/access.ts';
export { confirmInput, confirmWarnings, type Confirmation } from './returns/confirmations.ts';
export { datumInput, saveInput, saveNumbers, type DatumInput, type SaveInput, type Saved } from './returns/entry.ts';
export {
	addEvidenceFile,
	addEvidenceLink,
	downloadEvidence,
	evidenceOf,
	largestEvidence,
	removeEvidence,
	type Evidence,
} from './returns/evidence.ts';
export {
	daysToRestoreReturn,
	deleteOldImports,
	deleteReturn,
	lockDueReturns,
	lockReturn,
	purgeDeletedReturns,
	reopenReturn,
	restoreReturn,
	sendBackReturn,
	submitReturn,
} from './returns/lifecycle.ts';
export {
	itself,
	levels,
	mostCentres,
	providerUnit,
	type Datum,
	type Return,
	type ReturnCentre,
	type ReturnLevel,
	type ReturnNumbers,
	type ReturnResult,
} from './returns/model.ts';
export { returnLines, type ReturnLine } from './returns/lines.ts';
export {
	acceptReturnInvitation,
	declineReturnInvitation,
	deleteEndedInvitations,
	inviteToReturns,
	nameForReturns,
	peopleOfReturns,
	readReturnInvitation,
	removeFromReturns,
	returnNamedRoles,
	withdrawReturnInvitation,
	type ReachInput,
	type ReturnNamedRole,
} from './returns/people.ts';
export { listenToReturn, presentAtReturn, returnPlace, type ReturnListener } from './returns/presence.ts';
export { readReturn, returnsOf, returnsSeen, type ListedReturn, type ReturnHead } from './returns/queries.ts';
export { resultOfReturn, resultOfRow } from './returns/result.ts';
export { revisionsOfReturn, type ReturnRevision } from './returns/revisions.ts';
export { reviewOfReturn, type ReturnReview } from './returns/review.ts';
export { startOffer, startReturn, startReturnInput, type StartReturnInput } from './returns/start.ts';
export { mostOutcomes, mostStories, panelInput, panelsOf, savePanel, type PanelInput, type Panels } from './returns/panels.ts';
export { comparedReportOfReturn, comparedRows, machineReadableCompared, type ComparedReport } from './returns/compared-report.ts';
export { isEarlier } from './returns/report.ts';
export {
	cardInput,
	cardOfReturn,
	publishCard,
	readCard,
	tidyCardCode,
	withdrawCard,
	type OwnCard,
	type PublicCard,
} from './returns/cards.ts';
export { endReturnLink, linksOfReturn, readSharedReturn, shareReturn, shareReturnInput, type ShareReturnInput } from './returns/sharing.ts';
export {
	reportParts as returnReportParts,
	type Report as ReturnReport,
	type ReportPart as ReturnReportPart,
} from './solity/report/model.ts';
export { cardText, leastBase, mostNumbers, shownFingerprint, tidyFingerprint, type CardContent } from './solity/report/card.ts';
export { resultColumns } from './solity/report/export.ts';
export type { CardInWords } from './solity/report/card-words.ts';
export { planFromReturn, returnCauseInput } from './plan/from-return.ts';
export { describeCsv as describeImport } from './solity/csv/csv-fault.ts';
export {
	liveEntry,
	readEntry,
	readParts,
	readTaskEntry,
	type EntryField,
	type EntryIndicator,
	type EntryView,
	type LiveEntry,
} from './returns/entry-view.ts';
export {
	changeCentres,
	centresChange,
	saveCentresSeen,
	saveReturnSettings,
	saveReturnSharing,
	settingsChange,
} from './returns/settings.ts';
export { linkedTo, typedNumberInput, typedValue } from './returns/typed.ts';
export { wordsIn } from './returns/words.ts';
export { returnJson, returnNumbersFile, returnResultsFile, returnTemplate } from './returns/export.ts';
export { largestFile as largestImport } from './solity/csv/table.ts';
export { confirmImport, planOfTooLarge, prepareImport, readImport, type ImportPreview } from './returns/import.ts';
export { historyOfReturn, overviewOfReturn, readSum, type HistoryEntry, type ReturnOverview } from './returns/overview.ts';
export { taskDays } from './returns/task-links.ts';
export { remindTaskDays, remindTasks } from './returns/task-reminders.ts';
export { readReminders, setReminders, type Reminders } from './returns/task-silence.ts';
export {
	finishTask,
	giveTask,
	mostTasks,
	openTask,
	readTask,
	remindTask,
	saveTaskNumbers,
	setTaskReminders,
	taskInput,
	tasksOf,
	withdrawTask,
	type OpenTask,
	type Task,
} from './returns/tasks.ts';
