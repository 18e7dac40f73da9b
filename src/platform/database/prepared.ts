import pg from 'pg';

/** So many statements are kept ready on each connection at most; further ones are parsed each time. */
const most = 500;
/** A text that comes this often is worth keeping: lists of changing length make texts that never come again. */
const worthKeeping = 3;

const seen = new Map<string, number>();
const names = new Map<string, string>();

/** The name a statement is kept under on the server, once it has proved to come again. */
function nameOf(text: string): string | undefined {
	const name = names.get(text);
	if (name || names.size >= most) return name;
	const times = (seen.get(text) ?? 0) + 1;
	if (times < worthKeeping) {
		// Texts that never come again must not pile up.
		if (seen.size > 10 * most) seen.clear();
		seen.set(text, times);
		return undefined;
	}
	seen.delete(text);
	const made = `v${names.size}`;
	names.set(text, made);
	return made;
}

type Query = (text: unknown, values?: unknown, callback?: unknown) => unknown;

/** A connection whose statements are parsed and planned once, not at every query. */
export class PreparingClient extends pg.Client {
	static {
		const plain = pg.Client.prototype.query as Query;
		const prepared: Query = function (this: pg.Client, text, values, callback) {
			const name = typeof text === 'string' && Array.isArray(values) ? nameOf(text) : undefined;
			return name ? plain.call(this, { name, text, values }, callback) : plain.call(this, text, values, callback);
		};
		this.prototype.query = prepared as pg.Client['query'];
	}
}
