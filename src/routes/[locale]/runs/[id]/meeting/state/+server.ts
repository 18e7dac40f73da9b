import { json } from '@sveltejs/kit';
import { meetingShown } from '../shown.ts';
import type { RequestHandler } from './$types';

/** The meeting as it stands, for the script of its screens: while the line is down they keep what they show. */
export const GET: RequestHandler = async (event) => json(await meetingShown(event), { headers: { 'cache-control': 'no-store' } });
