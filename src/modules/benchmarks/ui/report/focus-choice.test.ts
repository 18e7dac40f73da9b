import { expect, test } from 'vitest';
import { focusChoices } from './focus-choice.ts';

const priorities = ['A', 'B', 'C', 'D', 'E', 'F', 'G'].map((item) => ({ item, focus: item === 'B' || item === 'G' }));

test('the five most urgent can be chosen, and whatever was chosen stays among them: keeping the choice drops nothing', () => {
	expect(focusChoices(priorities).map(({ item }) => item)).toEqual(['A', 'B', 'C', 'D', 'E', 'G']);
});
