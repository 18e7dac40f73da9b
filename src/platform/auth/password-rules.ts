/** The shortest password (specification of the network, section 14). */
export const shortestPassword = 12;
const longestPassword = 200;

/**
 * Words that attackers try first. A password made of one of them plus digits, signs or a repetition is as weak as the
 * word; so the list holds stems, and the check strips the rest.
 */
const common = new Set(
	`password passwort motdepasse contrasena wachtwoord parola haslo salasana losenord heslo jelszo geslo
	qwertyuiop qwertz qwerty azerty azertyuiop asdfghjkl asdfgh yxcvbnm zxcvbnm
	welcome willkommen bienvenue welkom benvenuto bienvenido letmein iloveyou iloveu ichliebedich jetaime teamo
	admin administrator administrateur root superuser master changeme changeit secret geheim default standard
	football fussball baseball basketball soccer liverpool chelsea arsenal barcelona realmadrid bayern juventus
	monkey dragon princess sunshine shadow superman batman spiderman pokemon pikachu starwars hello hallo bonjour ciao
	computer internet samsung google facebook instagram microsoft windows linux android iphone apple
	summer winter spring autumn sommer fruehling herbst printemps automne hiver january february december
	michael jennifer jessica ashley daniel charlie andrea thomas nicole matthew alexander christian
	freedom whatever trustno nothing killer mustang ferrari porsche mercedes harley corvette hunter ranger
	school schule ecole escola scuola teacher lehrer student students training ausbildung formation erasmus europe europa
	venhans evta evbb efvet euprovet eucen eurashe correcthorsebatterystaple`
		.split(/\s+/)
		.filter(Boolean),
);

export type PasswordFault = 'short' | 'long' | 'common' | 'personal';

/**
 * What is wrong with a new password, or nothing. Length counts most; beyond it only what is guessed first is refused:
 * common words with decoration, one sign or a short piece repeated, running keys, the person's own mail address or name.
 */
export function faultOfPassword(password: string, person: { email: string; name: string }): PasswordFault | undefined {
	const length = [...password].length;
	if (length < shortestPassword) return 'short';
	if (length > longestPassword) return 'long';
	const lower = password.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
	const letters = lower
		.replace(/0/g, 'o')
		.replace(/[1!|]/g, 'i')
		.replace(/3/g, 'e')
		.replace(/[4@]/g, 'a')
		.replace(/[5$]/g, 's')
		.replace(/7/g, 't');
	const stems = [
		lower.replace(/[^a-z]/g, ''),
		letters.replace(/[^a-z]/g, ''),
		lower.replace(/^[^a-z]+|[^a-z]+$/g, '').replace(/[^a-z]/g, ''),
	];
	if (stems.some((stem) => common.has(unrepeated(stem)) || common.has(stem.replace(/(i|e|a|s|o|t)+$/, '')))) return 'common';
	if (unrepeated(lower).length <= 4 || isRun(lower)) return 'common';
	const own = [person.email.split('@')[0]!, person.email, ...person.name.split(/\s+/)]
		.map((part) => part.toLowerCase())
		.filter((part) => part.length >= 4);
	if (own.some((part) => lower.includes(part) && lower.length - part.length < 8)) return 'personal';
	return undefined;
}

/** "abcabcabc" → "abc". */
function unrepeated(text: string): string {
	return text.match(/^(.+?)\1*$/s)?.[1] ?? text;
}

/** Keys in a row, up or down: "123456789012", "abcdefghijkl". */
function isRun(text: string): boolean {
	const signs = [...text].map((sign) => sign.codePointAt(0)!);
	const steps = signs.slice(1).map((sign, i) => sign - signs[i]!);
	return (
		steps.filter((step) => step === 1 || step === -9).length >= steps.length - 1 ||
		steps.filter((step) => step === -1 || step === 9).length >= steps.length - 1
	);
}
