import { fail, type ActionFailure } from '@sveltejs/kit';
import { linkedTo, typedValue, type DatumInput } from '#modules/benchmarks/index.ts';
import { AppError } from '#platform/errors.ts';

/** What a refused form of numbers comes back with: faults beside their boxes, and what was touched as it was typed. */
export type NumbersRefused = {
	faults: { field?: string; message: string }[];
	/**
	 * Name of a box → what stood in it, codes of a set on a line each, with the version it was typed on (`basedOn:<target>`).
	 * Boxes nobody touched are not in it: somebody else's number may stand there by now.
	 */
	typed: Record<string, string>;
};

/** What a form of numbers holds. */
export type NumbersRead = {
	entries: DatumInput[];
	faults: NumbersRefused['faults'];
	/** Targets whose boxes hold something else than the page was drawn with. */
	touched: string[];
};

type Edition = Parameters<typeof typedValue>[0];

/** Boxes are named `value:<target>`, `trust:<target>` …; `was:<target>` says what the page was drawn with. */
const texts = (form: FormData, name: string) =>
	form.getAll(name).map((value) => (typeof value === 'string' ? value.replaceAll('\r\n', '\n') : ''));

/**
 * The entries of a form of numbers: only what was touched, so that somebody else's change meanwhile stays.
 * @returns what is to be saved, and in the reader's words what can not be read
 */
export function readNumbers(form: FormData, edition: Edition, locale: string, unit: string): NumbersRead {
	const touched: string[] = [];
	const entries: DatumInput[] = [];
	const faults: NumbersRefused['faults'] = [];
	for (const name of new Set([...form.keys()].filter((key) => key.startsWith('was:')))) {
		const target = name.slice('was:'.length);
		const now = boxOf(form, target);
		if (JSON.stringify(now) === String(form.get(name))) continue;
		touched.push(target);
		const isSet = form.get(`kind:${target}`) === 'set';
		const read = isSet ? { value: now.value } : typedValue(edition, locale, target, now.value[0] ?? '');
		if ('message' in read) {
			faults.push({ field: `value:${target}`, message: read.message });
			continue;
		}
		entries.push({
			unit,
			target,
			value: read.value as DatumInput['value'],
			...(form.has(`trust:${target}`) && { trust: (Number(now.trust) || null) as DatumInput['trust'] }),
			...(form.has(`comment:${target}`) && { comment: now.comment }),
			basedOn: Number(form.get(`basedOn:${target}`)) || 0,
		});
	}
	return { entries: linkedTo(edition, entries), faults, touched };
}

/** What stands in the boxes of one target; a page draws `was:` in the same shape. */
export function boxOf(form: FormData, target: string): { value: string[]; trust: string; comment: string } {
	return {
		value: texts(form, `value:${target}`).filter((value, _, all) => value !== '' || all.length === 1),
		trust: texts(form, `trust:${target}`)[0] ?? '',
		comment: texts(form, `comment:${target}`)[0]?.trim() ?? '',
	};
}

/** Saves what a form holds, all or nothing; what the room refuses comes back beside the boxes. */
export async function saveForm<T>(
	form: FormData,
	read: NumbersRead,
	save: (entries: DatumInput[]) => Promise<T>,
): Promise<T | null | ActionFailure<NumbersRefused>> {
	const typed = typedIn(form, read.touched);
	if (read.faults.length > 0) return fail(422, { faults: read.faults, typed });
	if (read.entries.length === 0) return null;
	try {
		return await save(read.entries);
	} catch (error) {
		if (!(error instanceof AppError) || error.status >= 500 || error.code === 'not_found' || error.code === 'not_signed_in') throw error;
		const fields = Object.entries(error.details.fields ?? {});
		return fail(error.status, {
			faults:
				fields.length > 0
					? fields.map(([place, message]) => ({ field: `value:${place.split('/').at(-1)!}`, message }))
					: [{ message: error.details.message }],
			typed,
		});
	}
}

function typedIn(form: FormData, touched: readonly string[]): NumbersRefused['typed'] {
	return Object.fromEntries(
		touched.flatMap((target) => {
			const { value, trust, comment } = boxOf(form, target);
			return [
				[`value:${target}`, value.join('\n')],
				...(form.has(`trust:${target}`) ? [[`trust:${target}`, trust]] : []),
				...(form.has(`comment:${target}`) ? [[`comment:${target}`, comment]] : []),
				[`basedOn:${target}`, String(Number(form.get(`basedOn:${target}`)) || 0)],
			];
		}),
	) as NumbersRefused['typed'];
}
