import { crc32 } from 'node:zlib';
import { sql, type Kysely } from 'kysely';

/**
 * Neighbourhoods of similar providers one by one, so that a request reads those it looks into and who leaves is taken out
 * of its own. What told everything of a night's neighbourhoods becomes what tells where to look. Damaged ones are deleted:
 * there are no similar providers then until the next night forms them anew.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table benchmarks.comparison_neighbourhood (
			series_id uuid not null,
			forest int not null,
			-- Its place among the neighbourhoods formed in that night, narrow ones first.
			number int not null,
			-- Rows of members, in the order of the content.
			members uuid[] not null,
			content bytea not null,
			primary key (series_id, forest, number),
			foreign key (series_id, forest) references benchmarks.comparison_forest (series_id, number) on delete cascade
		)`.execute(db);
	// Read whole, never searched: packing and unpacking would only cost time.
	await sql`alter table benchmarks.comparison_neighbourhood alter column content set storage external`.execute(db);
	const { rows: forests } = await sql<{ series_id: string; number: number }>`
		select series_id, number from benchmarks.comparison_forest`.execute(db);
	for (const { series_id, number } of forests) {
		const { rows } = await sql<{ content: Buffer }>`
			select content from benchmarks.comparison_forest where series_id = ${series_id} and number = ${number}`.execute(db);
		const parts = divided(rows[0]!.content);
		if (!parts) {
			await sql`delete from benchmarks.comparison_forest where series_id = ${series_id} and number = ${number}`.execute(db);
			continue;
		}
		const { outline, neighbourhoods } = parts;
		await sql`
			update benchmarks.comparison_forest set content = ${outline} where series_id = ${series_id} and number = ${number}`.execute(db);
		for (let i = 0; i < neighbourhoods.length; i += 500) {
			const part = neighbourhoods.slice(i, i + 500);
			await sql`
				insert into benchmarks.comparison_neighbourhood (series_id, forest, number, members, content)
				select ${series_id}, ${number}, place, members::uuid[], content
				from unnest(${part.map((_, place) => i + place)}::int[], ${part.map(({ members }) => `{${members.join()}}`)}::text[],
					${part.map(({ content }) => content)}::bytea[]) given (place, members, content)`.execute(db);
		}
	}
	// Whoever leaves is looked for in all of them.
	await sql`create index comparison_neighbourhood_members on benchmarks.comparison_neighbourhood using gin (members)`.execute(db);
}

type Numbers = Uint8Array | Uint32Array | Int32Array | Float64Array;
const types = { Uint8Array, Uint32Array, Int32Array, Float64Array } as const;
const padded = (length: number) => Math.ceil(length / 8) * 8;

/** Everything about a night's neighbourhoods as it was kept until now, as what tells where to look and one by one; null when it is damaged. */
function divided(bytes: Buffer): { outline: Buffer; neighbourhoods: { members: string[]; content: Buffer }[] } | null {
	const whole = decode(bytes);
	if (!whole) return null;
	const { head, arrays } = whole;
	const { names, ranges, narrow } = head as { names: string[]; ranges: number[]; narrow: number };
	const [ids, numbers, kinds, start, items, lengths, flat, wider, typical, middles] = arrays as Numbers[];
	const hex = Buffer.from(ids as Uint8Array).toString('hex');
	const fieldsOf = (row: number) => [...items!.slice(start![row], start![row + 1])];
	const profiles = (rows: readonly number[]): Numbers[] => {
		const lists = rows.map(fieldsOf);
		return [
			Float64Array.from(rows.flatMap((row) => [...numbers!.subarray(row * 4, row * 4 + 4)])),
			Int32Array.from(rows.flatMap((row) => [...kinds!.subarray(row * 2, row * 2 + 2)])),
			Uint32Array.from([0, ...lists.keys()].map((_, i) => lists.slice(0, i).reduce((sum, { length }) => sum + length, 0))),
			Uint32Array.from(lists.flat()),
		];
	};
	let at = 0;
	const members = Array.from(lengths!, (length) => [...flat!.subarray(at, (at += length))]);
	const neighbourhoods = members.map((rows, number) => ({
		members: rows.map((row) => hex.slice(32 * row, 32 * row + 32)),
		content: encode(1, number < narrow ? rows.length : null, [
			middles!.slice(number * 16, number * 16 + 16),
			...(number < narrow ? profiles(rows) : []),
		]),
	}));
	// What is not known of the typical member is that of the first of whom it is.
	const first = members.slice(0, narrow).map((rows, number) => [typical![number]!, ...rows]);
	const known = first.map((rows) => ({
		numbers: [0, 1, 2, 3].map((i) => rows.map((row) => numbers![row * 4 + i]!).find((value) => !Number.isNaN(value)) ?? NaN),
		kinds: [0, 1].map((i) => rows.map((row) => kinds![row * 2 + i]!).find((code) => code >= 0) ?? -1),
		fields: rows.map(fieldsOf).find(({ length }) => length > 0) ?? [],
	}));
	let end = 0;
	const outline = encode(2, { narrow, ranges, names, size: narrow }, [
		wider!,
		Uint32Array.from(lengths!),
		Float64Array.from(known.flatMap((each) => each.numbers)),
		Int32Array.from(known.flatMap((each) => each.kinds)),
		Uint32Array.from([0, ...known.map(({ fields }) => (end += fields.length))]),
		Uint32Array.from(known.flatMap(({ fields }) => fields)),
	]);
	return { outline, neighbourhoods };
}

function decode(bytes: Buffer): { head: unknown; arrays: Numbers[] } | null {
	if (bytes.length < 16) return null;
	const body = Uint8Array.from(bytes.subarray(16));
	if (bytes.toString('latin1', 0, 4) !== 'VCMP' || bytes.readUInt32LE(4) !== 1 || crc32(body) !== bytes.readUInt32LE(8)) return null;
	const length = bytes.readUInt32LE(12);
	const header = JSON.parse(Buffer.from(body.subarray(0, length)).toString()) as {
		head: unknown;
		arrays: { type: keyof typeof types; length: number }[];
	};
	let at = padded(length);
	const arrays = header.arrays.map(({ type, length: count }) => {
		const array = new types[type](body.buffer, at, count);
		at += padded(array.byteLength);
		return array;
	});
	return { head: header.head, arrays };
}

function encode(format: number, head: unknown, arrays: readonly Numbers[]): Buffer {
	const header = Buffer.from(
		JSON.stringify({ head, arrays: arrays.map(({ constructor, length }) => ({ type: constructor.name, length })) }),
	);
	const parts = [header, ...arrays.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength))];
	const body = Buffer.concat(parts.flatMap((part) => [part, Buffer.alloc(padded(part.byteLength) - part.byteLength)]));
	const start = Buffer.alloc(16);
	start.write('VCMP', 'latin1');
	start.writeUInt32LE(format, 4);
	start.writeUInt32LE(crc32(body), 8);
	start.writeUInt32LE(header.length, 12);
	return Buffer.concat([start, body]);
}
