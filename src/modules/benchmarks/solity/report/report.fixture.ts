import { editionOf, editionsOf } from '../../instruments.ts';
import { readFile } from '../score-file.ts';
import { scoreReturn } from '../scoring.ts';
import { s1, type ReturnFile } from '../vectors.fixture.ts';
import { describeReport, type ReportSource, type ReportYear } from './describe.ts';
import type { Report } from './model.ts';
import { noPanels } from './panels.ts';

const edition = editionOf('solity', 'SU-1.0');
const { instrument } = edition;

/** A year made from a file of section 17. */
export function yearOf(year: number, file: ReturnFile, settings: Record<string, unknown> = {}): ReportYear {
	const { data } = readFile(instrument, { ...file, settings: { cohort_basis: 'Y-1', ...file.settings, ...settings } });
	return { year, instrument, data, result: scoreReturn(instrument, data), centres: [] };
}

/** What the report of S-1 for 2025 is made from, with whatever else is said. */
export function sourceOf(file: ReturnFile = s1(), others: Partial<ReportSource> = {}): ReportSource {
	const { data, result } = yearOf(2025, file);
	const evidence = others.evidence ?? new Map<string, number>();
	const provider = { id: '0198-provider', name: 'Formazione Adriatica', locale: 'it' };
	return {
		edition,
		editions: editionsOf('solity').map((each) => each.instrument),
		locale: 'en',
		row: {
			id: '0198-return',
			year: 2025,
			state: 'locked',
			revision: 1,
			submittedAt: new Date('2026-10-02T09:00:00Z'),
			lockedAt: new Date('2026-11-01T09:00:00Z'),
		},
		provider,
		unit: { ...provider, kind: 'provider' },
		data,
		result,
		comments: new Map(),
		evidence,
		unproven: new Set([...data.trust].flatMap(([field, level]) => (level >= 3 && !evidence.has(field) ? [field] : []))),
		centres: [],
		earlier: [],
		panels: noPanels,
		plan: null,
		seesSmall: true,
		engine: '1',
		inputsHash: 'a'.repeat(64),
		...others,
	};
}

export function reportFrom(file?: ReturnFile, others?: Partial<ReportSource>): Report {
	return describeReport(sourceOf(file, others));
}

export { edition };
