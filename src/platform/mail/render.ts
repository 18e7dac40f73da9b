import type { Translator } from '../i18n/translator.ts';
import { mailKinds, type MailKind, type MailValues } from './kinds.ts';

export type RenderedMail = { subject: string; text: string; html: string };

/**
 * One mail in one language, as text and as HTML: no picture, no tracking, one button, the link also in full. A mail without
 * a link has no button: its note says what to do.
 */
export function renderMail<K extends MailKind>(translator: Translator, kind: K, values: MailValues<K>): RenderedMail {
	// The keys are put together from the kind; scripts/check-messages.ts sees their fixed part.
	const t = translator as unknown as (key: string, values?: object) => string;
	const say = (part: 'subject' | 'lead' | 'action' | 'note') => t(`mail.${kind}.${part}`, values);
	const link = 'link' in values ? String(values.link) : null;
	// An address to write to is read better without its scheme.
	const shown = link?.startsWith('mailto:') ? decodeURIComponent(link.slice('mailto:'.length)) : link;
	const signature = t('mail.signature');
	const stop = 'stop' in values ? String(values.stop) : null;
	const definition = mailKinds[kind];
	const noMore = stop && translator('stopWords' in definition ? definition.stopWords : 'mail.stop');
	const quote = 'quote' in values ? String(values.quote) : null;
	const text =
		[
			say('lead'),
			...(quote === null ? [] : [quoted(quote)]),
			...(link ? [`${say('action')}:\n${shown}`] : []),
			say('note'),
			...(stop ? [`${noMore}:\n${stop}`] : []),
			`--\n${signature}`,
		].join('\n\n') + '\n';
	const html = `<!doctype html>
<html lang="${translator.locale}"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${escape(say('subject'))}</title></head>
<body style="margin:0;background:#fbfaf6;color:#1a2238;font:400 16px/1.6 system-ui,sans-serif">
<div style="max-width:34rem;margin:0 auto;padding:2rem 1.25rem">
<p style="font:600 20px/1 Georgia,serif;margin:0 0 1.75rem">VENHANS</p>
<p style="margin:0 0 1.5rem">${escape(say('lead'))}</p>${
		quote === null
			? ''
			: `
<blockquote style="margin:0 0 1.5rem;padding:0 0 0 1rem;border-left:3px solid #2b4ea2">${quote.split(lineEnds).map(escape).join('<br>')}</blockquote>`
	}${
		link
			? `
<p style="margin:0 0 1.5rem"><a href="${escape(link)}" style="display:inline-block;background:#2b4ea2;color:#fff;text-decoration:none;font-weight:600;padding:.7rem 1.15rem;border-radius:6px">${escape(say('action'))}</a></p>
<p style="margin:0 0 1.5rem;font-size:14px;word-break:break-all"><a href="${escape(link)}" style="color:#2b4ea2">${escape(shown!)}</a></p>`
			: ''
	}
<p style="margin:0 0 2rem;font-size:14px;color:#565d70">${escape(say('note'))}</p>${
		stop
			? `
<p style="margin:0 0 2rem;font-size:14px"><a href="${escape(stop)}" style="color:#2b4ea2">${escape(noMore!)}</a></p>`
			: ''
	}
<p style="margin:0;border-top:1px solid #e2dfd5;padding-top:1rem;font-size:13px;color:#565d70">${escape(signature)}</p>
</div></body></html>
`;
	return { subject: say('subject'), text, html };
}

/** Somebody's own words, each line with the mark of a quotation. */
function quoted(words: string): string {
	return words
		.split(lineEnds)
		.map((line) => `> ${line}`.trimEnd())
		.join('\n');
}

/** Whatever some reader shows as a new line. */
const lineEnds = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/;

function escape(text: string): string {
	return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
