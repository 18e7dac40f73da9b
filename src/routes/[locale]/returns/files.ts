import type { Ctx } from '#platform/context.ts';
import { readReturn } from '#modules/benchmarks/index.ts';
import { AppError } from '#platform/errors.ts';

/** Semicolons unless `?separator=comma`: table programs of most of Europe expect them. */
export function separatorOf(url: URL): ';' | ',' {
	return url.searchParams.get('separator') === 'comma' ? ',' : ';';
}

/** The revision an address asks for; without one, what stands now. @throws AppError not_found for what is no revision */
export function revisionOf(url: URL): number | undefined {
	const asked = url.searchParams.get('revision');
	if (asked === null) return undefined;
	if (!/^[1-9]\d{0,2}$/.test(asked)) throw new AppError('not_found', 'There is no such revision of this return');
	return Number(asked);
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
