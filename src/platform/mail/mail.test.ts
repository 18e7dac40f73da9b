import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { useTestApp } from '../../../tests/support/app.ts';
import { inTransaction } from '../events.ts';
import { deliverMails, mailKinds, renderMail, sendMail } from './index.ts';

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
		const ctx = app.as();
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
