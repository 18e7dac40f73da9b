/**
 * `npm run bench [-- name …]`: measures what the platform promises about speed. One file a figure in this folder;
 * each prints its method, sizes and result. Nothing here is a test: machines differ and are shared.
 */
import { cpus, totalmem } from 'node:os';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fromRoot } from '../src/platform/paths.ts';

const folder = fromRoot('bench');
const figures = readdirSync(folder)
	.filter((file) => file.endsWith('.ts') && file !== 'run.ts')
	.map((file) => basename(file, '.ts'));
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !figures.includes(name));
if (unknown.length) {
	console.error(`There is no figure "${unknown[0]}". There are: ${figures.join(', ')}`);
	process.exit(2);
}

console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB`);
for (const name of wanted.length ? wanted : figures) {
	const { measure } = (await import(join(folder, `${name}.ts`))) as { measure: () => Promise<void> };
	console.log(`\n## ${name}`);
	await measure();
}
