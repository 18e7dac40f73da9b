/**
 * `npm run instruments`: writes the JSON Schema editors check instrument files against, and with `-- freeze FOLDER`
 * (for example `go-international/1.0`) the fingerprint of an edition that is published from now on.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { fingerprintOf } from '../src/modules/benchmarks/instrument-check.ts';
import { levelInstrumentSchema } from '../src/modules/benchmarks/model.ts';
import { fromRoot } from '../src/platform/paths.ts';

/** The JSON Schema of a level instrument, as it stands in instruments/schema. */
export function levelInstrumentJsonSchema(): string {
	return JSON.stringify(z.toJSONSchema(levelInstrumentSchema, { target: 'draft-2020-12' }), null, '\t') + '\n';
}

if (import.meta.main) {
	const [action, folder] = process.argv.slice(2);
	writeFileSync(fromRoot('instruments', 'schema', 'level-instrument.schema.json'), levelInstrumentJsonSchema());
	if (action === 'freeze' && folder) {
		const instrument = levelInstrumentSchema.parse(JSON.parse(readFileSync(fromRoot('instruments', folder, 'instrument.json'), 'utf8')));
		const frozen = { edition: instrument.edition, fingerprint: fingerprintOf(instrument) };
		writeFileSync(fromRoot('instruments', folder, 'frozen.json'), JSON.stringify(frozen, null, '\t') + '\n');
	}
}
