/**
 * The network's table of country groups: neighbours whose systems of training are often seen together, as in the
 * thesaurus of the European Union. A country that is in none belongs to no group.
 */
export const countryGroups = {
	north: ['DK', 'EE', 'FI', 'IS', 'LT', 'LV', 'NO', 'SE'],
	west: ['AT', 'BE', 'CH', 'DE', 'FR', 'GB', 'IE', 'LI', 'LU', 'MC', 'NL'],
	south: ['AD', 'CY', 'ES', 'GR', 'IT', 'MT', 'PT', 'SM', 'TR'],
	east: ['AL', 'BA', 'BG', 'CZ', 'HR', 'HU', 'MD', 'ME', 'MK', 'PL', 'RO', 'RS', 'SI', 'SK', 'UA', 'XK'],
} as const;
export type CountryGroup = keyof typeof countryGroups;

const groupOf = new Map<string, CountryGroup>(
	Object.entries(countryGroups).flatMap(([group, countries]) => countries.map((country) => [country, group as CountryGroup] as const)),
);

/** The group of a country, ISO 3166-1 alpha-2; null where it is in none. */
export function countryGroupOf(country: string | null): CountryGroup | null {
	return groupOf.get(country ?? '') ?? null;
}
