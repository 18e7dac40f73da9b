import { expect, test } from 'vitest';
import { openReturn } from '../src/modules/benchmarks/returns/returns.fixture.ts';
import { useTestApp } from './support/app.ts';
import { actions } from '../src/routes/[locale]/returns/[id]/import/+page.server.ts';

const app = useTestApp();

test('a file of 50 MB, which no form takes, gets the same clear answer as one the import refuses', async () => {
	const { ctx, returnId } = await openReturn(app);
	const request = { formData: () => Promise.reject(Object.assign(new Error('Content-length exceeds limit'), { status: 413 })) };
	const url = new URL(`http://localhost/en/returns/${returnId}/import`);
	const look = actions.look as unknown as (event: unknown) => Promise<unknown>;
	expect(await look({ locals: { ctx, session: {} }, params: { id: returnId }, request, url })).toMatchObject({
		status: 413,
		data: { found: { name: 'CSV file', faults: [{ line: null, message: 'The file is larger than 10 MB. Split it by unit or year.' }] } },
	});
	const broken = { formData: () => Promise.reject(new TypeError('no form')) };
	await expect(look({ locals: { ctx, session: {} }, params: { id: returnId }, request: broken, url })).rejects.toThrow('no form');
});
