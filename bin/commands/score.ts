import { readFileSync } from 'node:fs';
import { readScoreInput, scoreEverything, ScoreInputError } from '../../src/modules/benchmarks/go-international/score-file.ts';
import { currentEdition, editionOf, isInstrument, textsOf, type InstrumentName } from '../../src/modules/benchmarks/instruments.ts';
import { describe } from '../../src/modules/benchmarks/solity/fault.ts';
import { scoreFile } from '../../src/modules/benchmarks/solity/score-file.ts';
import { AppError } from '../../src/platform/errors.ts';

type Data = Record<string, unknown>;

/** Why an instrument rejects a file: its own messages, one a line, told as they are. */
class Rejected extends Error {
	readonly messages: readonly string[];
	constructor(messages: readonly string[]) {
		super('The file is rejected');
		this.messages = messages;
	}
}

/** How each instrument scores a file of one of its editions. */
const scorers: Record<InstrumentName, (edition: string, data: Data) => unknown> = {
	'go-international': (edition, data) => {
		const { instrument } = editionOf('go-international', edition);
		return scoreEverything(instrument, readScoreInput(instrument, data));
	},
	solity: (name, data) => {
		const edition = editionOf('solity', name);
		const read = scoreFile(edition.instrument, data);
		if ('output' in read) return read.output;
		const messages = describe(read.faults, textsOf(edition, 'en'));
		// Several centres make one file: each message says which centre it is about.
		throw new Rejected(messages.map(({ message }, i) => (read.faults[i]!.centre ? `${read.faults[i]!.centre}: ${message}` : message)));
	},
};

/**
 * `venhans score INSTRUMENT FILE`: scores one run or return without server or database and prints one JSON object.
 * Wrong input: what is wrong on stderr, one message a line, nothing on stdout, exit code 2. FILE may be - for standard input.
 */
export async function run(args: string[]): Promise<number> {
	try {
		process.stdout.write(JSON.stringify(score(args)) + '\n');
		return 0;
	} catch (error) {
		process.stderr.write(linesOf(error).join(''));
		return 2;
	}
}

/** @throws whatever is no wrong input but a fault of ours */
function linesOf(error: unknown): string[] {
	const line = (text: string) => `${text.replace(/[\r\n]+/g, ' ')}\n`;
	if (error instanceof Rejected) return error.messages.map(line);
	if (error instanceof ScoreInputError || error instanceof AppError) return [line(`venhans score: ${error.message.replace(/\s+/g, ' ')}`)];
	throw error;
}

function score([instrument, file, ...rest]: string[]): unknown {
	const known = Object.keys(scorers).join(', ');
	if (!instrument || !file || rest.length) throw new ScoreInputError(`usage: venhans score INSTRUMENT FILE; instruments are ${known}`);
	if (!isInstrument(instrument)) throw new ScoreInputError(`"${instrument}" is not an instrument; allowed are ${known}`);
	const data = parse(file);
	const edition = data.edition;
	if (typeof edition !== 'string')
		throw new ScoreInputError(
			`"edition" is ${JSON.stringify(edition ?? null)}; it names the edition, for example "${currentEdition(instrument).instrument.edition}"`,
		);
	return scorers[instrument](edition, data);
}

function parse(file: string): Data {
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
	return data as Data;
}
