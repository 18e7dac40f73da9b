import { json } from '@sveltejs/kit';
import { z } from 'zod';
import { AppError } from '#platform/errors.ts';

/** What a script of our pages gets instead of an answer: the code, and in the reader's words what to do. */
export type Refusal = { code: string; message: string };

/**
 * Answers a script of our own pages. What a room refuses comes back with its code and status; faults of ours go through.
 * @param say the reader's words for what was refused
 */
export async function answerScript(work: () => Promise<object | void>, say: (error: AppError) => string): Promise<Response> {
	const refuse = (error: AppError) => json({ code: error.code, message: say(error) } satisfies Refusal, { status: error.status });
	try {
		const said = await work();
		return said ? json(said) : new Response(null, { status: 204 });
	} catch (error) {
		if (error instanceof z.ZodError) return refuse(new AppError('invalid_input', { message: error.message }));
		if (error instanceof AppError && error.status < 500) return refuse(error);
		throw error;
	}
}

/** The JSON a script sent. @throws AppError malformed_request */
export async function readScript(request: Request): Promise<unknown> {
	try {
		return (await request.json()) as unknown;
	} catch {
		throw new AppError('malformed_request', 'The body is not JSON');
	}
}
