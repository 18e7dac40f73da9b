/**
 * Three hundred more fictional providers, so that comparisons have somebody to compare with. Made from word lists by a
 * fixed sequence: the same on every installation. Nobody works there; they only stand in the directory and in pools.
 */
export type GeneratedProvider = {
	key: string;
	name: string;
	country: string;
	place: string;
	type: 'public-school' | 'private-school' | 'adult-centre' | 'company-centre' | 'higher-vet';
	size: 'under-250' | '250-999' | '1000-4999' | '5000-or-more';
	placeKind: 'city' | 'town' | 'rural' | 'island';
	erasmus: 'none' | 'consortium-member' | 'short-term' | 'accredited' | 'consortium-coordinator';
	levels: number[];
	sectors: string[];
	association: 'nordlicht' | 'ponte' | 'werk';
};

/** Country → words for a kind of school, invented proper names, places. Kind and name make up a provider's name. */
const words: Record<string, [kinds: string, names: string, places: string]> = {
	AT: ['Fachschule|Bildungshaus|Lehrwerkstätte', 'Almgrund|Föhrenau|Silberquell|Tauernblick|Rosental', 'Graz|Linz|Villach|Wels|Bregenz'],
	BE: ['Vormingscentrum|Centre de formation|Technisch instituut', 'Dijkwijk|Hautes-Herbes|Blauwput|Val-Clair|Zandhoek', 'Gent|Namur|Leuven|Liège|Kortrijk'],
	BG: ['Професионална гимназия|Център за обучение|Техникум', 'Розова долина|Бяла река|Слънчев склон|Стари мост|Горски път', 'Пловдив|Русе|Варна|Плевен|Габрово'],
	CZ: ['Střední škola|Vzdělávací centrum|Učiliště', 'Lipová|Na Výšině|U Mostu|Zelený vrch|Pod Skálou', 'Brno|Olomouc|Plzeň|Liberec|Tábor'],
	DE: ['Berufskolleg|Bildungszentrum|Akademie', 'Erlengrund|Kupferhof|Lindenwerk|Nordtor|Weidenau', 'Münster|Jena|Rostock|Ulm|Kassel'],
	DK: ['Fagskole|Erhvervsskole|Kursuscenter', 'Fjordblik|Klitgård|Havnetorv|Lyngmark|Sundby', 'Odense|Vejle|Esbjerg|Randers|Horsens'],
	EE: ['Kutsekool|Koolituskeskus|Ametikool', 'Männimäe|Rannaküla|Kivisild|Tuuleveski|Metsatalu', 'Tartu|Pärnu|Viljandi|Narva|Võru'],
	ES: ['Centro de formación|Instituto|Escuela taller', 'Valdeluz|Puente Alto|La Alameda|Monte Claro|Río Sereno', 'Vigo|Burgos|Murcia|Huesca|Cádiz'],
	FI: ['Ammattiopisto|Koulutuskeskus|Ammattikoulu', 'Harjula|Koivuranta|Kallioniemi|Suvilahti|Mustikkamäki', 'Tampere|Oulu|Kuopio|Lahti|Vaasa'],
	FR: ['Lycée professionnel|Centre de formation|Campus', 'Beauvallon|Les Tilleuls|Pont-Vert|Grand-Large|Clairmont', 'Nantes|Dijon|Metz|Pau|Angers'],
	GR: ['ΕΠΑΛ|Κέντρο κατάρτισης|Σχολή', 'Ελαιώνας|Γαλανή Ακτή|Πέτρινη Γέφυρα|Ανατολή|Μελτέμι', 'Βόλος|Πάτρα|Ιωάννινα|Χανιά|Λάρισα'],
	HR: ['Strukovna škola|Centar za obrazovanje|Učilište', 'Maslinik|Stara luka|Zeleni gaj|Kameni most|Vinograd', 'Split|Osijek|Rijeka|Zadar|Varaždin'],
	HU: ['Szakképző|Képzőközpont|Technikum', 'Akácliget|Kőhíd|Napsugár|Folyópart|Dombvidék', 'Pécs|Győr|Miskolc|Szeged|Eger'],
	IE: ['Training centre|College|Institute', 'Ballyfern|Greenharbour|Knockview|Millbridge|Westmeadow', 'Cork|Galway|Sligo|Ennis|Athlone'],
	IT: ['Istituto|Centro di formazione|Scuola', 'Poggio Sereno|Valfiorita|Ponte Nuovo|Tre Querce|Costa Alta', 'Bari|Trento|Parma|Lecce|Udine'],
	LT: ['Profesinio mokymo centras|Technikos mokykla|Mokymo centras', 'Žaliasis krantas|Ąžuolynas|Senasis tiltas|Pušynas|Vėjo kalnas', 'Kaunas|Klaipėda|Šiauliai|Alytus|Utena'],
	NL: ['College|Vakschool|Opleidingscentrum', 'Polderwijk|Havenzicht|De Linde|Zonnekamp|Molenkade', 'Zwolle|Breda|Assen|Goes|Arnhem'],
	PL: ['Zespół szkół|Centrum kształcenia|Technikum', 'Złota Dolina|Nad Strugą|Lipowe Wzgórze|Stary Młyn|Modrzew', 'Łódź|Lublin|Toruń|Rzeszów|Opole'],
	PT: ['Escola profissional|Centro de formação|Instituto', 'Monte Novo|Ribeira Clara|Vale Verde|Ponte Velha|Pinhal', 'Évora|Aveiro|Faro|Viseu|Setúbal'],
	SI: ['Srednja šola|Center za usposabljanje|Šolski center', 'Lipov gaj|Ob Strugi|Zeleni hrib|Kamniti most|Sončna pot', 'Maribor|Celje|Koper|Kranj|Ptuj'],
}; // prettier-ignore

export const generatedCount = 300;

/** A small generator of numbers from 0 to below 1 (mulberry32): the same sequence everywhere. */
export function seededNumbers(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

/** One of several, each as likely as its share says. */
export function pick<T>(random: () => number, choices: readonly (readonly [T, number])[]): T {
	let left = random() * choices.reduce((sum, [, share]) => sum + share, 0);
	for (const [choice, share] of choices) if ((left -= share) < 0) return choice;
	return choices.at(-1)![0];
}

const sectorCodes = [
	'0413',
	'0416',
	'0611',
	'0613',
	'0712',
	'0713',
	'0715',
	'0716',
	'0721',
	'0731',
	'0732',
	'0811',
	'0913',
	'0922',
	'1013',
	'1015',
	'1041',
];

/** The three hundred, in a fixed order. */
export function generatedProviders(): GeneratedProvider[] {
	const random = seededNumbers(20261124);
	const countries = Object.entries(words);
	return Array.from({ length: generatedCount }, (_, index) => {
		const [country, lists] = countries[index % countries.length]!;
		const [kinds, names, places] = lists.map((list) => list.split('|')) as [string[], string[], string[]];
		const round = Math.floor(index / countries.length);
		const sectors = new Set(
			Array.from({ length: 1 + Math.floor(random() * 3) }, () => sectorCodes[Math.floor(random() * sectorCodes.length)]!),
		);
		const size = pick(random, [
			['under-250', 22],
			['250-999', 40],
			['1000-4999', 30],
			['5000-or-more', 8],
		] as const);
		return {
			key: `generated-${index + 1}`,
			name: `${kinds[round % kinds.length]} ${names[round % names.length]}`,
			country,
			place: places[(round + Math.floor(round / 5)) % places.length]!,
			type: pick(random, [['public-school', 40], ['private-school', 20], ['adult-centre', 22], ['company-centre', 12], ['higher-vet', 6]] as const),
			size,
			placeKind: pick(random, [['city', 45], ['town', 35], ['rural', 17], ['island', 3]] as const),
			erasmus: pick(random, [['none', 28], ['consortium-member', 22], ['short-term', 20], ['accredited', 25], ['consortium-coordinator', 5]] as const),
			levels: random() < 0.3 ? [4, 5] : [3, 4],
			sectors: [...sectors].sort(),
			association: pick(random, [['nordlicht', 34], ['ponte', 33], ['werk', 33]] as const),
		}; // prettier-ignore
	});
}
