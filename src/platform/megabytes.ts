/** A size as people are told it: whole megabytes of a million bytes. */
export const megabytes = (bytes: number): number => Math.floor(bytes / 1_000_000);
