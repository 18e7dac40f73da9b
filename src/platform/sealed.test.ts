import { expect, test } from 'vitest';
import { newId } from './ids.ts';
import { isSame, seal, unseal } from './sealed.ts';

const on = (secret: string) => ({ config: { secret } }) as Parameters<typeof seal>[0];
const here = on('the secret of this platform');

test('what was sealed opens for its purpose, on its platform, and for nothing else', () => {
	const id = newId();
	const sealed = seal(here, 'reminders of task', id);
	expect(unseal(here, 'reminders of task', sealed)).toBe(id);
	expect(unseal(here, 'messages like', sealed)).toBeNull();
	expect(unseal(on('another secret'), 'reminders of task', sealed)).toBeNull();
	expect(unseal(here, 'reminders of task', sealed.replace(id, newId()))).toBeNull();
	for (const wrong of ['', '.', id, `${id}.`, `${sealed}x`, sealed.slice(0, -1), `no id.${sealed.split('.')[1]}`])
		expect(unseal(here, 'reminders of task', wrong)).toBeNull();
});

test('texts are the same or not, whatever their length', () => {
	expect(isSame('grün', 'grün')).toBe(true);
	for (const other of ['', 'grun', 'grüne']) expect(isSame('grün', other)).toBe(false);
});
