import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../../../tests/support/random.ts';
import { currentEdition, textsOf } from '../../instruments.ts';
import { validReturn } from '../random.fixture.ts';
import type { ReturnData } from '../return-data.ts';
import { readFile } from '../score-file.ts';
import { scoreReturn } from '../scoring.ts';
import { s1 } from '../vectors.fixture.ts';
import { describeCsv } from './csv-fault.ts';
import { planImport, type ImportTarget } from './plan-import.ts';
import { largestFile, type Separator } from './table.ts';
import { csvExport, csvResults, csvTemplate } from './write-csv.ts';

const edition = currentEdition('solity');
const { instrument } = edition;
const text = textsOf(edition, 'en');

const header = 'edition;unit;year;field;value;trust;comment';
const empty: ImportTarget = {
	level: 'provider',
	state: 'draft',
	values: new Map(),
	trust: new Map(),
	notApplicable: new Map(),
	comments: new Map(),
};

function targetOf({ values, trust, notApplicable }: ReturnData, comments = new Map<string, string>()): ImportTarget {
	return { ...empty, values, trust, notApplicable, comments };
}

function plan(file: string | Uint8Array, target: ImportTarget = empty) {
	const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file;
	const found = planImport(instrument, bytes, new Map([['north', new Map([[2025, target]])]]));
	return { ...found, messages: describeCsv(found.faults, text).map(({ message }) => message) };
}

const lines = (...rows: string[]) => [header, ...rows.map((row) => `SU-1.0;north;2025;${row}`)].join('\n');
const line = (row: string) => plan(lines(row));
const effect = (row: string, target?: ImportTarget) => plan(lines(row), target).effects[0]!;

test('S-16 - a decimal comma where a whole number belongs: the line is named and nothing is imported', () => {
	const fine = ['part_total;1 240;3', 'part_planned;1300;3', 'js_requests;820;3', 'js_started_90;533;3', 'preq_leavers;90;3'];
	const found = plan(lines(...fine, 'out_emp;12,5;3'));
	expect(found.messages).toEqual(['Line 7: out_emp: enter a whole number.']);
	expect(found.ready).toBe(false);
	expect(found.faults[0]).toMatchObject({ line: 7, column: 'value', code: 'E_TYPE', field: 'out_emp' });
	expect(found.effects[0]!.after.value).toBe(1240);
});

describe('numbers', () => {
	test.each([
		['energy_kwh;936000,5;3', 936000.5],
		['energy_kwh;936000.5;3', 936000.5],
		['energy_kwh;936 000,25;3', 936000.25],
		['part_total;1\u202f240;3', 1240],
		['part_total;1\u00a0240;3', 1240],
		['ptn_types;pes|ngo | unions;3', ['pes', 'ngo', 'unions']],
		['ptn_types;none;3', []],
	])('%s', (row, value) => {
		expect(effect(row).after.value).toEqual(value);
	});

	test.each([
		['energy_kwh;936.000;3', 'energy_kwh: 936.000 can be read in two ways. Write the number without a separator for thousands.'],
		['energy_kwh;1.240,5;3', 'energy_kwh: enter a number.'],
		['energy_kwh;1e5;3', 'energy_kwh: enter a number.'],
		['part_total;1.240;3', 'part_total: enter a whole number.'],
		['part_total;twelve;3', 'part_total: enter a whole number.'],
		['part_total;99999999999999999999;3', 'part_total: enter a whole number.'],
		['part_total;=SUM(A1:A3);3', 'part_total: a formula stands here (=SUM(A1:A3)). Enter its result.'],
		['part_total;#REF!;3', 'part_total: a formula stands here (#REF!). Enter its result.'],
		['part_total;+5;3', 'part_total: a formula stands here (+5). Enter its result.'],
		[
			'ptn_types;pes|bank;3',
			'ptn_types: only these codes are allowed: pes, local_authority, social_health, ngo, employers, unions, schools_he, vet_abroad.',
		],
		['part_total;5;', 'part_total: choose a trust level (1 to 4).'],
		['part_total;5;5', 'part_total: choose a trust level (1 to 4).'],
		['colour;5;3', 'colour: this field is not part of edition SU-1.0.'],
		['out_emp@sex=W;5;', 'out_emp@sex=W: this field is not part of edition SU-1.0.'],
	])('%s is refused', (row, message) => {
		expect(line(row).messages).toEqual([`Line 2: ${message}`]);
	});

	test('a value and its trust are told together, each with its column', () => {
		expect(line('part_total;x;').faults.map(({ line: at, column }) => [at, column])).toEqual([[2, 'value'], [2, 'trust']]); // prettier-ignore
	});

	test('in a file with commas the dot is the decimal sign, and a decimal comma in quotation marks is refused', () => {
		const commas = (value: string) => plan(`${header.replaceAll(';', ',')}\nSU-1.0,north,2025,energy_kwh,${value},3,`);
		expect(commas('936.000').effects[0]!.after.value).toBe(936);
		expect(commas('"936,5"').messages).toEqual(['Line 2: energy_kwh: enter a number.']);
		// Without the marks the cells would shift unseen.
		expect(commas('936,5').messages).toEqual([
			'Line 2: there are 8 cells instead of 7. Put texts that contain the separator in quotation marks.',
		]);
	});

	test('a draft may hold what is out of range; checking the return tells it before submitting', () => {
		expect(line('prog_total;0;3')).toMatchObject({ ready: true });
	});
});

describe('files', () => {
	const rows = ['SU-1.0;north;2025;part_total;1240;3;counted twice', 'SU-1.0;north;2025;part_planned;1300;3;'];
	const file = [header, ...rows].join('\n');

	test.each([
		['semicolons', file],
		['tabs', file.replaceAll(';', '\t')],
		['commas', file.replaceAll(';', ',')],
		['a byte order mark', `\uFEFF${file}`],
		['line ends of Windows', file.replaceAll('\n', '\r\n')],
		['line ends of old table programs', file.replaceAll('\n', '\r')],
		[
			'empty lines and columns of other people',
			file.replaceAll('\n', ';Anna\n\n;;;;;;;\n').replace('comment;Anna', 'comment;Who') + ';Ben',
		],
		['columns in another order and letters', file.replace(header, header.toUpperCase())],
	])('%s are read', (_, content) => {
		const found = plan(content);
		expect(found.messages).toEqual([]);
		expect(found.effects.map(({ target, after }) => [target, after.value, after.comment])).toEqual([
			['part_total', 1240, 'counted twice'],
			['part_planned', 1300, null],
		]);
	});

	test('columns nobody knows are named and left alone', () => {
		expect(plan(file.replace('comment', 'note')).ignored).toEqual(['note']);
	});

	test.each([
		['UTF-16', new Uint8Array([0xff, 0xfe, ...Buffer.from(file, 'utf16le')]), /^The file is not saved as UTF-8\. Save it as “CSV UTF-8”/],
		['UTF-16 without a mark', new Uint8Array(Buffer.from(file, 'utf16le')), /^The file is not saved as UTF-8/],
		['an old code page', new Uint8Array(Buffer.from(file.replace('twice', 'für'), 'latin1')), /^Line 2: The file is not saved as UTF-8/],
		['nothing', new Uint8Array(), /^The file holds no data\.$/],
		['a first line and nothing else', new TextEncoder().encode(header), /^The file holds no data\.$/],
		[
			'another separator',
			new TextEncoder().encode(file.replaceAll(';', '|')),
			/^Line 1: the first line must name the columns edition, unit, year/,
		],
		['no first line', new TextEncoder().encode(rows.join('\n')), /^Line 1: the first line must name the columns/],
		['a column twice', new TextEncoder().encode(file.replace('comment', 'value')), /^Line 1: the first line must name the columns/],
		['an open quotation mark', new TextEncoder().encode(file.replace('counted', '"counted')), /^Line 2: a quotation mark is not closed/],
		['something that is no table', new Uint8Array(Buffer.from('%PDF-1.7\n1 0 obj\n<<>>')), /^Line 1: the first line must name/],
	])('%s gets a clear answer and changes nothing', (_, bytes, message) => {
		const found = plan(bytes);
		expect(found.ready).toBe(false);
		expect(found.effects).toEqual([]);
		expect(found.messages).toHaveLength(1);
		expect(found.messages[0]).toMatch(message);
	});

	test('a file that is too large is refused before it is read', () => {
		const bytes = new Uint8Array(largestFile + 1).fill(0x3b);
		expect(plan(bytes).messages).toEqual(['The file is larger than 10 MB. Split it by unit or year.']);
	});

	test('a line with too few or too many cells is named, the others are still read', () => {
		const found = plan(lines('part_total', 'part_planned;1300;3', 'js_requests;820;3;a;b'));
		expect(found.messages).toEqual([
			'Line 2: there are 4 cells instead of 7. Put texts that contain the separator in quotation marks.',
			'Line 4: there are 8 cells instead of 7. Put texts that contain the separator in quotation marks.',
		]);
		expect(found.effects.map(({ target }) => target)).toEqual(['part_planned']);
	});

	test('lines are counted as a text editor does, also behind a comment with line breaks', () => {
		const found = plan(lines('part_total;1240;3;"one\ntwo\nthree"', 'colour;1;3'));
		expect(found.effects[0]).toMatchObject({ line: 2, after: { comment: 'one\ntwo\nthree' } });
		expect(found.messages).toEqual(['Line 5: colour: this field is not part of edition SU-1.0.']);
	});

	test('at most a thousand messages, then their number', () => {
		const many = lines(...Array.from({ length: 1200 }, (_, i) => `colour${i};1;3`));
		const found = plan(many);
		expect([found.faults.length, found.more]).toEqual([1000, 200]);
	});
});

describe('lines', () => {
	test('edition, unit, year and state of a line must fit', () => {
		const row = (start: string) => plan([header, `${start};part_total;1;3;`].join('\n')).messages;
		expect(row('SU-2.0;north;2025')).toEqual(['Line 2: the edition is SU-2.0, but this return uses SU-1.0.']);
		expect(row('SU-1.0;west;2025')).toEqual(['Line 2: there is no unit west that you can edit.']);
		expect(row('SU-1.0;north;2024')).toEqual(['Line 2: there is no return of north for the year 2024.']);
		expect(row('SU-1.0;north;this year')).toEqual(['Line 2: there is no return of north for the year this year.']);
		expect(row(';north;2025')).toEqual(['Line 2: the edition is –, but this return uses SU-1.0.']);
		expect(plan(lines('part_total;1;3'), { ...empty, state: 'locked' }).messages).toEqual([
			'Line 2: This return is locked. Ask an approver to reopen it.',
		]);
		expect(plan(lines('part_total;1;3'), { ...empty, state: 'reopened' }).ready).toBe(true);
	});

	test('a field stands only once for each unit and year', () => {
		expect(plan(lines('part_total;1;3', 'out_emp;1;3', 'part_total;2;3')).messages).toEqual([
			'Line 4: part_total of this unit and year stands already in line 2.',
		]);
	});

	test('a comment has at most 1,000 characters and may begin like a formula', () => {
		expect(line(`part_total;1;3;${'x'.repeat(1001)}`).messages).toEqual(['Line 2: part_total: a comment has at most 1000 characters.']);
		expect(effect("part_total;1;3;'=see note").after.comment).toBe('=see note');
	});

	test('what a line does: set, change, clear or nothing', () => {
		const target = targetOf(readFile(instrument, s1() as never).data, new Map([['part_total', 'from the register']]));
		const change = (row: string) => effect(row, target).change;
		expect(change('part_total;1240;3')).toBe('none');
		expect(change('part_total;1240;3;from the register')).toBe('none');
		expect(change('part_total;1240;4')).toBe('change');
		expect(change('part_total;1241;3')).toBe('change');
		expect(change('part_total;;')).toBe('clear');
		expect(change('ptn_types;vet_abroad|pes|local_authority|ngo|employers|schools_he;3')).toBe('none');
		expect(change('out_emp@sex=F;5;')).toBe('set');
		expect(effect('part_total;1241;3', target)).toMatchObject({
			before: { value: 1240, trust: 3 },
			after: { value: 1241, trust: 3, comment: 'from the register' },
		});
		expect(effect('part_total;;', target).after).toEqual({ value: null, trust: null, comment: 'from the register' });
	});

	test('not applicable: the reason is the value, and one may depend on another in the same file', () => {
		const linked = ['NA:SU-1.5;LINKED;', 'NA:SU-1.4;NO_UNEMPLOYED;'];
		expect(plan(lines(...linked))).toMatchObject({
			ready: true,
			effects: [{ kind: 'reason', target: 'SU-1.5', after: { value: 'LINKED' } }, {}],
		});
		expect(plan(lines('NA:SU-1.3;TOO_HARD;', 'NA:SU-2.1;NONE;', 'NA:SU-9.9;;', linked[0]!)).messages).toEqual([
			'Line 2: SU-1.3: choose one of the allowed reasons: NO_PREQUAL.',
			"Line 3: SU-2.1: 'not applicable' is not allowed here.",
			'Line 4: NA:SU-9.9: this field is not part of edition SU-1.0.',
			'Line 5: SU-1.5: choose one of the allowed reasons: NO_ONE_IN_WORK.',
		]);
		expect(effect('NA:SU-1.3;;', { ...empty, notApplicable: new Map([['SU-1.3', 'NO_PREQUAL']]) }).change).toBe('clear');
	});
});

describe('writing', () => {
	const year = (data: ReturnData, comments = new Map<string, string>()) => ({ unit: 'north', year: 2025, data, comments });

	test.each([';', ',', '\t'] as Separator[])('an export with “%s” imports again and changes nothing', (separator) => {
		const random = seededRandom(31);
		for (let round = 0; round < 20; round++) {
			const { data } = readFile(instrument, validReturn(instrument, random) as never);
			const comments = new Map([['part_total', '=1+1, "quoted"; and\nmore'], ['SU-5.4', '-']]); // prettier-ignore
			const split = { ...data, values: new Map(data.values).set('part_total@vulnerable=ltu', 0) };
			const found = plan(csvExport(instrument, year(split, comments), { separator, text }), targetOf(split, comments));
			expect(found.messages).toEqual([]);
			expect(found.effects.filter(({ change }) => change !== 'none')).toEqual([]);
			expect(found.effects.filter(({ kind }) => kind === 'part')).toHaveLength(1);
		}
	});

	test('the empty return gets every number from an export of another', () => {
		const { data } = readFile(instrument, s1({ fields: { energy_kwh: 936000.25 } }) as never);
		const found = plan(csvExport(instrument, year(data), { separator: ';', text }));
		const values = new Map(found.effects.filter(({ change }) => change === 'set').map(({ target, after }) => [target, after.value]));
		expect(values).toEqual(new Map([...data.values].filter(([field]) => values.has(field))));
		expect(values.size).toBe(60);
	});

	test('a blank template lists every field of each unit with label, unit and definition, in the reader’s language', () => {
		const german = textsOf(edition, 'de');
		const units = [{ unit: 'north', level: 'centre' }, { unit: '=evil', level: 'centre' }] as const; // prettier-ignore
		const rows = csvTemplate(instrument, units, 2025, { separator: ';', text: german }).split('\r\n');
		expect(rows[0]).toBe('\uFEFFedition;unit;year;field;value;trust;comment;label;counted_in;help');
		expect(rows[1]).toMatch(/^SU-1\.0;north;2025;part_total;;;;Teilnehmende im Ausbildungsjahr;Personen;/);
		expect(rows).toHaveLength(1 + 2 * (60 + 28) + 1);
		expect(rows.find((row) => row.includes('NA:SU-5.4'))).toContain('NO_METER: Wir mieten Räume');
		expect(rows.find((row) => row.includes(';part_vulnerable;'))).toContain('Wohnungslos oder ohne sichere Wohnung');
		expect(rows.at(-2)).toMatch(/^SU-1\.0;'=evil;/);
		expect(plan(csvTemplate(instrument, [{ unit: 'north', level: 'provider' }], 2025, { separator: ';', text: german }))).toMatchObject({
			ready: true,
		});
	});

	test('results are written with the whole, the axes and the indicators', () => {
		const { data } = readFile(instrument, s1() as never);
		const rows = csvResults(
			{ unit: 'north', year: 2025, revision: 2, result: scoreReturn(instrument, data) },
			{ separator: ';', text },
		).split('\r\n');
		expect(rows).toHaveLength(1 + 1 + 5 + 28 + 1);
		expect(rows[1]).toMatch(/^north;2025;2;overall;;scored;;69,8887\d*;64,58\d*;75,07\d*;;;$/);
		expect(rows[2]).toMatch(/^north;2025;2;axis;A1;scored;;68,44/);
		expect(rows[10]).toMatch(/^north;2025;2;indicator;SU-1.4;scored;68,42\d*;67,66\d*;60,89\d*;74,43\d*;3;0,7;380$/);
	});

	test('200 centres with every field are planned in one go', () => {
		const random = seededRandom(37);
		const units = Array.from({ length: 200 }, (_, i) => `centre ${i}`);
		const parts = units.map((unit) =>
			csvExport(
				instrument,
				{ ...year(readFile(instrument, validReturn(instrument, random) as never).data), unit },
				{ separator: ';', text },
			),
		);
		const file = parts[0]! + parts.slice(1).map((part) => part.slice(part.indexOf('\r\n') + 2)).join(''); // prettier-ignore
		const found = planImport(instrument, new TextEncoder().encode(file), new Map(units.map((unit) => [unit, new Map([[2025, empty]])])));
		expect(found.ready).toBe(true);
		expect(found.effects).toHaveLength(200 * 80);
	});
});
