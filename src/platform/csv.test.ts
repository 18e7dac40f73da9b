import { expect, test } from 'vitest';
import { csvText } from './csv.ts';

test('a value that begins like a formula is text, quotes and line breaks stay inside their cell', () => {
	expect(
		csvText(
			['name', 'note'],
			[
				['=1+1', 'a "b"\nc'],
				['Ünal', null],
			],
		),
	).toBe('\uFEFFname,note\r\n\'=1+1,"a ""b""\nc"\r\nÜnal,\r\n');
});
