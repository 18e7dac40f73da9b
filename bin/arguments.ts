import { parseArgs, type ParseArgsConfig } from 'node:util';
import { SetupError } from '../src/platform/errors.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/**
 * Reads what follows a command's name.
 * @param usage one line, e.g. `venhans admin EMAIL`; every word in capitals outside brackets is needed
 * @throws SetupError in one line: an option that does not exist, a word too many or missing
 */
export function readArguments<T extends Options>(usage: string, args: string[], options: T) {
	const needed = usage
		.replace(/\[.*?\]/g, '')
		.split(' ')
		.filter((word) => /^[A-Z|]+$/.test(word));
	let parsed: ReturnType<typeof parseArgs<{ args: string[]; options: T; allowPositionals: true }>>;
	try {
		parsed = parseArgs({ args, options, allowPositionals: true });
	} catch (error) {
		const [reason] = (error as Error).message.split(/[.\n]/);
		throw new SetupError(`${reason}. Usage: ${usage}`);
	}
	const words = parsed.positionals as string[];
	if (words.length < needed.length) throw new SetupError(`${needed[words.length]} is missing. Usage: ${usage}`);
	if (words.length > needed.length) throw new SetupError(`"${words[needed.length]}" is one word too many. Usage: ${usage}`);
	return { values: parsed.values, words };
}
