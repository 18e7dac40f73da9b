import type { Component } from 'svelte';
import { columnLevels } from './level-chart.ts';
import LevelChart from './LevelChart.svelte';
import { printPalette } from './palette.ts';
import { columnProfile, pageProfile, type ProfileRow } from './profile-chart.ts';
import ProfileChart from './ProfileChart.svelte';
import ShareBar from './ShareBar.svelte';
import SpreadChart from './SpreadChart.svelte';
import { svgMarkup } from './markup.ts';
import TrendChart from './TrendChart.svelte';

const bandNames = ['Am Anfang', 'Im Aufbau', 'Etabliert', 'Führend'];
const common = { title: 'Titel', description: 'Beschreibung', locale: 'de', palette: printPalette };

const profile: ProfileRow[] = [
	{ label: 'Leitung, Organisation und Ressourcen', value: 2.8, text: '2,8', before: 2.4, change: '+0,4', clear: true, shown: 2.1 },
	{ label: 'Lernmobilität', value: null, text: 'trifft nicht zu' },
];

/** Every chart with figures that reach its edges, as it goes on paper. */
export function printedSamples(): Record<string, string> {
	const draw = <Props extends Record<string, unknown>>(chart: Component<Props>, props: Props) => svgMarkup(chart, props);
	return {
		'level.svg': draw(LevelChart, {
			...common,
			bandNames,
			shape: columnLevels,
			rows: [
				{ label: 'Unser Umfeld kennen', level: 2, word: 'Im Aufbau' },
				{ label: 'Lernmobilität', level: null, word: 'trifft nicht zu' },
			],
		}),
		'profile-page.svg': draw(ProfileChart, { ...common, bandNames, rows: profile, shape: pageProfile }),
		'profile-column.svg': draw(ProfileChart, { ...common, bandNames, rows: profile, shape: columnProfile }),
		'spread.svg': draw(SpreadChart, {
			...common,
			levelNames: bandNames,
			spread: { levels: [2, 6, 1, 0], notApplicable: 1, unknown: 2, median: 2 },
			words: { unknown: 'wissen es nicht', notApplicable: 'trifft nicht zu' },
		}),
		'trend.svg': draw(TrendChart, {
			...common,
			points: [
				{ label: '2024', value: 36 },
				{ label: '2025', value: 42 },
				{ label: '2026', value: 51 },
			],
		}),
		'share.svg': draw(ShareBar, { ...common, share: 0.07, aim: 0.12, aimLabel: 'EU-Ziel 12 %' }),
	};
}
