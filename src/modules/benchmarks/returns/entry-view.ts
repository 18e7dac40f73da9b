import { namesOf } from '#platform/auth/index.ts';
import type { Ctx } from '#platform/context.ts';
import { AppError } from '#platform/errors.ts';
import { editionOf, textsOf } from '../instruments.ts';
import { providerName } from '../invitations.ts';
import { splitsOf } from '../solity/breakdowns.ts';
import { copyStructure } from '../solity/copy-structure.ts';
import type { Fault } from '../solity/fault.ts';
import { fieldsOf, indicatorsOf, linkedReason, type CountedInstrument, type Indicator } from '../solity/instrument.ts';
import { countChange } from '../solity/last-year.ts';
import type { FieldValue } from '../solity/return-data.ts';
import { readFile } from '../solity/score-file.ts';
import { scoreReturn } from '../solity/scoring.ts';
import { changeFault } from '../solity/states.ts';
import { meaningsOf, type WordMeaning } from '../solity/word-meanings.ts';
import { dormantFields } from '../solity/applicability.ts';
import { accessReturn, authoriseReturn, editionOfReturn, type ReturnAccess } from './access.ts';
import { axesOf, reasonsAllowed } from './entry.ts';
import { evaluate, firstUse, inOrder, progressByAxis, progressOf, type Evaluated } from './evaluation.ts';
import { evidenceOf, evidenceTitles, type Evidence } from './evidence.ts';
import { itself, reasonPrefix, type Datum } from './model.ts';
import { centresOf, fileOf, numbersOf } from './numbers.ts';
import { nameOfUnit, readReturn, type ReturnHead } from './queries.ts';
import { inputsBefore, type Inputs } from './result.ts';
import { readTask, taskReminders } from './tasks.ts';
import { wordsIn } from './words.ts';

/** One number to enter, with everything one needs to know about it. */
export type EntryField = {
	field: string;
	label: string;
	help: string;
	/** What is counted. */
	counted: string;
	type: 'int' | 'decimal' | 'set';
	codes: { code: string; label: string }[];
	/** As it is typed: digits and a decimal sign; codes of a set. */
	value: string | string[];
	trust: number | null;
	comment: string;
	version: number;
	by: string | null;
	at: string | null;
	/** Last year's number, to read. */
	last: string | null;
	/** How it was counted last year: the comment, and what was attached. */
	lastNote: string | null;
	/** Asks for a second look. */
	hint: string | null;
	faults: string[];
	/** Every indicator that uses it does not apply: it stays empty. */
	dormant: boolean;
	evidence: number;
};

export type EntryIndicator = {
	code: string;
	name: string;
	tells: string;
	/** Who counts, of whom, when, where it usually stands. */
	counts: string;
	base: string;
	when: string;
	source: string;
	/** What the words behind its numbers mean. */
	words: WordMeaning[];
	value: string | null;
	last: string | null;
	/** What was written and attached to it last year. */
	lastNote: string | null;
	status: string;
	fields: EntryField[];
	/** Fields it shares, entered with another indicator. */
	shared: { field: string; label: string; indicator: string; axis: string; value: string | null }[];
	reason: { chosen: string | null; allowed: { code: string; text: string }[]; last: string | null; version: number; comment: string };
	faults: string[];
	/** It can be split, or has evidence of its own: there is a page with more. */
	splits: string[];
	evidence: number;
};

export type EntryView = {
	head: ReturnHead;
	textLocale: string;
	/** Whether numbers may be entered here by the viewer, in this state. */
	enters: boolean;
	units: { id: string; name: string; filled: number; needed: number }[];
	unit: string;
	axes: { code: string; name: string; filled: number; needed: number }[];
	axis: { code: string; name: string; title: string };
	indicators: EntryIndicator[];
	trust: { level: number; name: string; meaning: string; evidence: string }[];
};

/**
 * One axis of one unit, to enter. Values of indicators are live; no score is shown while numbers are entered.
 * @param unit `itself` or a centre; without one the first the viewer may enter
 * @throws AppError not_found, forbidden
 */
export async function readEntry(ctx: Ctx, id: string, axis: string, asked?: string): Promise<EntryView> {
	const access = await authoriseReturn(ctx, id, 'read numbers');
	const view = await entryOf(ctx, access, axis, asked);
	return { ...view, head: await readReturn(ctx, id) };
}

/** What the link of a task opens, to enter: its numbers and nothing else. @throws AppError gone */
export async function readTaskEntry(ctx: Ctx, token: string) {
	const task = await readTask(ctx, token);
	const { instrument } = editionOfReturn(task.row);
	const own: ReturnAccess = { row: task.row, roles: [], allows: (_, { centre } = {}) => centre === undefined || centre === task.unit };
	const axes = [...new Set(task.fields.flatMap((field) => axesOf(instrument, field)))];
	const views = await Promise.all(axes.map((axis) => entryOf(ctx, own, axis, task.unit)));
	const fields = new Map(views.flatMap(({ indicators }) => indicators.flatMap((each) => each.fields)).map((field) => [field.field, field]));
	const { unitName, textLocale, trust, enters } = views[0]!;
	return {
		year: task.row.year,
		unit: unitName,
		textLocale,
		trust,
		enters,
		note: task.note,
		dueOn: task.dueOn,
		state: task.state,
		expiresAt: task.expiresAt,
		provider: await providerName(ctx.db, task.row.providerId, ctx.locale),
		reminders: await taskReminders(ctx, token),
		// A link tells nothing of how it was counted in another year: whoever holds it has no account here.
		fields: task.fields.flatMap((field) => fields.get(field) ?? []).map((field) => ({ ...field, lastNote: null })),
		words: meaningsOf(instrument, task.fields, textsOf(editionOfReturn(task.row), ctx.locale)),
	};
}

async function entryOf(
	ctx: Ctx,
	{ row, allows }: ReturnAccess,
	axis: string,
	asked?: string,
): Promise<Omit<EntryView, 'head'> & { unitName: string }> {
	const { id } = row;
	const edition = editionOfReturn(row);
	const { instrument } = edition;
	const words = wordsIn(edition, ctx.locale);
	const { text } = words;
	const [unitName, centres, numbers, before, evidence] = await Promise.all([
		nameOfUnit(ctx, row),
		centresOf(ctx.db, id),
		numbersOf(ctx.db, id),
		inputsBefore(ctx.db, row),
		evidenceOf(ctx.db, id),
	]);
	const found = evaluate(instrument, fileOf(row, centres, numbers), 'submit', null);
	const own = row.level === 'centres' ? centres.filter(({ leftOut }) => leftOut === null) : [];
	const units = [
		...own.map(({ id: unit, name }) => ({ id: unit, name, ...progress(instrument, found.centres.get(unit)) })),
		{
			id: itself,
			name: unitName,
			...progress(instrument, row.level === 'centres' ? undefined : found),
		},
	].filter(({ id: unit }) => allows('read numbers', { centre: unit }));
	const unit = units.find((each) => each.id === asked)?.id ?? units[0]?.id;
	if (unit === undefined) throw new AppError('forbidden', 'Your roles do not allow "read numbers" in this return');

	const values = numbers.get(unit) ?? new Map<string, Datum>();
	const mine: Evaluated = found.centres.get(unit) ?? { ...found, faults: found.faults.filter((fault) => fault.unit === undefined) };
	// What was attached is for those who enter or approve, not for everybody who may read numbers.
	const seesProof = allows('enter numbers', { centre: unit }) || allows('submit');
	const proofBefore = before && seesProof ? await evidenceTitles(ctx.db, before.returnId, unit) : [];
	const last = lastOf(before, unit);
	const names = await namesOf(ctx, [...new Set([...values.values()].flatMap(({ personId }) => personId ?? []))]);
	const dormant = dormantFields(instrument, mine.data.notApplicable);
	const first = firstUse(instrument);
	const typed = new Intl.NumberFormat(ctx.locale, { useGrouping: false, maximumFractionDigits: 6 });
	const faultsOf = (place: (fault: Fault) => boolean) =>
		words.said(mine.faults.filter((fault) => fault.code !== 'E_REQUIRED' && place(fault)));
	const pieces = (target: string) => evidence.filter((each) => each.unit === unit && each.target === target).length;

	const entryField = (code: string): EntryField => {
		const field = instrument.fields.find((each) => each.code === code)!;
		const datum = values.get(code);
		const value = datum?.value ?? null;
		const change = countChange(instrument, field, last.values.get(code), (value ?? undefined) as FieldValue | undefined);
		return {
			field: code,
			label: text(`su.field.${code}.label`),
			help: text(`su.field.${code}.help`),
			counted: text(`su.counted.${field.unit}`),
			type: field.type,
			codes: field.type === 'set' ? field.codes.map((each) => ({ code: each, label: text(`su.field.${code}.${each}`) })) : [],
			value: Array.isArray(value) ? [...value] : typeof value === 'number' ? typed.format(value) : '',
			trust: datum?.trust ?? null,
			comment: datum?.comment ?? '',
			version: datum?.version ?? 0,
			by: datum ? ((datum.personId && names.get(datum.personId)) ?? null) : null,
			at: datum?.at.toISOString() ?? null,
			last: words.shown(code, last.values.get(code)),
			lastNote: last.noteOf(code),
			hint: change ? words.said([change])[0]! : null,
			faults: faultsOf((fault) => fault.field === code),
			dormant: dormant.has(code),
			evidence: pieces(code),
		};
	};
	const entryIndicator = (indicator: Indicator): EntryIndicator => {
		const { code } = indicator;
		const reason = values.get(reasonPrefix + code);
		const result = mine.result.indicators[code]!;
		const lastReason = last.reasons.get(code);
		// In the order of the instrument: a whole before its parts.
		const fields = inOrder(instrument, fieldsOf(indicator));
		return {
			code,
			name: text(`su.${code}.name`),
			tells: text(`su.${code}.tells`),
			counts: text(`su.${code}.counts`),
			base: text(`su.${code}.base`),
			when: text(`su.${code}.when`),
			source: text(`su.${code}.source`),
			words: meaningsOf(instrument, fields, text),
			value: words.valueOf(indicator, result.value),
			last: words.valueOf(indicator, last.valueOf(indicator)),
			lastNote: last.noteOf(code),
			status: result.status,
			fields: fields.filter((field) => first.get(field) === code).map(entryField),
			shared: fields
				.filter((field) => first.get(field) !== code)
				.map((field) => {
					const other = instrument.indicators.find((each) => each.code === first.get(field))!;
					const value = values.get(field)?.value as FieldValue | null | undefined;
					return {
						field,
						label: text(`su.field.${field}.label`),
						indicator: text(`su.${other.code}.name`),
						axis: other.axis,
						value: words.shown(field, value),
					};
				}),
			reason: {
				chosen: (reason?.value as string | null) ?? null,
				allowed: reasonsAllowed(indicator, row, unit)
					.filter((each) => each !== linkedReason || mine.data.notApplicable.has(indicator.linked ?? ''))
					.map((each) => ({ code: each, text: text(`su.reason.${each}`) })),
				last: lastReason && !reason?.version ? lastReason : null,
				version: reason?.version ?? 0,
				comment: reason?.comment ?? '',
			},
			faults: faultsOf(
				(fault) =>
					(fault.field === null && fault.indicator === code) ||
					(fault.indicator === code && fault.field !== null && first.get(fault.field) !== code),
			),
			splits: indicator.breakdowns.filter((dimension) => fields.some((field) => splitsOf(instrument, field).has(dimension))),
			evidence: pieces(code),
		};
	};
	const byAxis = progressByAxis(instrument, mine);
	const chosen = instrument.axes.find(({ code }) => code === axis);
	if (!chosen) throw new AppError('not_found', 'There is no such axis');
	return {
		unitName: units.find((each) => each.id === unit)!.name,
		textLocale: edition.locales.includes(ctx.locale) ? ctx.locale : 'en',
		enters: changeFault(row.state) === null && allows('enter numbers', { centre: unit, axes: [axis] }),
		units,
		unit,
		axes: instrument.axes.map(({ code }) => ({ code, name: text(`su.${code}.name`), ...byAxis.get(code)! })),
		axis: { code: axis, name: text(`su.${axis}.name`), title: text(`su.${axis}.title`) },
		indicators: indicatorsOf(instrument, axis).map(entryIndicator),
		trust: [4, 3, 2, 1].map((level) => ({
			level,
			name: text(`su.trust.${level}.name`),
			meaning: text(`su.trust.${level}.meaning`),
			evidence: text(`su.trust.${level}.evidence`),
		})),
	};

	/** Last year's structure of a unit: what it is shown beside, and what nobody has to write anew. */
	function lastOf(inputs: Inputs | null, of: string) {
		const file = (inputs?.file ?? {}) as { edition?: string; centres?: { id: string }[]; provider?: object };
		const part = of === itself ? (file.centres ? file.provider : file) : file.centres?.find((each) => each.id === of);
		const nothing = new Map<string, never>();
		if (!inputs || !part) return { values: nothing, reasons: nothing, noteOf: () => null, valueOf: () => null };
		const { instrument: own } = editionOf('solity', String(file.edition));
		const { data } = readFile(own, { ...part, mode: 'draft', level: of === itself ? 'provider' : 'centre', settings: {} });
		const shown = Map.groupBy(proofBefore, ({ target }) => target);
		const { lastYear, notApplicableToConfirm, hints } = copyStructure(own, instrument, data, {
			comments: new Map(Object.entries(inputs.comments[of] ?? {})),
			counting: new Map([...shown].map(([target, pieces]) => [target, pieces.map(({ title }) => title).join('; ')])),
		});
		const { indicators } = scoreReturn(instrument, { ...data, values: lastYear, notApplicable: notApplicableToConfirm });
		return {
			values: lastYear,
			reasons: notApplicableToConfirm,
			noteOf: (code: string) => [hints.comments.get(code), hints.counting.get(code)].filter(Boolean).join(' · ') || null,
			valueOf: ({ code }: Indicator) => indicators[code]?.value ?? null,
		};
	}
}

/** Nothing is needed of a provider whose centres are summed up. */
const progress = (instrument: CountedInstrument, found: Evaluated | undefined) =>
	found ? progressOf(instrument, found) : { filled: 0, needed: 0 };

/** The parts of one indicator's numbers, to enter, with its evidence. */
export type EntryParts = {
	view: EntryView;
	indicator: EntryIndicator;
	/** Ways to split, each with a table of fields and codes. */
	dimensions: {
		code: string;
		name: string;
		adds: boolean;
		codes: { code: string; label: string }[];
		rows: {
			field: string;
			label: string;
			total: string | null;
			cells: { target: string; value: string; version: number }[];
			faults: string[];
		}[];
	}[];
	evidence: (Evidence & { label: string })[];
};

/** @throws AppError not_found, forbidden */
export async function readParts(ctx: Ctx, id: string, code: string, unit?: string): Promise<EntryParts> {
	const { row } = await accessReturn(ctx, id);
	const edition = editionOfReturn(row);
	const { instrument } = edition;
	const indicator = instrument.indicators.find((each) => each.code === code);
	if (!indicator) throw new AppError('not_found', 'There is no such indicator');
	const view = await readEntry(ctx, id, indicator.axis, unit);
	const words = wordsIn(edition, ctx.locale);
	const [numbers, evidence, centres] = await Promise.all([numbersOf(ctx.db, id), evidenceOf(ctx.db, id), centresOf(ctx.db, id)]);
	const found = evaluate(instrument, fileOf(row, centres, numbers), 'draft', null);
	const faults = (found.centres.get(view.unit) ?? found).faults;
	const values = numbers.get(view.unit) ?? new Map<string, Datum>();
	const fields = inOrder(instrument, fieldsOf(indicator));
	return {
		view,
		indicator: view.indicators.find((each) => each.code === code)!,
		dimensions: instrument.breakdowns
			.filter((dimension) => indicator.breakdowns.includes(dimension.code))
			.map((dimension) => ({
				code: dimension.code,
				name: words.text(`su.breakdown.${dimension.code}`),
				adds: dimension.adds,
				codes: dimension.codes.map((each) => ({ code: each, label: words.text(`su.breakdown.${dimension.code}.${each}`) })),
				rows: fields
					.filter((field) => splitsOf(instrument, field).has(dimension.code))
					.map((field) => ({
						field,
						label: words.text(`su.field.${field}.label`),
						total: words.shown(field, values.get(field)?.value as FieldValue | null | undefined),
						cells: dimension.codes.map((each) => {
							const target = `${field}@${dimension.code}=${each}`;
							const datum = values.get(target);
							return { target, value: typeof datum?.value === 'number' ? String(datum.value) : '', version: datum?.version ?? 0 };
						}),
						faults: words.said(
							faults.filter(
								(fault) =>
									(fault.code === 'E_BREAKDOWN' && fault.field === field && fault.values.dimension === dimension.code) ||
									fault.field?.startsWith(`${field}@${dimension.code}=`),
							),
						),
					})),
			})),
		evidence: evidence
			.filter((each) => each.unit === view.unit && (each.target === code || fields.includes(each.target)))
			.map((each) => ({ ...each, label: words.nameOf(each.target) })),
	};
}

/** What of an axis changes while one types, as the page's script takes it. */
export type LiveEntry = {
	fields: Record<string, Pick<EntryField, 'version' | 'hint' | 'faults' | 'dormant' | 'by' | 'at' | 'value' | 'trust' | 'comment'>>;
	indicators: Record<string, Pick<EntryIndicator, 'value' | 'status' | 'faults' | 'shared' | 'reason'>>;
	axes: EntryView['axes'];
	enters: boolean;
};

export function liveEntry(view: EntryView): LiveEntry {
	return {
		fields: Object.fromEntries(
			view.indicators
				.flatMap(({ fields }) => fields)
				.map(({ field, version, hint, faults, dormant, by, at, value, trust, comment }) => [
					field,
					{ version, hint, faults, dormant, by, at, value, trust, comment },
				]),
		),
		indicators: Object.fromEntries(
			view.indicators.map(({ code, value, status, faults, shared, reason }) => [code, { value, status, faults, shared, reason }]),
		),
		axes: view.axes,
		enters: view.enters,
	};
}
