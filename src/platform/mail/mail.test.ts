import { createServer, type AddressInfo } from 'node:net';
import type { Kysely } from 'kysely';
import { expect, test } from 'vitest';
import { useTestApp } from '../../../tests/support/app.ts';
import { inTransaction } from '../events.ts';
import { newId } from '../ids.ts';
import { up as keepDemoMails } from '../migrations/20261130_1930_demo_mails.ts';
import { deliverMails, listMails, mailKinds, readMail, renderMail, sendMail } from './index.ts';

const app = useTestApp();
const { sample } = mailKinds.similarInvitation;

test('somebody’s own words stand in a mail as they were typed, marked as theirs, and are no part of its code', () => {
	const quote = 'Hello!\n\n<b>Ask</b> {organisation}:\u2028-- \nVENHANS';
	const { text, html } = renderMail(app.texts.translator('en'), 'similarInvitation', { ...sample, quote });
	expect(text).toContain('\n\n> Hello!\n>\n> <b>Ask</b> {organisation}:\n> --\n> VENHANS\n\n');
	expect(html).toContain('Hello!<br><br>&#60;b&#62;Ask&#60;/b&#62; {organisation}:<br>-- <br>VENHANS</blockquote>');
});

test('an address to write to is shown without its scheme', () => {
	const link = 'mailto:ana%2Bvet@vale.example';
	const { text, html } = renderMail(app.texts.translator('en'), 'similarInvitation', { ...sample, link });
	expect(text).toContain('Answer Ana Ferreira:\nana+vet@vale.example\n');
	expect(html).toContain(`href="${link}"`);
});

test('a mail written in demo mode is never sent, also when the same folder runs without demo', async () => {
	const ctx = app.as();
	const write = (demo: boolean, to: string) => {
		const own = { ...ctx, config: { ...ctx.config, demo } };
		return inTransaction(own, (tx) => sendMail(own, tx, { kind: 'similarInvitation', to, locale: 'en', values: { ...sample } }));
	};
	const invented = await write(true, 'invented@vale.example');
	const real = await write(false, 'real@nord.example');
	// Nothing listens there: whatever is tried fails.
	const later = { ...ctx, config: { ...ctx.config, demo: false, smtpUrl: 'smtp://127.0.0.1:1' } };
	expect(await deliverMails(later)).toEqual({ sent: 0, failed: 1 });
	const reader = { ...later, actor: { kind: 'person', personId: newId(), sessionId: newId(), administrator: true } as const };
	expect((await readMail(reader, invented.id)).state).toBe('here');
	expect((await readMail(reader, real.id)).state).toBe('waiting');
	expect((await listMails(reader)).mails.map(({ state }) => state).slice(0, 2)).toEqual(['waiting', 'here']);
	await app.db.deleteFrom('platform.mail').execute();
});

test('after an upgrade no mail goes out that waited in a folder with the demo in it; others do', async () => {
	const ctx = app.as();
	const own = { ...ctx, config: { ...ctx.config, demo: false } };
	const write = () =>
		inTransaction(own, (tx) => sendMail(own, tx, { kind: 'similarInvitation', to: 'a@b.example', locale: 'en', values: { ...sample } }));
	const state = async () => (await app.db.selectFrom('platform.mail').select('state').execute()).map((mail) => mail.state);
	for (const [demo, stands] of [
		[false, 'waiting'],
		[true, 'demo'],
	] as const) {
		await write();
		if (demo) await app.db.insertInto('platform.setting').values({ key: 'demo.loaded', value: 'true' }).execute();
		await keepDemoMails(app.db as unknown as Kysely<unknown>);
		expect(await state()).toEqual([stands]);
		await app.db.deleteFrom('platform.mail').execute();
	}
	await app.db.deleteFrom('platform.setting').where('key', '=', 'demo.loaded').execute();
});

test('a mail says where its answer goes, and asks for no absence note', async () => {
	const received: string[] = [];
	const server = createServer((socket) => {
		let inData = false;
		let rest = '';
		socket.write('220 here\r\n');
		socket.on('data', (bytes) => {
			const lines = (rest + bytes.toString()).split('\r\n');
			rest = lines.pop()!;
			for (const line of lines) {
				if (inData && line !== '.') received.push(line);
				else if (inData) {
					inData = false;
					socket.write('250 kept\r\n');
				} else if (line === 'DATA') {
					inData = true;
					socket.write('354 go on\r\n');
				} else if (line === 'QUIT') socket.end('221 bye\r\n');
				else socket.write('250 yes\r\n');
			}
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	try {
		const ctx = { ...app.as(), config: { ...app.config, demo: false } };
		await inTransaction(ctx, (tx) =>
			sendMail(ctx, tx, {
				kind: 'similarInvitation',
				to: 'reader@nord.example',
				replyTo: 'ana@vale.example',
				locale: 'en',
				values: { ...sample },
			}),
		);
		const smtpUrl = `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;
		expect(await deliverMails({ ...app, config: { ...app.config, smtpUrl } })).toEqual({ sent: 1, failed: 0 });
	} finally {
		server.close();
	}
	expect(received).toEqual(
		expect.arrayContaining(['Reply-To: ana@vale.example', 'Auto-Submitted: auto-generated', 'X-Auto-Response-Suppress: OOF, AutoReply']),
	);
});
