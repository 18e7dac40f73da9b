/**
 * Files people upload. A room receives the bytes, then keeps the file in the transaction in which it refers to it:
 *
 *     const received = await receiveFile(ctx, { room: 'benchmarks', name: file.name, organisationId }, file.stream());
 *     await inTransaction(ctx, async (tx) => { const { id } = await keepFile(ctx, tx, received); … });
 *
 * and lets go of it with `dropFile` in the transaction in which it forgets the id. Bytes are always there before the
 * row and go after it. `downloadFile` is the answer of the room's route, after its policy was asked.
 */
export { dispositionOf, downloadFile, fileContent } from './download.ts';
export {
	bytesLock,
	dropFile,
	findFiles,
	forgetUploader,
	keepFile,
	largestFile,
	missingBytes,
	openFile,
	receiveFile,
	removeBytes,
	removeOrphans,
	type ReceivedFile,
	type StoredFile,
} from './files.ts';
export { kinds, type Kind } from './kinds.ts';
export { filesFolder, openFileStore, type FileStore } from './store.ts';
