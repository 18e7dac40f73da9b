import { z } from '@hono/zod-openapi';
import { HTTPException } from 'hono/http-exception';
import type { Ctx } from '../context.ts';
import { AppError, errorCodes, type ErrorCode } from '../errors.ts';

/** Media type of every refusal (RFC 9457). */
export const problemType = 'application/problem+json';

/** What a code means, in a few words that never change. */
export const titles: Record<ErrorCode, string> = {
	invalid_input: 'The input is not valid',
	malformed_request: 'The request can not be read',
	not_signed_in: 'A token or a session is needed',
	forbidden: 'This is not allowed',
	not_found: 'There is nothing here',
	method_not_allowed: 'This address does not take this method',
	conflict: 'The state of the thing does not allow it',
	gone: 'This existed and is over',
	too_large: 'The request is too large',
	unsupported_media_type: 'The body has the wrong type',
	idempotency_mismatch: 'This idempotency key belongs to another request',
	too_many_requests: 'Too many requests',
	internal: 'Something went wrong on our side',
	unavailable: 'Not available at the moment',
};

const codes = Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]];

export const problemSchema = z
	.object({
		type: z.string().meta({ description: 'Address of a text about this kind of problem' }),
		title: z.string().meta({ description: 'What the code means, the same every time' }),
		status: z.int().meta({ description: 'The HTTP status' }),
		code: z.enum(codes).meta({ description: 'What a program decides by' }),
		detail: z.string().meta({ description: 'What was wrong this time, in English' }),
		field: z.string().optional().meta({ description: 'The input field it belongs to, as a dotted path' }),
		errors: z
			.array(z.object({ field: z.string(), message: z.string() }))
			.optional()
			.meta({ description: 'Every field that is wrong, when the input is not valid' }),
		help: z.string().optional().meta({ description: 'What to do about it' }),
		instance: z.string().meta({ description: 'Number of this request, as in the header X-Request-Id; give it when you report a problem' }),
	})
	.openapi('Problem', { description: 'Why a request was refused (RFC 9457).' });
export type Problem = z.infer<typeof problemSchema>;

/** One fault of an input: where, and what is wrong. */
export type Fault = { field: string; message: string };

/** Zod's issues as one fault a field, the whole value as ''; unknown keys become fields of their own. */
export function faultsOf({ issues }: Pick<z.ZodError, 'issues'>): Fault[] {
	return issues.flatMap((issue) => {
		const path = issue.path.map(String);
		return issue.code === 'unrecognized_keys'
			? issue.keys.map((key) => ({ field: [...path, key].join('.'), message: 'is not known here' }))
			: [{ field: path.join('.'), message: issue.message }];
	});
}

/** A refusal that names every wrong field. */
export function invalidInput(faults: readonly Fault[]): AppError {
	const [first] = faults;
	return new AppError('invalid_input', {
		message:
			faults.length === 1
				? [first!.field, first!.message].filter(Boolean).join(': ')
				: `${faults.length} fields are not valid; "errors" names them`,
		field: first!.field || undefined,
		fields: Object.fromEntries(faults.map(({ field, message }) => [field, message])),
	});
}

/** Codes of PostgreSQL for a server that is starting, stopping, full or gone. */
const databaseAway = /^(08\w{3}|57P0[1-3]|53300)$|^ECONN(REFUSED|RESET)$/;

/** What was thrown as a refusal the caller can act on; undefined for faults of ours. */
export function asRefusal(error: unknown): AppError | undefined {
	if (error instanceof AppError) return error;
	if (error instanceof z.ZodError) return invalidInput(faultsOf(error));
	if (error instanceof HTTPException) {
		const code = codes.find((each) => errorCodes[each] === error.status);
		return code && new AppError(code, error.message);
	}
	const { code } = (error ?? {}) as { code?: unknown };
	if (typeof code === 'string' && databaseAway.test(code))
		return new AppError('unavailable', { message: 'The database does not answer at the moment', retryAfter: 5 });
	return undefined;
}

/** The document and headers a thrown error is answered with; faults of ours are logged and told without their inside. */
export function describeProblem(ctx: Ctx, error: unknown, sentToken = false): { problem: Problem; headers: Record<string, string> } {
	const refusal = asRefusal(error) ?? new AppError('internal', { message: titles.internal, help: 'What you saved is safe. Try again.' });
	if (refusal.status >= 500) ctx.log.error({ err: error, requestId: ctx.requestId }, 'an API request failed');
	const { code, status, details } = refusal;
	const headers: Record<string, string> = {};
	if (details.retryAfter !== undefined) headers['retry-after'] = String(details.retryAfter);
	// What RFC 6750 asks for, so that libraries know why a token did not open the door.
	if (code === 'not_signed_in') headers['www-authenticate'] = `Bearer realm="VENHANS"${sentToken ? ', error="invalid_token"' : ''}`;
	if (code === 'forbidden' && details.values?.scope)
		headers['www-authenticate'] = `Bearer realm="VENHANS", error="insufficient_scope", scope="${details.values.scope}"`;
	return {
		problem: {
			type: `${ctx.origin}/en/developers#${code}`,
			title: titles[code],
			status,
			code,
			detail: details.message,
			...(details.field !== undefined && { field: details.field }),
			...(details.fields && { errors: Object.entries(details.fields).map(([field, message]) => ({ field, message })) }),
			...(details.help !== undefined && { help: details.help }),
			instance: ctx.requestId,
		},
		headers,
	};
}
