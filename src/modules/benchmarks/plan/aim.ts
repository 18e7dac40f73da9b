/**
 * The number an aim says, as it stands in the plan now: that of the result, as long as it is written as it came from there, or
 * another one somebody wrote instead.
 * @param aim as it is written, with or without its unit
 * @param given the aim of the result
 * @param locales in which the aim of the result may have been written
 * @returns null where there is none, or where it could be more than one number
 */
export function aimed(
	aim: string,
	given: number | null,
	{ decimals, unit, locales }: { decimals: number; unit: string; locales: readonly string[] },
): number | null {
	const written = plain(aim.replace(unit, ''));
	if (written === '') return null;
	const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
	if (given !== null && locales.some((locale) => plain(new Intl.NumberFormat(locale, digits).format(given)) === written)) return given;
	const number = /^(-?\d+)(?:[.,](\d+))?$/.exec(written);
	// Three digits behind a sign can be thousands.
	if (!number || number[2]?.length === 3) return null;
	return Number(`${number[1]}.${number[2] ?? '0'}`);
}

const plain = (text: string) => text.replaceAll(/\s/gu, '').replace('−', '-');
