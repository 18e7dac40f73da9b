import { formatPlannedDay } from '#platform/i18n/dates.ts';
import type { Translator } from '#platform/i18n/translator.ts';
import { withColon, withSemicolons } from '#platform/i18n/spacing.ts';
import { erasmusParts, type ErasmusPart } from './erasmus-parts.ts';
import { readinessOfPart, type PlanDocument, type PlanDocumentAction, type PlanDocumentGoal } from './document.ts';
import type { Plan, PlannedAction } from './queries.ts';

/** What a document says about how ready the provider is, part by part; from its newest report. */
export type ReadinessWords = { code: string; name: string; verdict: string; mean: number | null; todo: string[] };

type Frame = { provider: string; day: string };

/** The action plan as a document: open actions by deadline, then what is over. */
export function planDocument(t: Translator, plan: Pick<Plan, 'actions' | 'counts' | 'review'>, { provider, day }: Frame): PlanDocument {
	const open = plan.actions.filter(({ shown }) => shown !== 'done' && shown !== 'stopped');
	const over = plan.actions.filter(({ shown }) => shown === 'done' || shown === 'stopped');
	const numbers = counter();
	return {
		lang: t.locale,
		title: withColon(t.locale, t('plan.title'), provider),
		provider,
		eyebrow: t('plan.title'),
		lead: t('plan.print.made', { provider, day }),
		name: t('plan.print.file'),
		facts: [
			{ term: t('plan.print.counts'), value: t('plan.counts', { open: plan.counts.open, late: plan.counts.late, done: plan.counts.done }) },
			...totals(t, open),
			...(plan.review ? [{ term: t('plan.print.review'), value: formatPlannedDay(plan.review.dueOn, t.locale) }] : []),
		],
		parts: [
			{ title: t('plan.print.open'), text: null, facts: [], goals: goalsOf(t, open, numbers), empty: t('plan.print.open.none') },
			...(over.length
				? [{ title: t('plan.print.over'), text: null, facts: [], goals: goalsOf(t, over, numbers), empty: t('plan.print.open.none') }]
				: []),
		],
		notes: [],
	};
}

/**
 * The plan in the parts of an Erasmus Plan (section 12): objectives, activities, management and resources, each introduced
 * by how ready the provider is. What was stopped is left out.
 * @param partOf the part an action belongs to
 */
export function erasmusDocument(
	t: Translator,
	plan: Pick<Plan, 'actions' | 'review'>,
	{ provider, day }: Frame,
	partOf: (action: PlannedAction) => ErasmusPart,
	readiness: { parts: readonly ReadinessWords[]; caution: string } | null,
): PlanDocument {
	const decimal = new Intl.NumberFormat(t.locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
	const actions = plan.actions.filter(({ shown }) => shown !== 'stopped');
	const numbers = counter();
	return {
		lang: t.locale,
		title: t('plan.erasmus.title', { provider }),
		provider,
		eyebrow: t('plan.erasmus.eyebrow'),
		lead: t('plan.erasmus.lead', { provider, day }),
		name: t('plan.erasmus.file'),
		facts: [],
		parts: erasmusParts.map((part) => ({
			title: t(`plan.erasmus.${part}`),
			text: t(`plan.erasmus.${part}.text`),
			facts: [
				...readinessOfPart[part]
					.flatMap((wanted) => readiness?.parts.find(({ code }) => code === wanted) ?? [])
					.map(({ name, verdict, mean, todo }) => ({
						term: t('plan.erasmus.ready', { part: name }),
						value: [
							mean === null ? verdict : t('plan.erasmus.verdict', { verdict, mean: decimal.format(mean) }),
							...(todo.length ? [t('plan.erasmus.todo', { items: withSemicolons(t.locale, todo) })] : []),
						].join(' '),
					})),
				...(part === 'management'
					? [
							...totals(t, actions),
							...(plan.review ? [{ term: t('plan.print.review'), value: formatPlannedDay(plan.review.dueOn, t.locale) }] : []),
						]
					: []),
			],
			goals: goalsOf(
				t,
				actions.filter((action) => partOf(action) === part),
				numbers,
			),
			empty: t('plan.erasmus.none'),
		})),
		notes: [t('plan.erasmus.note'), ...(readiness ? [readiness.caution] : [])],
	};
}

const counter = () => {
	let last = 0;
	return () => String(++last);
};

/** Goals in the order of their first action, each with everything that serves it. */
function goalsOf(t: Translator, actions: readonly PlannedAction[], number: () => string): PlanDocumentGoal[] {
	return [...Map.groupBy(actions, ({ goal }) => goal)].map(([goal, of]) => ({
		number: number(),
		goal,
		actions: of.map((action) => actionWords(t, action)),
	}));
}

function actionWords(t: Translator, action: PlannedAction): PlanDocumentAction {
	const fact = (term: string, value: string | null | undefined) => (value ? [{ term, value }] : []);
	const { fromLevel: from, toLevel: to, levelNow: now } = action;
	return {
		action: action.action,
		state: t(`plan.state.${action.shown}`),
		levels:
			from !== null && to !== null
				? { from, to, words: [t('plan.levels', { from, to }), ...(now === null ? [] : [t('plan.levelNow', { level: now })])].join(', ') }
				: null,
		facts: [
			...fact(t('plan.field.owner'), [action.owner.name, ...action.helpers].filter(Boolean).join(', ')),
			...fact(t('plan.field.deadline'), action.deadline && formatPlannedDay(action.deadline, t.locale)),
			...fact(t('plan.field.indicator'), indicatorWords(t, action)),
			...fact(t('plan.print.resources'), resourceWords(t, action)),
			...fact(t('plan.print.support'), action.support.map(({ title }) => title).join('; ')),
			...fact(t('plan.field.risk'), action.risk),
			...fact(t('plan.field.stoppedReason'), action.stoppedReason),
			...fact(t('plan.print.evidence'), [action.proof.note, action.proof.url, action.proof.file?.name].filter(Boolean).join(', ')),
		],
	};
}

function indicatorWords(t: Translator, { indicator, baseline, aim }: PlannedAction): string {
	const step = baseline && aim ? t('plan.print.fromTo', { baseline, aim }) : aim || baseline;
	return indicator && step ? withColon(t.locale, indicator, step) : indicator || step;
}

const euros = (t: Translator, cents: number) =>
	new Intl.NumberFormat(t.locale, { style: 'currency', currency: 'EUR', maximumFractionDigits: cents % 100 ? 2 : 0 }).format(cents / 100);

function resourceWords(t: Translator, { hours, moneyCents, moneySource }: PlannedAction): string {
	return [hours === null ? '' : t('plan.print.hours', { hours }), moneyCents === null ? '' : euros(t, moneyCents), moneySource]
		.filter(Boolean)
		.join(', ');
}

/** Hours and money of some actions together; nothing where nobody named any. */
function totals(t: Translator, actions: readonly PlannedAction[]): { term: string; value: string }[] {
	const sum = (of: (action: PlannedAction) => number | null) => {
		const named = actions.flatMap((action) => of(action) ?? []);
		return named.length ? named.reduce((all, one) => all + one, 0) : null;
	};
	const [hours, money] = [sum((action) => action.hours), sum((action) => action.moneyCents)];
	const words = [hours === null ? '' : t('plan.print.hours', { hours }), money === null ? '' : euros(t, money)].filter(Boolean);
	return words.length ? [{ term: t('plan.print.total'), value: words.join(', ') }] : [];
}
