/** Codes of section 8.1, and those for the rules of sections 11 and 12 that it names no code for. */
export type ErrorCode =
	| 'E_REQUIRED'
	| 'E_TYPE'
	| 'E_RANGE'
	| 'E_TRUST_MISSING'
	| 'E_UNKNOWN_FIELD'
	| 'E_NA_NOT_ALLOWED'
	| 'E_NA_REASON'
	| 'E_NA_LINK'
	| 'E_NA_WITH_DATA'
	| 'E_NUM_GT_DEN'
	| 'E_SUM'
	| 'E_BREAKDOWN'
	| 'E_SETTINGS_DIFFER'
	| 'E_COHORT_NOT_READY'
	| 'E_UNCONFIRMED'
	| 'E_NOTE_REQUIRED'
	| 'E_TRANSITION'
	| 'E_ROLE'
	| 'E_LOCKED'
	| 'E_DUP_RETURN'
	| 'E_STALE';

/** Codes of section 8.3. */
export type WarningCode =
	| 'W_YOY'
	| 'W_YOY_VALUE'
	| 'W_COVERAGE'
	| 'W_PERFECT'
	| 'W_NULL'
	| 'W_ZERO_BASE'
	| 'W_PLAN'
	| 'W_CHECK'
	| 'W_COHORT_CHANGED'
	| 'W_COHORT_SIZE'
	| 'W_TRUST_DOWN'
	| 'W_NA_CHANGED'
	| 'W_NO_LIST';

/** Something a person has to mend (error) or to confirm (warning), before it is put into words. */
export type Fault<Code extends string = ErrorCode> = {
	code: Code;
	field: string | null;
	indicator: string | null;
	/** Key of its text among the edition's texts … */
	text: string;
	/** … and what is filled in, as it is shown: numbers plain, without separators. */
	values: Readonly<Record<string, string>>;
};
export type Warning = Fault<WarningCode>;

/** The same in the reader's words. */
export type Message<Code extends string = ErrorCode> = { code: Code; field: string | null; indicator: string | null; message: string };

/** Puts faults into words; `text` reads the edition's texts in the reader's language. */
export function describe<Code extends string>(
	faults: readonly Fault<Code>[],
	text: (key: string, values?: Record<string, unknown>) => string,
): Message<Code>[] {
	return faults.map(({ code, field, indicator, text: key, values }) => ({ code, field, indicator, message: text(key, values) }));
}

type Place = { field?: string; indicator?: string };

/** An error; `variant` is the part of the text's key behind the code, where a code has several texts. */
export function error(code: ErrorCode, { field, indicator }: Place, values: Record<string, string | number> = {}, variant?: string): Fault {
	return { ...fault(code, { field, indicator }, values), text: `su.error.${variant ? `${code}.${variant}` : code}` };
}

/** A warning; `check` names the special check whose text it shows. */
export function warning(
	code: WarningCode,
	{ field, indicator }: Place,
	values: Record<string, string | number> = {},
	check?: string,
): Warning {
	return { ...fault(code, { field, indicator }, values), text: check ? `su.check.${check}` : `su.warning.${code}` };
}

function fault<Code extends string>(
	code: Code,
	{ field, indicator }: { field: string | undefined; indicator: string | undefined },
	values: Record<string, string | number>,
) {
	const places = { ...(field === undefined ? {} : { field }), ...(indicator === undefined ? {} : { indicator }) };
	const shown = Object.fromEntries(Object.entries({ ...places, ...values }).map(([name, value]) => [name, String(value)]));
	return { code, field: field ?? null, indicator: indicator ?? null, values: shown };
}
