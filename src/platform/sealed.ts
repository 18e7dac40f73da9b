import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Ctx } from './context.ts';
import { isId } from './ids.ts';

/**
 * What a link in a mail carries instead of a session: the id of what it is about, sealed under the platform's secret, so that
 * nobody can make one up. Nothing is stored; it works as long as what the id names is there.
 * @param purpose what the link is for: a seal for one thing opens no other
 */
export const seal = (ctx: Pick<Ctx, 'config'>, purpose: string, id: string): string => `${id}.${sealOf(ctx, purpose, id)}`;

/** @returns the id, null for what was not sealed for this purpose */
export function unseal(ctx: Pick<Ctx, 'config'>, purpose: string, sealed: string): string | null {
	const [id = '', given = ''] = sealed.split('.');
	return isId(id) && isSame(given, sealOf(ctx, purpose, id)) ? id : null;
}

/** Compares in constant time. */
export function isSame(given: string, wanted: string): boolean {
	const [one, other] = [Buffer.from(given), Buffer.from(wanted)];
	return one.length === other.length && timingSafeEqual(one, other);
}

const sealOf = ({ config }: Pick<Ctx, 'config'>, purpose: string, id: string) =>
	createHmac('sha256', config.secret).update(`${purpose} ${id}`).digest('base64url');
