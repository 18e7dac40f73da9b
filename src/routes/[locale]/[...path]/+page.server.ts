import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

/** Every address that belongs to no page gets the error page inside the frame, in its language. */
export const load: PageServerLoad = () => error(404);
