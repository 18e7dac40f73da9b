import { expect, test } from 'vitest';
import { readArguments } from './arguments.ts';

test.each([
	['venhans backup DIR|FILE', [], 'DIR|FILE is missing. Usage: venhans backup DIR|FILE'],
	['venhans backup DIR|FILE', ['a', 'b'], '"b" is one word too many. Usage: venhans backup DIR|FILE'],
	['venhans score INSTRUMENT FILE', ['solity'], 'FILE is missing. Usage: venhans score INSTRUMENT FILE'],
	['venhans seed', ['now'], '"now" is one word too many. Usage: venhans seed'],
	['venhans doctor [--json]', ['--jsn'], "Unknown option '--jsn'. Usage: venhans doctor [--json]"],
	['venhans doctor [--json]', ['--json=yes'], "Option '--json' does not take an argument. Usage: venhans doctor [--json]"],
])('%s with %j is told in one line', (usage, args, message) => {
	expect(() => readArguments(usage, args, { json: { type: 'boolean' } })).toThrow(expect.objectContaining({ name: 'SetupError', message }));
});

test('words and options come back, in any order', () => {
	const { words, values } = readArguments('venhans admin EMAIL [--json]', ['--json', 'ana@venhans.example'], { json: { type: 'boolean' } });
	expect({ words, json: values.json }).toEqual({ words: ['ana@venhans.example'], json: true });
});
