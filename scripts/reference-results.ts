/**
 * `npm run instruments -- results solity SU-1.0`: writes what an edition makes of drawn inputs to reference-results.json
 * in its folder. Once the edition is published the file never changes again: a test scores the stored inputs anew and
 * compares every digit.
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { drawRun } from '../src/modules/benchmarks/go-international/run.fixture.ts';
import { readScoreInput, scoreEverything } from '../src/modules/benchmarks/go-international/score-file.ts';
import { editionOf, type InstrumentName, type Instruments } from '../src/modules/benchmarks/instruments.ts';
import { validReturn } from '../src/modules/benchmarks/solity/random.fixture.ts';
import { scoreFile } from '../src/modules/benchmarks/solity/score-file.ts';
import { fromRoot } from '../src/platform/paths.ts';
import { seededRandom } from '../tests/support/random.ts';

type Input = Record<string, unknown>;

/** One stored input with the figures people quote, and a fingerprint of everything that comes out. */
export type ReferenceResult = { input: Input; figures: Record<string, unknown>; sha256: string };

type Scored = { output: object; figures: Record<string, unknown> };
type Kind<I> = { inputs: number; draw: (instrument: I, random: () => number) => Input; score: (instrument: I, input: Input) => Scored };

const kinds: { [N in InstrumentName]: Kind<Instruments[N]> } = {
	'go-international': {
		inputs: 200,
		draw: drawRun,
		score(instrument, input) {
			const { maturity, index, band, provisional, balance, cap, sections, evidenceView, priorities, readiness } = scoreEverything(
				instrument,
				readScoreInput(instrument, input),
			);
			const output = { maturity, index, band, provisional, balance, cap, sections, evidenceView, priorities, readiness };
			const bySection = Object.fromEntries(Object.entries(sections).map(([code, section]) => [code, section.maturity]));
			return { output, figures: { maturity, band, balance, ...bySection } };
		},
	},
	solity: {
		inputs: 100,
		draw: (instrument, random) => validReturn(instrument, random, { notApplicable: random() < 0.4 }),
		score(instrument, input) {
			const read = scoreFile(instrument, input);
			if ('faults' in read)
				throw new Error(`the input is rejected: ${read.faults.map(({ code, field }) => `${code} ${field}`).join(', ')}`);
			const { overall, axes, indicators } = read.output;
			const byAxis = Object.fromEntries(Object.entries(axes).map(([code, { score }]) => [code, score]));
			return { output: { overall, axes, indicators }, figures: { ...overall, ...byAxis } };
		},
	},
};

/** What an edition makes of an input, as it is stored. @throws Error when the input is rejected */
export function referenceResult<N extends InstrumentName>(name: N, edition: string, input: Input): ReferenceResult {
	const { figures, output } = kinds[name].score(editionOf(name, edition).instrument, input);
	return { input, figures, sha256: createHash('sha256').update(JSON.stringify(output)).digest('hex') };
}

/** Draws inputs and writes what the edition makes of them, one a line. */
export function writeReferenceResults<N extends InstrumentName>(name: N, edition: string): void {
	const random = seededRandom(20261124);
	const { instrument } = editionOf(name, edition);
	const { inputs, draw } = kinds[name];
	const lines = Array.from({ length: inputs }, () => JSON.stringify(referenceResult(name, edition, draw(instrument, random))));
	const folder = edition.replace(/^[A-Z]+-/, '');
	writeFileSync(fromRoot('instruments', name, folder, 'reference-results.json'), `[\n${lines.join(',\n')}\n]\n`);
}
