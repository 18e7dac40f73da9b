import type { Ctx } from '#platform/context.ts';
import { isScore } from '../go-international/scoring.ts';
import { editionOf, textsOf } from '../instruments.ts';
import { bands, type Band, type Level } from '../model.ts';
import type { Run } from './access.ts';
import { resultOf } from './queries.ts';

/** The figures of a finished run in the reader's words, as its overview shows them. */
export type ResultInWords = {
	/** 1 to 4 and 0 to 100, unrounded; null with too few answers. */
	maturity: number | null;
	index: number | null;
	band: { code: Band; name: string; headline: string } | null;
	/** The band is held at Established by a section that is Starting. */
	cap: boolean;
	provisional: boolean;
	bandNames: string[];
	sections: {
		code: string;
		name: string;
		maturity: number | null;
		/** Place of its band, 1 Starting to 4 Leading. */
		level: Level | null;
		band: string | null;
		reason: 'not-applicable' | 'not-enough-answers' | null;
	}[];
};

/** For callers who have asked the policy; null until the run is finished. */
export async function resultInWords(ctx: Ctx, run: Pick<Run, 'id' | 'instrument' | 'edition'>): Promise<ResultInWords | null> {
	const stored = await resultOf(ctx, run.id);
	if (!stored) return null;
	const edition = editionOf(run.instrument, run.edition);
	const text = textsOf(edition, ctx.locale);
	const { maturity, index, band, cap, provisional, sections } = stored.result.score;
	return {
		maturity,
		index,
		band: band && { code: band, name: text(`gi.band.${band}.name`), headline: text(`gi.band.${band}.headline`) },
		cap,
		provisional,
		bandNames: bands.map((code) => text(`gi.band.${code}.name`)),
		sections: edition.instrument.sections.map(({ code }) => {
			const result = sections[code]!;
			const scored = isScore(result);
			return {
				code,
				name: text(`gi.${code}.name`),
				maturity: result.maturity,
				level: scored ? ((bands.indexOf(result.band) + 1) as Level) : null,
				band: scored ? text(`gi.band.${result.band}.name`) : null,
				reason: scored ? null : result.reason,
			};
		}),
	};
}
