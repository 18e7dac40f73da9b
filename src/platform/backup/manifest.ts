import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { SetupError } from '../errors.ts';
import { fromRoot } from '../paths.ts';
import { syncFolder } from '../disk.ts';

/** The last file a backup gets; without it a folder is no backup. */
export const manifestName = 'manifest.json';

const insidePath = z.string().regex(/^(?!.*(?:^|\/)\.{1,2}(?:\/|$))(?:secret|(?:postgres|files)\/[^\\\0]+)$/, 'leads out of the backup');

const manifestSchema = z.object({
	product: z.literal('venhans'),
	format: z.literal(1),
	/** Version of VENHANS that made it. */
	version: z.string(),
	madeAt: z.iso.datetime(),
	/** Major version of the embedded PostgreSQL whose folder is inside; null: the database is elsewhere, see DATABASE_URL. */
	postgres: z.string().nullable(),
	/** Whether the secret is inside; false when it was set by VENHANS_SECRET. */
	secret: z.boolean(),
	/** Folders to make, also those without a file. */
	folders: z.array(z.string().regex(/^(?!.*(?:^|\/)\.{1,2}(?:\/|$))(?:postgres|files)(?:\/[^\\\0]+)?$/)),
	files: z.array(z.object({ path: insidePath, size: z.int().nonnegative(), sha256: z.string().length(64) })),
});
export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestFile = Manifest['files'][number];

/** Version of the VENHANS that runs. */
export const productVersion = (): string => (JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')) as { version: string }).version;

/** A manifest as text, its own checksum in the last line. */
export function manifestText(manifest: Manifest): string {
	const body = JSON.stringify(manifest, null, '\t');
	return `${body}\n${createHash('sha256').update(body).digest('hex')}\n`;
}

/** @throws SetupError when the text is damaged or made by a newer VENHANS */
export function parseManifest(text: string): Manifest {
	const lines = text.trimEnd().split('\n');
	const checksum = lines.pop();
	const body = lines.join('\n');
	if (createHash('sha256').update(body).digest('hex') !== checksum)
		throw new SetupError(`The backup is damaged: ${manifestName} does not have its checksum. Use another backup; nothing was changed.`);
	const { format } = JSON.parse(body) as { format?: unknown };
	if (format !== 1)
		throw new SetupError(`The backup has the format ${String(format)}, which this version of VENHANS does not know. Update VENHANS first.`);
	return manifestSchema.parse(JSON.parse(body));
}

/** Writes the manifest, and only whole: this is what makes a folder a backup. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
	const temporary = join(folder, `${manifestName}.new`);
	const handle = await open(temporary, 'wx', 0o600);
	try {
		await handle.writeFile(manifestText(manifest));
		await handle.sync();
	} finally {
		await handle.close();
	}
	await rename(temporary, join(folder, manifestName));
	await syncFolder(folder);
}
