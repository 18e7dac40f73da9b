import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import type { AnswerValue, Evidence, Importance, Level } from '../model.ts';
import { ownAnswers } from './answer-writer.ts';
import type { RunInputs } from './result.ts';

type Db = Ctx['db'] | DatabaseTransaction;

/** Far above what an edition can hold. */
const most = 500;

/** A stored value as the scoring reads it. */
export function toValue(value: string): AnswerValue {
	return /^[1-4]$/.test(value) ? (Number(value) as Level) : (value as 'NA' | 'DK');
}

/** Everything the result of a run is made of, as it stands now. */
export async function inputsOf(db: Db, runId: string): Promise<RunInputs> {
	const [answers, importance, targets] = await Promise.all([
		db
			.selectFrom('benchmarks.answer')
			.select(['item', 'value', 'evidence'])
			.where('run_id', '=', runId)
			.where('participant_id', '=', ownAnswers)
			.limit(most)
			.execute(),
		db.selectFrom('benchmarks.section_setting').select(['section', 'importance']).where('run_id', '=', runId).limit(most).execute(),
		db.selectFrom('benchmarks.target').select(['item', 'level']).where('run_id', '=', runId).limit(most).execute(),
	]);
	const values = new Map(answers.map(({ item, value }) => [item, toValue(value)]));
	/** A target that a better answer has left behind is none any more (section 7, rule 10). */
	const reachable = (item: string, level: number) => {
		const value = values.get(item);
		return typeof value !== 'number' || level >= value;
	};
	return {
		answers: values,
		evidence: new Map(answers.flatMap(({ item, evidence }) => (evidence ? [[item, evidence as Evidence]] : []))),
		importance: new Map(importance.map(({ section, importance }) => [section, importance as Importance])),
		targets: new Map(targets.flatMap(({ item, level }) => (reachable(item, level) ? [[item, level as Level]] : []))),
	};
}
