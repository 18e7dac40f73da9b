import { demoId, demoProviders, generatedProviders, pick, seededNumbers } from '#modules/network/index.ts';
import { newId } from '#platform/ids.ts';

/** What providers of the demo said they need, most often what their results show to be weak. Nobody in particular said it. */
export function demoNeeds(now: Date) {
	const random = seededNumbers(2718);
	const wanted = [['impact', 26], ['curriculum', 22], ['virtual-exchange', 17], ['funding', 14], ['data', 12], ['staff-development', 10],
		['recognition', 9], ['inclusion', 8], ['language', 6], ['partner-search', 5], ['green', 2], ['global', 1]] as const; // prettier-ignore
	return [...demoProviders, ...generatedProviders()].flatMap(({ key }) => {
		const themes = new Set(Array.from({ length: Math.floor(random() * 4) }, () => pick(random, wanted)));
		return [...themes].map((theme) => ({
			id: newId(),
			provider_id: demoId('organisation', key),
			theme,
			instrument: 'go-international',
			person_id: null,
			locale: pick(random, [['en', 5], ['de', 3], ['fr', 2]] as const), // prettier-ignore
			said_at: new Date(now.getTime() - Math.floor(random() * 300) * 86_400_000),
		}));
	});
}
