import { expect, test } from 'vitest';
import { device } from './device.fixture.ts';
import { openNoteKeeper, type NoteSent, type StandingNote } from './note-keeper.ts';

const at = '2026-11-24T14:02:00Z';
const standing = (text: string, version: number): StandingNote => ({ text, version, by: 'Ana Ferreira', at });

/** Somebody writing, with a server that answers as told. */
function open(answerOf: (n: number) => NoteSent | Promise<NoteSent>, known: Record<string, StandingNote> = {}, own = device()) {
	const sent: { item: string; text: string; basedOn: number }[] = [];
	const notes = openNoteKeeper({
		key: 'run-1',
		storage: own.storage,
		known,
		send: async (note) => answerOf(sent.push(note)),
		onChange: () => {},
		delay: async () => {},
	});
	return { notes, sent, own };
}
const saved = (version: number): NoteSent => ({ saved: true, version, at });

test('every keystroke is on the device at once, and the text on the server after a pause', async () => {
	const { notes, sent, own } = open(() => saved(1));
	for (const text of ['T', 'Th', 'The board']) notes.write('ENV-1', text);
	expect(own.kept.get('run-1/note/ENV-1')).toContain('The board');
	await notes.flush();
	expect(sent).toEqual([{ item: 'ENV-1', text: 'The board', basedOn: 0 }]);
	expect(notes.note('ENV-1')).toMatchObject({ text: 'The board', waiting: false, savedAt: new Date(at) });
	expect(own.kept.size).toBe(0);
});

test('what is written while the text is on its way is based on what was saved', async () => {
	let arrive = () => {};
	const { notes, sent } = open((n) => (n === 1 ? new Promise((done) => (arrive = () => done(saved(1)))) : saved(2)));
	notes.write('ENV-1', 'First');
	const done = notes.flush();
	notes.write('ENV-1', 'First and second');
	arrive();
	await done;
	expect(sent).toEqual([
		{ item: 'ENV-1', text: 'First', basedOn: 0 },
		{ item: 'ENV-1', text: 'First and second', basedOn: 1 },
	]);
});

test('a text taken back while it was on its way is taken back on the server too', async () => {
	let arrive = () => {};
	const { notes, sent } = open((n) => (n === 1 ? new Promise((done) => (arrive = () => done(saved(1)))) : saved(2)));
	notes.write('ENV-1', 'First');
	const done = notes.flush();
	notes.write('ENV-1', '');
	arrive();
	await done;
	expect(sent.at(-1)).toEqual({ item: 'ENV-1', text: '', basedOn: 1 });
	expect(notes.note('ENV-1')).toMatchObject({ text: '', waiting: false });
});

test('somebody else’s text is shown beside one’s own, and nothing is sent until one is chosen', async () => {
	const { notes, sent, own } = open((n) =>
		n === 1 ? { saved: false, conflict: { text: 'Theirs', version: 4, by: 'Ana Ferreira' } } : saved(5),
	);
	notes.write('ENV-1', 'Mine');
	await notes.flush();
	expect(notes.note('ENV-1')).toMatchObject({ text: 'Mine', conflict: { text: 'Theirs', by: 'Ana Ferreira' } });
	notes.write('ENV-1', 'Mine, longer');
	await notes.flush();
	expect(sent).toHaveLength(1);
	expect(own.kept.get('run-1/note/ENV-1')).toContain('Mine, longer');
	notes.settle('ENV-1', 'Theirs\nMine, longer');
	await notes.flush();
	expect(sent.at(-1)).toEqual({ item: 'ENV-1', text: 'Theirs\nMine, longer', basedOn: 4 });
	expect(notes.note('ENV-1')).toMatchObject({ text: 'Theirs\nMine, longer', waiting: false, conflict: undefined });
});

test('choosing the other text sends nothing', async () => {
	const { notes, sent, own } = open(() => ({ saved: false, conflict: { text: 'Theirs', version: 4, by: null } }));
	notes.write('ENV-1', 'Mine');
	await notes.flush();
	notes.settle('ENV-1', 'Theirs');
	await notes.flush();
	expect(sent).toHaveLength(1);
	expect(notes.note('ENV-1')).toMatchObject({ text: 'Theirs', waiting: false });
	expect(own.kept.size).toBe(0);
});

test('a text another person saved appears where nobody writes, and leaves alone what is being written', async () => {
	const { notes } = open(() => ({ saved: false, blocked: 'signed out' }), { 'ENV-1': standing('Old', 1), 'ENV-2': standing('Old', 1) });
	notes.write('ENV-2', 'Old, and mine');
	notes.learn({ 'ENV-1': standing('New', 2), 'ENV-2': standing('New', 2) });
	expect(notes.note('ENV-1').text).toBe('New');
	expect(notes.note('ENV-2').text).toBe('Old, and mine');
});

test('a draft left from an earlier visit is there again, still based on what its writer saw', async () => {
	const own = device();
	const before = open(() => ({ saved: false, blocked: 'no line' }), { 'ENV-1': standing('Old', 1) }, own);
	before.notes.write('ENV-1', 'Old, and mine');
	await before.notes.flush();
	const { notes, sent } = open(() => saved(3), { 'ENV-1': standing('New', 2) }, own);
	expect(notes.note('ENV-1')).toMatchObject({ text: 'Old, and mine', waiting: true });
	await notes.flush();
	expect(sent).toEqual([{ item: 'ENV-1', text: 'Old, and mine', basedOn: 1 }]);
});
