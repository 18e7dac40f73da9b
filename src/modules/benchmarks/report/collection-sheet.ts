import type { Ctx } from '#platform/context.ts';
import { withColon, withSemicolons } from '#platform/i18n/spacing.ts';
import { fromRoot } from '#platform/paths.ts';
import { printPdf } from '#platform/pdf/print.ts';
import { fieldsOf, heldReason, indicatorsOf, linkedReason } from '../solity/instrument.ts';
import type { FieldValue } from '../solity/return-data.ts';
import { meaningsOf } from '../solity/word-meanings.ts';
import { authoriseReturn, editionOfReturn } from '../returns/access.ts';
import { firstUse, inOrder } from '../returns/evaluation.ts';
import { nameOfUnit } from '../returns/queries.ts';
import { inputsBefore } from '../returns/result.ts';
import { wordsIn } from '../returns/words.ts';

/**
 * The collection sheet: every number with its definition, a line to write on and last year's number, to print and hand
 * round. In the reader's language.
 */
export async function collectionSheet(ctx: Ctx, id: string): Promise<{ bytes: Uint8Array; name: string }> {
	const { row } = await authoriseReturn(ctx, id, 'read numbers');
	const edition = editionOfReturn(row);
	const { instrument } = edition;
	const words = wordsIn(edition, ctx.locale);
	const { text } = words;
	const { t } = ctx;
	const [unit, before] = await Promise.all([nameOfUnit(ctx, row), row.level === 'centres' ? null : inputsBefore(ctx.db, row)]);
	const last = new Map(Object.entries((before?.file.fields ?? {}) as Record<string, FieldValue>));
	const first = firstUse(instrument);
	const cohort = row.settings.cohort_basis === 'Y-1' ? 'Y-1' : 'Y';
	const data = {
		lang: edition.locales.includes(ctx.locale) ? ctx.locale : 'en',
		title: t('returns.sheet.title', { year: String(row.year) }),
		eyebrow: text('su.name'),
		label: t('returns.sheet.label'),
		page: t('returns.sheet.page', { page: '{page}', pages: '{pages}' }),
		unit,
		lead: t('returns.sheet.lead'),
		facts: [
			{ name: t('returns.sheet.unit'), value: row.level === 'centres' ? '' : unit },
			{ name: t('returns.sheet.person'), value: '' },
			{ name: text('su.setting.cohort_basis.label'), value: text(`su.setting.cohort_basis.${cohort}`) },
			{ name: t('returns.sheet.edition'), value: row.edition },
		],
		columns: {
			what: t('returns.sheet.what'),
			number: t('returns.sheet.number'),
			trust: t('returns.sheet.trust'),
			last: t('returns.sheet.last', { year: String(row.year - 1) }),
		},
		withLast: last.size > 0,
		trustTitle: t('returns.sheet.trust.title'),
		trust: [4, 3, 2, 1].map((level) => ({
			level: String(level),
			name: text(`su.trust.${level}.name`),
			meaning: text(`su.trust.${level}.meaning`),
		})),
		privacy: text('su.trust.privacy'),
		wordsTitle: t('returns.entry.words'),
		words: meaningsOf(
			instrument,
			instrument.fields.map(({ code }) => code),
			text,
		).map(({ name, meaning, list }) => ({
			name: withColon(ctx.locale, name, '').trimEnd(),
			meaning,
			list: list.length > 0 ? `${withSemicolons(ctx.locale, list)}.` : '',
		})),
		notApplicable: t('returns.sheet.notApplicable'),
		axes: instrument.axes.map(({ code }) => ({
			name: text(`su.${code}.name`),
			title: text(`su.${code}.title`),
			indicators: indicatorsOf(instrument, code).map((indicator) => ({
				name: text(`su.${indicator.code}.name`),
				code: indicator.code.replace('SU-', ''),
				tells: text(`su.${indicator.code}.tells`),
				reasons: indicator.reasons
					.filter((reason) => reason !== linkedReason && reason !== heldReason)
					.map((reason) => text(`su.reason.${reason}`)),
				fields: inOrder(instrument, fieldsOf(indicator))
					.filter((field) => first.get(field) === indicator.code)
					.map((field) => {
						const { type, unit: counted, ...more } = instrument.fields.find((each) => each.code === field)!;
						return {
							code: field,
							label: text(`su.field.${field}.label`),
							help: text(`su.field.${field}.help`),
							counted: text(`su.counted.${counted}`),
							codes: type === 'set' ? (more as { codes: string[] }).codes.map((each) => text(`su.field.${field}.${each}`)) : [],
							last: words.shown(field, last.get(field)) ?? '',
						};
					}),
			})),
		})),
	};
	const bytes = await printPdf({ template: fromRoot('src', 'modules', 'benchmarks', 'report', 'collection-sheet.typ'), data });
	return { bytes, name: `${t('returns.sheet.file')}-${row.year}.pdf` };
}
