import type { Database, DatabaseTransaction } from './database/connect.ts';
import { publishLive } from './live.ts';

/** On this is said that the roles of a person changed. */
export const rightsTopic = (personId: string): string => `rights:${personId}`;

/**
 * Says that somebody holds other roles than before: their open pages ask again what they may see, before anything that
 * happens after the commit is told to them.
 */
export function rightsChanged(db: DatabaseTransaction | Database, personId: string): Promise<void> {
	return publishLive(db, rightsTopic(personId), { kind: 'rights' });
}
