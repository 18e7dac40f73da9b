import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { fromRoot } from '#platform/paths.ts';

const folder = fromRoot('src', 'routes', '[locale]', 'dev', 'components', 'specimens');
const nameOf = (file: string) => basename(file, '.svelte');
const components = globSync('src/ui/components/*.svelte', { cwd: fromRoot() }).sort();
const specimens = globSync('*.svelte', { cwd: folder }).map(nameOf);

test('every base component is shown on the living page (src/routes/[locale]/dev/components/specimens)', () => {
	expect(components.map(nameOf).filter((name) => !specimens.includes(name))).toEqual([]);
});

test('every specimen shows the component it is named after, in named states', () => {
	for (const name of specimens) {
		const source = readFileSync(`${folder}/${name}.svelte`, 'utf8');
		expect(source).toMatch(new RegExp(`import ${name} from '#ui/(components|charts)/${name}\\.svelte'`));
		expect(source).toMatch(new RegExp(`<${name}\\b`));
		expect(source).toMatch(/<State name=/);
	}
});
