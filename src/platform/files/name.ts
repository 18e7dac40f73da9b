import { kinds, type Kind } from './kinds.ts';

const longestName = 120;
/** Names Windows can not give to a file, whatever follows the dot. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** The letters after the last dot, lower case; empty when there are none. */
export function extensionOf(name: string): string {
	return /\.([a-z\d]{1,8})$/i.exec(name.trim())?.[1]?.toLowerCase() ?? '';
}

/**
 * A name that is safe to show and to save on every system: no folders, no control or direction characters, of bounded
 * length, and with the extension of what the file really is.
 */
export function safeName(given: string, kind: Kind): string {
	const allowed: readonly string[] = kinds[kind].extensions;
	const extension = extensionOf(given);
	const base = given
		.normalize('NFC')
		.split(/[/\\]/)
		.at(-1)!
		.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}<>:"|?*]/gu, '')
		.replace(/\s+/g, ' ')
		.trim();
	const stem = (extension ? base.slice(0, base.lastIndexOf('.')) : base).replace(/^[. ]+|[. ]+$/g, '');
	const short = [...stem].slice(0, longestName).join('').trimEnd();
	const safe = !short ? 'file' : reserved.test(short) ? `${short}_` : short;
	return `${safe}.${allowed.includes(extension) ? extension : allowed[0]}`;
}
