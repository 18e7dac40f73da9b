import { crc32 } from 'node:zlib';
import type { GroupKind } from './groups.ts';
import type { Outline } from './neighbourhoods.ts';
import type { NightGroup } from './night.ts';
import type { Profiles } from './similar.ts';

/**
 * How pools, figures and forests are written: four letters, a format version, a checksum, a header in JSON, and arrays
 * of numbers one after the other, each on a multiple of eight bytes, so that they are read without being copied.
 */
const letters = 'VCMP';
const format = 1;
/** Of what tells where to look: under the number 1, everything of a night's neighbourhoods was in one content. */
const outlineFormat = 2;
const headLength = 16;

type Numbers = Uint8Array | Uint32Array | Int32Array | Float64Array;
const types = { Uint8Array, Uint32Array, Int32Array, Float64Array } as const;
type TypeName = keyof typeof types;
type Header = { head: unknown; arrays: { type: TypeName; length: number }[] };

/** A stored pool, group or forest that can't be read: it was damaged, or written by another version. */
export class DamagedContent extends Error {}

const padded = (length: number) => Math.ceil(length / 8) * 8;

function encode(head: unknown, arrays: readonly Numbers[], version = format): Buffer {
	const header = Buffer.from(
		JSON.stringify({
			head,
			arrays: arrays.map((array) => ({ type: array.constructor.name as TypeName, length: array.length })),
		} satisfies Header),
	);
	const parts: Uint8Array[] = [header, Buffer.alloc(padded(header.length) - header.length)];
	for (const array of arrays)
		parts.push(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), Buffer.alloc(padded(array.byteLength) - array.byteLength));
	const body = Buffer.concat(parts);
	const start = Buffer.alloc(headLength);
	start.write(letters, 'latin1');
	start.writeUInt32LE(version, 4);
	start.writeUInt32LE(crc32(body), 8);
	start.writeUInt32LE(header.length, 12);
	return Buffer.concat([start, body]);
}

function decode(bytes: Buffer, version = format): { head: unknown; arrays: Numbers[] } {
	if (bytes.length < headLength || bytes.toString('latin1', 0, 4) !== letters)
		throw new DamagedContent('it is not content of a comparison');
	if (bytes.readUInt32LE(4) !== version) throw new DamagedContent(`it has format ${bytes.readUInt32LE(4)}, this version reads ${version}`);
	// Typed arrays need their place in memory to be a multiple of eight.
	const body =
		(bytes.byteOffset + headLength) % 8 === 0
			? bytes.subarray(headLength)
			: Buffer.from(Uint8Array.from(bytes.subarray(headLength)).buffer);
	if (crc32(body) !== bytes.readUInt32LE(8)) throw new DamagedContent('its checksum is wrong');
	const headerLength = bytes.readUInt32LE(12);
	const { head, arrays } = JSON.parse(body.toString('utf8', 0, headerLength)) as Header;
	let at = padded(headerLength);
	return {
		head,
		arrays: arrays.map(({ type, length }) => {
			const array = new types[type](body.buffer as ArrayBuffer, body.byteOffset + at, length);
			at += padded(array.byteLength);
			return array;
		}),
	};
}

/** What a request needs to know about a night: which groups there are, and what of them is shown. */
export type Directory = {
	day: number;
	/** Number of the forest whose neighbourhoods are among the groups. */
	forest: number | null;
	keys: readonly string[];
	kinds: readonly GroupKind[];
	/** Group after group, column after column. */
	count: Uint32Array;
	reason: Uint8Array;
	granted: Uint8Array;
	/** Number of the pool a group's figures were made in; 0 for none. */
	made: Uint32Array;
};

export function encodeDirectory(day: number, forest: number | null, groups: readonly NightGroup[], columns: number): Buffer {
	const together = <T extends Uint8Array | Uint32Array>(into: T, part: (group: NightGroup) => T) => {
		for (const [i, group] of groups.entries()) into.set(part(group), i * columns);
		return into;
	};
	const cells = groups.length * columns;
	return encode({ day, forest, keys: groups.map(({ key }) => key), kinds: groups.map(({ kind }) => kind) }, [
		together(new Uint32Array(cells), ({ count }) => count),
		together(new Uint8Array(cells), ({ reason }) => reason),
		together(new Uint8Array(cells), ({ granted }) => granted),
		Uint32Array.from(groups, ({ made }) => made),
	]);
}

/** @throws DamagedContent */
export function decodeDirectory(bytes: Buffer): Directory {
	const { head, arrays } = decode(bytes);
	const [count, reason, granted, made] = arrays as [Uint32Array, Uint8Array, Uint8Array, Uint32Array];
	return { ...(head as Pick<Directory, 'day' | 'forest' | 'keys' | 'kinds'>), count, reason, granted, made };
}

export const encodeCells = (cells: Float64Array) => encode(null, [cells]);

/** @throws DamagedContent */
export const decodeCells = (bytes: Buffer) => decode(bytes).arrays[0] as Float64Array;

/** What tells where to look among the neighbourhoods of a night. */
export type FoundBy = Outline & { /** Of kinds and fields, by code. */ names: readonly string[] };

export function encodeOutline({ narrow, ranges, names, wider, sizes, typical }: FoundBy): Buffer {
	return encode({ narrow, ranges, names, size: typical.size }, [wider, sizes, ...arraysOf(typical)], outlineFormat);
}

/** @throws DamagedContent */
export function decodeOutline(bytes: Buffer): FoundBy {
	const { head, arrays } = decode(bytes, outlineFormat);
	const { narrow, ranges, names, size } = head as Pick<FoundBy, 'narrow' | 'ranges' | 'names'> & { size: number };
	const [wider, sizes, ...typical] = arrays as [Int32Array, Uint32Array, ...Numbers[]];
	return { narrow, ranges, names, wider, sizes, typical: toProfiles(size, typical) };
}

/** One neighbourhood: what its members are like together, and of a narrow one each of them, in their order. */
export type Neighbourhood = { middles: Float64Array; profiles: Profiles | null };

export function encodeNeighbourhood({ middles, profiles }: Neighbourhood): Buffer {
	return encode(profiles && profiles.size, [middles, ...(profiles ? arraysOf(profiles) : [])]);
}

/** @throws DamagedContent */
export function decodeNeighbourhood(bytes: Buffer): Neighbourhood {
	const { head, arrays } = decode(bytes);
	const [middles, ...profiles] = arrays as [Float64Array, ...Numbers[]];
	return { middles, profiles: head === null ? null : toProfiles(head as number, profiles) };
}

const arraysOf = ({ numbers, kinds, fields }: Profiles): Numbers[] => [numbers, kinds, fields.start, fields.items];

function toProfiles(size: number, arrays: readonly Numbers[]): Profiles {
	const [numbers, kinds, start, items] = arrays as [Float64Array, Int32Array, Uint32Array, Uint32Array];
	return { size, numbers, kinds, fields: { start, items } };
}

/** Doubles of one provider, in the order of the columns. */
export const encodeValues = (values: Float64Array) => Buffer.from(values.buffer, values.byteOffset, values.byteLength);

export const decodeValues = (bytes: Buffer) => new Float64Array(Uint8Array.from(bytes).buffer);
