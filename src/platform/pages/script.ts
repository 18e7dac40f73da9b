/** JSON that may stand in a script: nothing in it can end the script. */
export function asScript(value: object): string {
	return JSON.stringify(value).replace(/[<\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
