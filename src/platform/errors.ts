/**
 * Every error a person or a client can meet, with the HTTP status it travels under.
 * The message a person reads is the text `errors.<code>` in messages/<locale>/errors.json.
 */
export const errorCodes = {
	invalid_input: 422,
	malformed_request: 400,
	not_signed_in: 401,
	forbidden: 403,
	not_found: 404,
	method_not_allowed: 405,
	conflict: 409,
	gone: 410,
	too_large: 413,
	unsupported_media_type: 415,
	idempotency_mismatch: 422,
	too_many_requests: 429,
	internal: 500,
	unavailable: 503,
} as const satisfies Record<string, number>;

export type ErrorCode = keyof typeof errorCodes;

export type ErrorDetails = {
	/** What is wrong, in English, for logs and the API; pages show the translated text of the code. */
	message: string;
	/** The input field it belongs to, as a dotted path. */
	field?: string;
	/** What to do about it. */
	help?: string;
	/** Several fields at once: path → what is wrong with it. */
	fields?: Record<string, string>;
	/** Arguments of the translated text. */
	values?: Record<string, string | number>;
	/** Seconds until a retry makes sense (too_many_requests, unavailable). */
	retryAfter?: number;
};

/** An expected failure: something the caller can act on. Anything else thrown is a fault of ours. */
export class AppError extends Error {
	readonly code: ErrorCode;
	readonly details: ErrorDetails;
	constructor(code: ErrorCode, details: ErrorDetails | string) {
		const full = typeof details === 'string' ? { message: details } : details;
		super(full.message);
		this.name = 'AppError';
		this.code = code;
		this.details = full;
	}
	get status(): number {
		return errorCodes[this.code];
	}
}

/** A fault in how the platform is set up: printed as one line, ends the process with code 2. */
export class SetupError extends Error {
	constructor(message: string, options?: ErrorOptions) {
		super(message, options);
		this.name = 'SetupError';
	}
}

/**
 * Whether something thrown is a SetupError. By its name, not its class: the server's bundle has a copy of the class of
 * its own (docs/decisions/0001).
 */
export function isSetupError(error: unknown): error is SetupError {
	return error instanceof Error && error.name === 'SetupError';
}
