import { readFileSync } from 'node:fs';
import { currentEdition, editionOf } from '../../src/modules/benchmarks/instruments.ts';
import { readScoreInput, scoreEverything, ScoreInputError } from '../../src/modules/benchmarks/go-international/score-file.ts';
import { AppError } from '../../src/platform/errors.ts';

/**
 * `venhans score INSTRUMENT FILE`: scores one run without server or database and prints one JSON object.
 * Wrong input: one line on stderr, nothing on stdout, exit code 2. FILE may be - for standard input.
 */
export async function run(args: string[]): Promise<number> {
	try {
		process.stdout.write(JSON.stringify(score(args)) + '\n');
		return 0;
	} catch (error) {
		if (!(error instanceof ScoreInputError || error instanceof AppError)) throw error;
		process.stderr.write(`venhans score: ${error.message.replace(/\s+/g, ' ')}\n`);
		return 2;
	}
}

function score([instrument, file, ...rest]: string[]): unknown {
	if (!instrument || !file || rest.length) throw new ScoreInputError('usage: venhans score go-international FILE');
	if (instrument !== 'go-international') throw new ScoreInputError(`"${instrument}" is not an instrument; allowed is go-international`);
	const data = parse(file);
	const edition = data.edition;
	if (typeof edition !== 'string')
		throw new ScoreInputError(
			`"edition" is ${JSON.stringify(edition ?? null)}; it names the edition, for example "${currentEdition(instrument).instrument.edition}"`,
		);
	const found = editionOf(instrument, edition).instrument;
	return scoreEverything(found, readScoreInput(found, data));
}

function parse(file: string): Record<string, unknown> {
	let text: string;
	try {
		text = readFileSync(file === '-' ? 0 : file, 'utf8');
	} catch (error) {
		throw new ScoreInputError(
			`${file} can not be read: ${(error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message}`,
		);
	}
	let data: unknown;
	try {
		data = JSON.parse(text);
	} catch (error) {
		throw new ScoreInputError(`${file} is not valid JSON: ${(error as Error).message}`);
	}
	if (typeof data !== 'object' || data === null || Array.isArray(data)) throw new ScoreInputError(`${file} holds no JSON object`);
	return data as Record<string, unknown>;
}
