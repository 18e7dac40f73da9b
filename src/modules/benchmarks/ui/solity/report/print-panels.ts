import type { Translator } from '#platform/i18n/translator.ts';
import type { PanelName, ReportPanels } from '../../../solity/report/panels.ts';
import { contextWords, moneyWords } from './panel-words.ts';

/** The optional panels as the report prints them; null where one is not written or not among the parts. */
export function panelsPrint(t: Translator, locale: string, panels: ReportPanels, has: (panel: PanelName) => boolean) {
	const { context, stories, money } = panels;
	const inMoney = has('money') && money ? moneyWords(t, locale, money) : null;
	return {
		context:
			has('context') && context
				? { title: t('panels.view.context'), text: t('panels.view.context.text'), ...contextWords(t, locale, context) }
				: null,
		stories:
			has('stories') && stories.length > 0 ? { title: t('panels.view.stories'), text: t('panels.view.stories.text'), stories } : null,
		money: inMoney && {
			title: t('panels.view.money'),
			text: t('panels.view.money.text'),
			...inMoney,
			how: [inMoney.how, ...(inMoney.cost ? [`${inMoney.cost}.`] : [])].join(' '),
		},
	};
}
