import { expect, test } from 'vitest';
import { linesOf, readActionForm } from './action-form.ts';

test('a helper whose name has a comma stays one person, also when the form is saved again', () => {
	const helpers = ['Ferreira, Ana', 'Müller; Werkstatt'];
	const form = new FormData();
	form.set('helpers', linesOf(helpers));
	expect(readActionForm(form).helpers).toEqual(helpers);
	form.set('helpers', ' Ferreira, Ana \r\n\r\nRui\r\n');
	expect(readActionForm(form).helpers).toEqual(['Ferreira, Ana', 'Rui']);
});
