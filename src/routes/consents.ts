/** The consents of a return as its form sends them: a box that is not ticked, or not there, is no consent. */
export function consentsIn(form: FormData): { sharing: boolean; best: boolean; invitable: boolean } {
	const ticked = (name: string) => form.get(name) === 'on';
	return { sharing: ticked('sharing'), best: ticked('best'), invitable: ticked('invitable') };
}
