/** A file as a download: saved, not shown, and kept by nobody on the way. */
export function fileDownload(type: string, { bytes, name }: { bytes: Uint8Array; name: string }): Response {
	return new Response(Uint8Array.from(bytes), {
		headers: {
			'content-type': type,
			'content-disposition': `attachment; filename="${name}"`,
			'cache-control': 'private, no-store',
		},
	});
}
