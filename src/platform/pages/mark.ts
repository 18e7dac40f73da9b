import { randomBytes } from 'node:crypto';

/** Marks a place in a page being put together. Nobody can guess it, so nothing a person wrote can be taken for one. */
export const mark = `v${randomBytes(12).toString('hex')}`;
