/**
 * `npm run instruments`: writes the JSON Schemas editors check instrument files against, and with `-- freeze FOLDER`
 * (for example `solity/1.0`) the fingerprint of an edition that is published from now on.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { fingerprintOf } from '../src/modules/benchmarks/instrument-check.ts';
import { levelInstrumentSchema } from '../src/modules/benchmarks/model.ts';
import { countedInstrumentSchema } from '../src/modules/benchmarks/solity/instrument.ts';
import { fromRoot } from '../src/platform/paths.ts';

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

if (import.meta.main) {
	const [action, folder] = process.argv.slice(2);
	for (const [file, content] of instrumentSchemaFiles()) writeFileSync(fromRoot('instruments', 'schema', file), content);
	if (action === 'freeze' && folder) {
		const instrument = JSON.parse(readFileSync(fromRoot('instruments', folder, 'instrument.json'), 'utf8')) as { edition: string };
		const frozen = { edition: instrument.edition, fingerprint: fingerprintOf(instrument) };
		writeFileSync(fromRoot('instruments', folder, 'frozen.json'), JSON.stringify(frozen, null, '\t') + '\n');
	}
}
