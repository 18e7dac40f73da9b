import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { fromRoot } from '#platform/paths.ts';

const pages = globSync(['*.md', 'docs/**/*.md'], { cwd: fromRoot() });
const textOf = (page: string) => readFileSync(fromRoot(page), 'utf8');

test('every page is found from an index: the README, docs or a folder’s own', () => {
	const linked = new Set(
		pages.flatMap((page) => [...textOf(page).matchAll(/\]\(([^)#\s]+)/g)].map(([, target]) => join(dirname(page), target!))),
	);
	expect(pages.filter((page) => page !== 'README.md' && !linked.has(page))).toEqual([]);
});

test.each(pages)('the links and commands of %s lead somewhere', (page) => {
	const text = textOf(page);
	const broken = [...text.matchAll(/\]\(([^)#\s]+)/g)]
		.map(([, target]) => target!)
		.filter((target) => !/^https?:/.test(target) && !existsSync(fromRoot(dirname(page), target)));
	expect(broken).toEqual([]);

	const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
	const run = [...text.matchAll(/npm run (?:-s )?([\w:]+)/g)].map(([, script]) => script!);
	expect(run.filter((script) => !(script in scripts))).toEqual([]);

	const commands = [...text.matchAll(/(?:venhans --|bin\/venhans\.mjs) (\w+)/g)].map(([, command]) => command!);
	expect(commands.filter((command) => command !== 'help' && !existsSync(fromRoot('bin', 'commands', `${command}.ts`)))).toEqual([]);
});

test('no two decisions have the same number, and each says its own', () => {
	const files = globSync('docs/decisions/0*.md', { cwd: fromRoot() });
	const numbers = files.map((file) => Number(/(\d{4})-/.exec(file)![1]));
	expect(new Set(numbers).size).toBe(numbers.length);
	for (const [index, file] of files.entries()) expect(textOf(file)).toMatch(new RegExp(`^# ${numbers[index]}\\. \\w`));
});
