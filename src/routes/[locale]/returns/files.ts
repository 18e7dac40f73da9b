import type { Ctx } from '#platform/context.ts';
import { readReturn } from '#modules/benchmarks/index.ts';

/** Semicolons unless `?separator=comma`: table programs of most of Europe expect them. */
export function separatorOf(url: URL): ';' | ',' {
	return url.searchParams.get('separator') === 'comma' ? ',' : ';';
}

/** A file of a return to keep, named after its year. */
export async function returnFile(ctx: Ctx, id: string, kind: string, type: string, content: string): Promise<Response> {
	const { year } = await readReturn(ctx, id);
	const extension = type.includes('json') ? 'json' : 'csv';
	return new Response(content, {
		headers: {
			'content-type': type,
			'content-disposition': `attachment; filename="solity-${year}-${kind}.${extension}"`,
			'cache-control': 'private, no-store',
		},
	});
}
