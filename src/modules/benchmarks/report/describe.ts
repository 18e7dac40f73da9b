import { extraMessages, sectionFeedback } from '../go-international/feedback.ts';
import { sharesOf, type Numbers, type Profile } from '../go-international/profile.ts';
import { defaultTarget, type Priority } from '../go-international/priorities.ts';
import { overallProgress, progress } from '../go-international/progress.ts';
import { recommendationsFor } from '../go-international/recommendations.ts';
import { balanceVerdict, indexOf, isScore } from '../go-international/scoring.ts';
import { strengths } from '../go-international/strengths.ts';
import type { GroupSpread } from '../group/spread.ts';
import { textsOf, type Edition } from '../instruments.ts';
import type { Band, Level, Recommendation } from '../model.ts';
import type { RunAnswers } from '../runs/queries.ts';
import type { FullResult, RunInputs } from '../runs/result.ts';
import type { PriorityReason, Report, ReportAction, ReportItem, ReportPriority, ReportRecommendation, ReportSection } from './model.ts';
import { describeSpread } from './spread.ts';
import { describeTrend, type TrendSource } from './trend.ts';

export type ReportSource = {
	edition: Edition<'go-international'>;
	locale: string;
	run: { id: string; mode: 'full' | 'group'; createdAt: Date; finishedAt: Date; profile: Partial<Profile>; numbers: Numbers };
	provider: { id: string; name: string; locale: string };
	people: number;
	/** Of a group check. */
	spread: GroupSpread | null;
	inputs: RunInputs;
	inputsHash: string;
	result: FullResult;
	/** Reasons, notes, proof and focus beside the inputs. */
	said: Pick<RunAnswers, 'answers' | 'notes' | 'proof' | 'focus'>;
	/** Finished runs of the provider before this one, newest first. */
	earlier: readonly TrendSource[];
	/** Whether an item means the same in two editions. */
	sameMeaning: (one: string, other: string) => (item: string) => boolean;
	/** Null for readers who may not see the plan. */
	plan: ReportAction[] | null;
};

/** Puts a result into words: everything the page, the PDF and the exports show. Pure apart from reading the edition's texts. */
export function describeReport(source: ReportSource): Report {
	const { edition, locale, run, inputs, result, said } = source;
	const { instrument } = edition;
	const text = textsOf(edition, locale);
	const decimal = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
	const { score } = result;
	const nameOfBand = (band: Band) => text(`gi.band.${band}.name`);
	const sectionName = (code: string) => text(`gi.${code}.name`);
	const title = (item: string) => text(`gi.${item}.title`);
	const sectionOf = new Map(instrument.items.map(({ code, section }) => [code, section]));
	const whys = new Map(source.spread?.reasons.map(({ item, reason }) => [item, reason]));
	const before = source.earlier[0] ?? null;
	const comparable = before ? source.sameMeaning(before.edition, instrument.edition) : undefined;
	const bySection = before ? progress(instrument, before.values, inputs.answers, comparable) : null;

	const recommendation = (found: Recommendation): ReportRecommendation => ({
		code: found.code,
		text: text(`gi.${found.code}.text`),
		effort: found.effort,
		theme: found.mainTheme,
		themeName: text(`gi.theme.${found.mainTheme}.name`),
		relatedTheme: found.relatedTheme,
		offers: [],
	});
	const recommendationsOf = (section: string): ReportRecommendation[] => {
		const own = score.sections[section]!;
		return isScore(own) ? recommendationsFor(instrument, section, own.band, inputs.answers).map(recommendation) : [];
	};

	const item = (known: (typeof instrument.items)[number]): ReportItem => {
		const { code } = known;
		const standing = said.answers.get(code);
		const value = inputs.answers.get(code) ?? null;
		const level = typeof value === 'number' ? value : null;
		return {
			item: code,
			section: known.section,
			title: title(code),
			question: text(`gi.${code}.q`),
			weight: known.weight,
			value,
			chosen: level && text(`gi.${code}.l${level}`),
			next: level && level < 4 ? text(`gi.${code}.l${level + 1}`) : null,
			reason:
				value === 'NA' && standing?.reason
					? standing.reason === 'other' && standing.reasonText
						? standing.reasonText
						: text(`gi.na.${standing.reason}`)
					: null,
			evidence: inputs.evidence.get(code) ?? null,
			examples: text(`gi.${code}.ev`),
			proof: said.proof.filter((proof) => proof.item === code).map(({ id, kind, title, url }) => ({ id, kind, title, url })),
			note: said.notes.get(code)?.text ?? null,
			why: whys.get(code) ?? null,
			before: before?.values.get(code) ?? null,
			target: level && (inputs.targets.get(code) ?? defaultTarget(level)),
		};
	};

	const sections = instrument.sections.map(({ code, weight }): ReportSection => {
		const own = score.sections[code]!;
		const proven = result.evidenceView?.sections[code];
		const feedback = sectionFeedback(instrument, code, own, inputs.answers);
		const then = before?.result.score.sections[code];
		return {
			code,
			name: sectionName(code),
			question: text(`gi.${code}.question`),
			weight,
			importance: inputs.importance.get(code) ?? 2,
			maturity: own.maturity,
			index: own.index,
			band: own.band && { code: own.band, name: nameOfBand(own.band) },
			coverage: own.coverage,
			reason: isScore(own) ? null : own.reason,
			made: isScore(own) ? { numerator: own.numerator, denominator: own.denominator } : null,
			withProof: proven?.maturity ?? null,
			sentence:
				feedback && isScore(own)
					? text('gi.feedback.section', {
							section: sectionName(code),
							band: nameOfBand(own.band),
							maturity: decimal.format(own.maturity),
							strongest: title(feedback.strongest),
							next: feedback.next ? text(`gi.${feedback.next.item}.l${feedback.next.level + 1}`) : text('gi.feedback.keep'),
						}).replaceAll('**', '')
					: null,
			progress: bySection?.[code] ?? null,
			before: then?.maturity ?? null,
			items: instrument.items.filter(({ section }) => section === code).map(item),
			recommendations: recommendationsOf(code),
		};
	});

	const priority = ({ item: code, priority, level, target }: Priority): ReportPriority => {
		const section = sectionOf.get(code)!;
		const known = instrument.items.find((each) => each.code === code)!;
		const importance = inputs.importance.get(section) ?? 2;
		const previous = before?.values.get(code);
		const reasons: PriorityReason[] = [];
		if (typeof previous === 'number' && previous > level) reasons.push('fell');
		if (importance === 3) reasons.push('importance');
		if (level === 1) reasons.push('beginning');
		else if (target - level >= 2) reasons.push('far-from-target');
		if (known.weight === 2) reasons.push('key-item');
		return {
			item: code,
			section,
			sectionName: sectionName(section),
			title: title(code),
			level,
			target,
			priority,
			importance,
			weight: known.weight,
			chosen: text(`gi.${code}.l${level}`),
			next: text(`gi.${code}.l${Math.min(4, level + 1)}`),
			reasons,
			// The section's own recommendations, those of the item's theme first.
			recommendations: recommendationsOf(section).toSorted((a, b) => Number(b.theme === known.theme) - Number(a.theme === known.theme)),
			focus: said.focus.includes(code),
		};
	};

	const overallText = (band: Band) => ({
		code: band,
		name: nameOfBand(band),
		headline: text(`gi.band.${band}.headline`),
		text: text(`gi.band.${band}.text`),
	});
	const messages = extraMessages(instrument, score, result.evidenceView, inputs.answers).map((message) => ({
		kind: message.kind,
		text:
			message.kind === 'imbalance'
				? text('gi.feedback.imbalance', { highest: sectionName(message.highest), lowest: sectionName(message.lowest) })
				: message.kind === 'unknown'
					? text('gi.feedback.unknown', { count: message.count })
					: message.kind === 'proof'
						? text('gi.feedback.proof')
						: text('gi.feedback.cap', { section: sectionName(message.section) }),
	}));
	const all = sections.flatMap(({ items }) => items);
	const overallBefore = before && overallProgress(instrument, before.values, inputs.answers, comparable);
	const verdicts = (verdict: string) => sections.filter((section) => section.progress?.verdict === verdict).map(({ code }) => code);
	const proven = result.evidenceView;

	return {
		runId: run.id,
		locale,
		textLocale: edition.locales.includes(locale) ? locale : 'en',
		instrument: instrument.instrument,
		name: text('gi.name'),
		edition: instrument.edition,
		mode: run.mode,
		provider: source.provider,
		startedAt: run.createdAt,
		finishedAt: run.finishedAt,
		people: source.people,
		answeredBy: run.mode === 'full' ? (run.profile.answeredBy ?? null) : null,
		spread: source.spread && describeSpread(source.spread, all),
		profile: run.profile,
		overall: {
			maturity: score.maturity,
			index: score.index,
			band: score.band && overallText(score.band),
			provisional: score.provisional,
			balance: score.balance === null ? null : { value: score.balance, verdict: balanceVerdict(score.balance) },
			messages,
			withProof: proven?.maturity != null ? { maturity: proven.maturity, index: indexOf(proven.maturity) } : null,
			made: sections.flatMap(({ code, name, weight, maturity }) => (maturity === null ? [] : [{ section: code, name, weight, maturity }])),
			counts: result.counts,
			inputsHash: source.inputsHash,
		},
		levelNames: instrument.levels.map((level) => text(`gi.level.${level}.name`)),
		sections,
		strengths: strengths(instrument, inputs.answers).map(({ item: code, section, level }) => ({
			item: code,
			section,
			sectionName: sectionName(section),
			title: title(code),
			level,
			text: text(`gi.${code}.l${level}`),
		})),
		priorities: result.priorities.map(priority),
		findOut: all
			.filter(({ value }) => value === 'DK' || value === null)
			.map(({ item, section, title, question, value }) => ({
				item,
				section,
				sectionName: sectionName(section),
				title,
				question,
				state: value === 'DK' ? 'DK' : 'unanswered',
			})),
		proveIt: all
			.filter(({ value, evidence }) => typeof value === 'number' && value >= 3 && (evidence ?? 'none') === 'none')
			.map(({ item, section, title, value, evidence, examples }) => ({
				item,
				section,
				sectionName: sectionName(section),
				title,
				level: value as Level,
				evidence: evidence as 'none' | null,
				examples,
			})),
		numbers: Object.keys(run.numbers).length ? { values: run.numbers, shares: sharesOf(run.numbers) } : null,
		// In the order of the instrument: the database keeps none.
		readiness: instrument.readiness.flatMap(({ code }) => {
			const part = result.readiness[code];
			if (!part) return [];
			const { mean, verdict, todo } = part;
			return {
				code,
				name: text(`gi.readiness.${code}.name`),
				mean,
				verdict,
				verdictName: text(`gi.readiness.verdict.${verdict}`),
				todo: todo.map((each) => ({ item: each, title: title(each) })),
			};
		}),
		readinessCaution: text('gi.readiness.caution'),
		progress: before && {
			runId: before.runId,
			finishedAt: before.finishedAt,
			overall: overallBefore && { ...overallBefore, points: indexOf(overallBefore.now) - indexOf(overallBefore.before) },
			better: verdicts('better'),
			lower: verdicts('lower'),
			same: verdicts('no-clear-change'),
		},
		trend: describeTrend(
			edition,
			locale,
			[
				...source.earlier.toReversed(),
				{ runId: run.id, mode: run.mode, edition: instrument.edition, finishedAt: run.finishedAt, result, values: inputs.answers },
			],
			source.sameMeaning,
		),
		plan: source.plan,
		comparisonCaution: text('gi.comparison.caution'),
		source: text('gi.source'),
	};
}
