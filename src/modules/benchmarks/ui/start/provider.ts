/** The provider something is started for, and the others it could be started for instead, itself included. */
export type ProviderToStart = { id: string; name: string; others: { value: string; label: string }[] };

/** Whom somebody of a provider asks who may not start anything for it. */
export type AskForStart = { organisation: string; names: string[] };
