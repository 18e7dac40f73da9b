import { z } from 'zod';

/** A link people typed: `www.school.eu/vision` is taken for what they mean by it. */
export const webAddress = z
	.string()
	.trim()
	.transform((url) => (/^[a-z][a-z\d+.-]*:/i.test(url) ? url : `https://${url}`))
	.pipe(z.url({ protocol: /^https?$/, hostname: /\./ }).max(1000));
