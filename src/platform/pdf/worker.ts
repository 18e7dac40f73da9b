/**
 * The thread that holds the Typst compiler. It loads compiler and fonts once, then turns one job at a time into a PDF.
 * Runs from the sources, outside the bundle, so that the 28 MB of compiler never weigh on the web server's start.
 */
import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { loadFonts } from '@myriaddreamin/typst.ts';
import { CompileFormatEnum, createTypstCompiler, createTypstFontBuilder, type TypstCompiler } from '@myriaddreamin/typst.ts/compiler';
import { fromRoot } from '../paths.ts';
import type { PrintJob, PrintResult } from './print.ts';

/** The faces the templates use; each has Latin, Greek and Cyrillic. */
const faces = [
	'inter/400Regular/Inter_400Regular.ttf',
	'inter/400Regular_Italic/Inter_400Regular_Italic.ttf',
	'inter/600SemiBold/Inter_600SemiBold.ttf',
	'inter/700Bold/Inter_700Bold.ttf',
	'source-serif-4/400Regular/SourceSerif4_400Regular.ttf',
	'source-serif-4/500Medium/SourceSerif4_500Medium.ttf',
	'source-serif-4/600SemiBold/SourceSerif4_600SemiBold.ttf',
];

const require = createRequire(import.meta.url);
const frame = readFileSync(fromRoot('src', 'platform', 'pdf', 'frame.typ'), 'utf8');
let compiler: Promise<TypstCompiler> | undefined;

async function load(): Promise<TypstCompiler> {
	// The object form: with bare bytes the compiler's glue prints a warning at every start.
	const wasm = () =>
		({ module_or_path: readFileSync(require.resolve('@myriaddreamin/typst-ts-web-compiler/wasm')) }) as unknown as BufferSource;
	const fonts = createTypstFontBuilder();
	await fonts.init({ getModule: wasm, beforeBuild: [] });
	for (const face of faces) await fonts.addFontData(readFileSync(require.resolve(`@expo-google-fonts/${face}`)));
	const made = createTypstCompiler();
	// Without this the compiler would fetch its default fonts from another origin.
	await made.init({ getModule: wasm, beforeBuild: [loadFonts([], { assets: false })] });
	await fonts.build(async (resolver) => made.setFonts(resolver));
	return made;
}

async function print(job: PrintJob): Promise<PrintResult> {
	try {
		const typst = await (compiler ??= load());
		typst.resetShadow();
		typst.addSource('/frame.typ', frame);
		const folder = dirname(job.template);
		for (const name of globSync('*.typ', { cwd: folder })) typst.addSource(`/${name}`, readFileSync(join(folder, name), 'utf8'));
		typst.mapShadow('/data.json', Buffer.from(JSON.stringify(job.data)));
		for (const [name, content] of Object.entries(job.images ?? {})) typst.mapShadow(`/${name}`, Buffer.from(content));
		const { result, diagnostics } = await typst.compile({
			mainFilePath: `/${basename(job.template)}`,
			format: CompileFormatEnum.pdf,
			diagnostics: 'unix',
		});
		if (!result) return { id: job.id, fault: (diagnostics ?? []).join('\n') || 'no document came out' };
		return { id: job.id, pdf: result };
	} catch (error) {
		return { id: job.id, fault: String(error) };
	}
}

parentPort!.on('message', async (job: PrintJob) => parentPort!.postMessage(await print(job)));
