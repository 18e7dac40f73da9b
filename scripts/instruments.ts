/**
 * `npm run instruments`: writes the JSON Schemas editors check instrument files against. With `-- freeze solity SU-1.0`
 * also the fingerprint of an edition that is published from now on, with `-- results solity SU-1.0` its stored results.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { fingerprintOf } from '../src/modules/benchmarks/instrument-check.ts';
import { isInstrument } from '../src/modules/benchmarks/instruments.ts';
import { levelInstrumentSchema } from '../src/modules/benchmarks/model.ts';
import { countedInstrumentSchema } from '../src/modules/benchmarks/solity/instrument.ts';
import { fromRoot } from '../src/platform/paths.ts';
import { writeReferenceResults } from './reference-results.ts';

const schemas = {
	'level-instrument.schema.json': levelInstrumentSchema,
	'counted-instrument.schema.json': countedInstrumentSchema,
};

/** File name in instruments/schema → its content. */
export function instrumentSchemaFiles(): [string, string][] {
	return Object.entries(schemas).map(([file, schema]) => [
		file,
		JSON.stringify(z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' }), null, '\t') + '\n',
	]);
}

/** Writes the fingerprint a frozen edition is checked against. */
function freeze(name: string, edition: string): void {
	const folder = fromRoot('instruments', name, edition.replace(/^[A-Z]+-/, ''));
	const instrument = JSON.parse(readFileSync(`${folder}/instrument.json`, 'utf8')) as object;
	writeFileSync(`${folder}/frozen.json`, JSON.stringify({ edition, fingerprint: fingerprintOf(instrument) }, null, '\t') + '\n');
}

if (import.meta.main) {
	for (const [file, content] of instrumentSchemaFiles()) writeFileSync(fromRoot('instruments', 'schema', file), content);
	const [action, name = '', edition = ''] = process.argv.slice(2);
	if (action === 'freeze') freeze(name, edition);
	if (action === 'results' && isInstrument(name)) writeReferenceResults(name, edition);
}
