export * from './accounts.ts';
export { agreeToMailChange, changePassword, requestMailChange } from './credentials.ts';
export { beginOidc, completeOidc } from './oidc.ts';
export { administratorLinkFor, operatorLinkHours, type OperatorLink } from './operator.ts';
export { shortestPassword } from './password-rules.ts';
export { beginTotp, confirmTotp, removeTotp } from './second-factor.ts';
export {
	actFor,
	deleteExpired,
	endOtherSessions,
	endSession,
	listSessions,
	openSession,
	readSession,
	readWaitingSession,
	type ListedSession,
	type Session,
} from './sessions.ts';
export {
	administratorLink,
	becomeAdministrator,
	begin,
	completeSignIn,
	firstAdministratorLink,
	linkMinutes,
	readAdministratorLink,
	readLink,
	requestLink,
	signInAs,
	signInByLink,
	signInByPassword,
	type SignedIn,
} from './sign-in.ts';
export {
	createToken,
	deleteExpiredTokens,
	endToken,
	listTokens,
	longestTokenDays,
	readToken,
	scopes,
	tokenInput,
	usualTokenDays,
	type ListedToken,
	type Scope,
} from './tokens.ts';
