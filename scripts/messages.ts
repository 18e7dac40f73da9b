/**
 * Generates src/platform/i18n/messages.gen.ts: every message key with the types of its arguments, read from the
 * English texts. Run by `npm run messages`; `npm test` fails when the file is out of date.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import { fromRoot } from '../src/platform/paths.ts';

/** Argument name → TypeScript type, for one ICU pattern. */
export function argumentsOf(pattern: string): Map<string, string> {
	const found = new Map<string, string>();
	const walk = (elements: MessageFormatElement[]) => {
		for (const element of elements) {
			if (element.type === TYPE.argument) found.set(element.value, found.get(element.value) ?? 'string | number');
			if (element.type === TYPE.number) found.set(element.value, 'number');
			if (element.type === TYPE.date || element.type === TYPE.time) found.set(element.value, 'Date | number');
			if (element.type === TYPE.plural) found.set(element.value, 'number');
			if (element.type === TYPE.select) {
				const options = Object.keys(element.options);
				found.set(element.value, options.includes('other') ? 'string' : options.map((option) => JSON.stringify(option)).join(' | '));
			}
			if (element.type === TYPE.plural || element.type === TYPE.select)
				for (const option of Object.values(element.options)) walk(option.value);
		}
	};
	walk(parse(pattern, { ignoreTag: true }));
	return found;
}

/** The text of messages.gen.ts for the English messages as they are now. */
export function generate(): string {
	const folder = fromRoot('messages', 'en');
	const lines: string[] = [];
	for (const file of readdirSync(folder)
		.filter((name) => name.endsWith('.json'))
		.sort()) {
		const messages = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, string>;
		for (const [key, pattern] of Object.entries(messages)) {
			const types = [...argumentsOf(pattern)].map(([name, type]) => `${name}: ${type}`);
			lines.push(`\t'${key}': ${types.length ? `{ ${types.join('; ')} }` : '{}'};`);
		}
	}
	return `// Generated from messages/en by \`npm run messages\`. Do not edit.\nexport interface MessageArguments {\n${lines.join('\n')}\n}\n`;
}

if (import.meta.main) writeFileSync(fromRoot('src', 'platform', 'i18n', 'messages.gen.ts'), generate());
