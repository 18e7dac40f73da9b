import type { Component } from 'svelte';
import { columnLevels } from './level-chart.ts';
import LevelChart from './LevelChart.svelte';
import { printPalette } from './palette.ts';
import { columnProfile, pageProfile, type ProfileRow } from './profile-chart.ts';
import ProfileChart from './ProfileChart.svelte';
import RadarChart from './RadarChart.svelte';
import ScoreChart from './ScoreChart.svelte';
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
		'radar.svg': draw(RadarChart, {
			...common,
			shape: 'column',
			axes: [
				{ code: 'A1', label: 'Rückkehr in Arbeit', value: 68.4, text: '68,4', before: 61, middle: 55 },
				{ code: 'A2', label: 'Beschäftigungsfähigkeit', value: 100, text: '100,0', before: 70 },
				{ code: 'A3', label: 'Chancengleichheit', value: null, text: 'ohne Wert' },
				{ code: 'A4', label: 'Region und Partner', value: 75, text: '75,0', middle: 60 },
				{ code: 'A5', label: 'Verantwortung', value: 0, text: '0,0' },
			],
		}),
		'score.svg': draw(ScoreChart, {
			...common,
			bandNames,
			edges: [0, 25, 50, 75, 100],
			rows: [
				{ code: '1', label: 'Zugang zu Beschäftigung', score: 67.7, low: 60.9, high: 74.4, text: '67,7', before: 58, trust: 3 },
				{
					code: '2',
					label: 'Abschluss',
					score: 100,
					low: 97,
					high: 100,
					text: '100,0',
					trust: 4,
					peers: { median: 60, low: 48, high: 71 },
				},
				{ code: '3', label: 'Angemessene Vorkehrungen bei Behinderung oder Krankheit', score: null, text: 'zu wenige' },
			],
		}),
		'trend-marks.svg': draw(TrendChart, {
			...common,
			tall: 1.5,
			points: [
				{ label: '2021', value: 36, low: 30, high: 42, again: 33 },
				{ label: '2022', value: 42, low: 37, high: 49, again: 40 },
				{ label: '2023', value: 51, low: 46, high: 57, marks: ['a', 'b'] },
				{ label: '2024', value: null },
				{ label: '2025', value: 58, low: 52, high: 64, marks: ['c'] },
			],
		}),
		'share.svg': draw(ShareBar, { ...common, share: 0.07, aim: 0.12, aimLabel: 'EU-Ziel 12 %' }),
	};
}
