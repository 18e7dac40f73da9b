import { describe, expect, test } from 'vitest';
import { useTestApp } from '../../../../tests/support/app.ts';
import { makePerson } from '../../../../tests/support/provider.ts';
import { s1Fields } from '../solity/vectors.fixture.ts';
import { saveNumbers } from './entry.ts';
import { returnNumbersFile, returnTemplate } from './export.ts';
import { confirmImport, prepareImport } from './import.ts';
import { inputsOf } from './result.ts';
import { accessReturn } from './access.ts';
import { entriesOf, openReturn } from './returns.fixture.ts';

const app = useTestApp();
type Ctx = Parameters<typeof prepareImport>[0];

async function* bytesOf(content: string | Uint8Array): AsyncIterable<Uint8Array> {
	yield typeof content === 'string' ? new TextEncoder().encode(content) : content;
}
const look = (ctx: Ctx, id: string, content: string | Uint8Array) =>
	prepareImport(ctx, id, { name: 'numbers.csv', bytes: bytesOf(content) });
const stored = async (ctx: Ctx, id: string) => (await inputsOf(app.db, (await accessReturn(ctx, id)).row)).file;
const head = 'edition;unit;year;field;value;trust;comment';

describe('an import', () => {
	test('changes nothing before it is confirmed, then everything at once', async () => {
		const { ctx, returnId } = await openReturn(app);
		const file = `${head}\nSU-1.0;provider;2024;part_total;1 240;3;counted twice\nSU-1.0;provider;2024;NA:SU-1.3;NO_PREQUAL;;\nSU-1.0;provider;2024;out_emp@sex=F;12;;`;
		const preview = await look(ctx, returnId, file);
		expect(preview.plan.effects.map(({ change }) => change)).toEqual(['set', 'set', 'set']);
		expect(await stored(ctx, returnId)).toMatchObject({ fields: {}, na: {} });
		expect(await confirmImport(ctx, returnId, preview.id, preview.digest)).toEqual({ changed: 3 });
		expect(await stored(ctx, returnId)).toMatchObject({ fields: { 'part_total': 1240, 'out_emp@sex=F': 12 }, na: { 'SU-1.3': 'NO_PREQUAL' } }); // prettier-ignore
		await expect(confirmImport(ctx, returnId, preview.id, preview.digest)).rejects.toMatchObject({ code: 'not_found' });
	});

	test('is refused when numbers changed since somebody looked', async () => {
		const { ctx, returnId } = await openReturn(app);
		const preview = await look(ctx, returnId, `${head}\nSU-1.0;provider;2024;part_total;1240;3;`);
		await saveNumbers(ctx, returnId, { entries: [{ target: 'part_total', value: 1250, trust: 3 }] });
		await expect(confirmImport(ctx, returnId, preview.id, preview.digest)).rejects.toMatchObject({ code: 'conflict' });
		expect(await stored(ctx, returnId)).toMatchObject({ fields: { part_total: 1250 } });
	});

	test.each([
		['wrong codes', `${head}\nSU-1.0;provider;2024;colour;1;3;`, 'E_UNKNOWN_FIELD', 2, 'field'],
		['another separator', head.replaceAll(';', '#'), 'E_CSV_HEADER', 1, null],
		['UTF-16', Buffer.from(`\uFEFF${head}\n`, 'utf16le'), 'E_CSV_ENCODING', null, null],
		['a decimal comma between commas', `${head.replaceAll(';', ',')}\nSU-1.0,provider,2024,energy_kwh,936,5,3,`, 'E_CSV_COLUMNS', 2, null],
		['a number of two readings', `${head}\nSU-1.0;provider;2024;energy_kwh;936.000;3;`, 'E_CSV_NUMBER', 2, 'value'],
		['a formula', `${head}\nSU-1.0;provider;2024;part_total;=SUM(A1);3;`, 'E_CSV_FORMULA', 2, 'value'],
		['50 MB', new Uint8Array(50 * 1024 * 1024).fill(0x61), 'E_CSV_TOO_LARGE', null, null],
		['an unknown unit', `${head}\nSU-1.0;south;2024;part_total;1;3;`, 'E_CSV_UNIT', 2, 'unit'],
	] as const)('of a file with %s is told where and changes nothing', async (_, content, code, line, column) => {
		const { ctx, returnId } = await openReturn(app);
		const { plan } = await look(ctx, returnId, content);
		expect(plan.ready).toBe(false);
		expect(plan.faults[0]).toMatchObject({ code, line, column });
		expect(await stored(ctx, returnId)).toMatchObject({ fields: {} });
	});

	test('of an editor of one axis is refused where it changes another, in the order of its lines', async () => {
		const { providerId, returnId } = await openReturn(app);
		const editor = await makePerson(app, 'Editor of A1', [{ organisationId: providerId, role: 'staff' }]);
		await app.db
			.insertInto('benchmarks.return_role')
			.values({ provider_id: providerId, person_id: editor.id, role: 'editor', axes: ['A1'] })
			.execute();
		const lines = ['staff_cpd;5;3;', 'js_requests;10;3;', 'colour;1;3;'].map((line) => `SU-1.0;provider;2024;${line}`);
		const { plan } = await look(app.as(editor.actor), returnId, [head, ...lines].join('\n'));
		expect(plan.ready).toBe(false);
		expect(plan.faults.map(({ line, code, field }) => [line, code, field])).toEqual([
			[2, 'E_ROLE', 'staff_cpd'],
			[4, 'E_UNKNOWN_FIELD', 'colour'],
		]);
	});

	test('of what was exported changes nothing, with semicolons and with commas', async () => {
		const { ctx, returnId } = await openReturn(app);
		await saveNumbers(ctx, returnId, {
			entries: [...entriesOf(), { target: 'out_emp@sex=F', value: 110 }, { target: 'NA:SU-5.1', comment: '=cmd' }],
		});
		for (const separator of [';', ','] as const) {
			const { plan } = await look(ctx, returnId, await returnNumbersFile(ctx, returnId, separator));
			expect(plan.faults).toEqual([]);
			expect(plan.effects.filter(({ change }) => change !== 'none')).toEqual([]);
		}
		expect(await returnTemplate(ctx, returnId)).toContain('part_total');
	});

	test('of 200 centres with every number is read, checked and written', { timeout: 60_000 }, async () => {
		const names = Array.from({ length: 200 }, (_, i) => ({ name: `Centre ${i + 1}` }));
		const { ctx, returnId } = await openReturn(app, { level: 'centres', centres: names });
		const lines = names.flatMap((_, i) =>
			Object.entries(s1Fields).map(
				([field, value]) => `SU-1.0;centre-${i + 1};2024;${field};${typeof value === 'number' ? value : value.join('|')};3;`,
			),
		);
		const checked: [number, number][] = [];
		const content = [head, ...lines].join('\n');
		const preview = await prepareImport(ctx, returnId, { name: 'numbers.csv', bytes: bytesOf(content) }, (...so) => checked.push(so));
		expect(preview.plan).toMatchObject({ ready: true });
		expect(checked.length).toBeGreaterThan(10);
		expect(checked.map(([, of]) => of)).toEqual(checked.map(() => lines.length));
		expect(checked.map(([line]) => line)).toEqual(checked.map(([line]) => line).toSorted((a, b) => a - b));
		expect([checked[0]![0], checked.at(-1)![0]]).toEqual([0, lines.length]);
		const told: number[] = [];
		const changed = 200 * Object.keys(s1Fields).length;
		expect(await confirmImport(ctx, returnId, preview.id, preview.digest, (saved) => told.push(saved))).toEqual({ changed });
		expect(told.length).toBeGreaterThan(2);
		expect(told).toEqual(told.toSorted((a, b) => a - b));
		expect([told[0], told.at(-1)]).toEqual([0, changed]);
	});
});
