import { ensureBuilt } from '../../bin/build.ts';

/** Vitest global set-up: the product is built once, before several tests start it. */
export default async function setup(): Promise<void> {
	await ensureBuilt();
}
