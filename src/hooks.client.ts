import type { HandleClientError } from '@sveltejs/kit/hooks';

/** A page asked for while the line is cut is no fault of the page: what is kept says so itself and tries again. */
export const handleError: HandleClientError = ({ kind, error }) => {
	if (kind === 'unknown' && navigator.onLine) reportError(error);
};
