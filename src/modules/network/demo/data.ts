import type { Role } from '../model.ts';

/**
 * The fictional network of the demo: every organisation, person and address is invented (mail addresses under the
 * reserved domain .example). The twelve providers come from nine countries and differ in what later figures compare.
 */
export type DemoProvider = {
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
	languages: string[];
	/** Key of the association. */
	association: string;
	/** Key of the member organisation above, if any. */
	member?: string;
	/** What the provider is like, in the languages the demo is written in. */
	story: Record<string, string>;
	centres?: { key: string; name: string; place: string }[];
};

export const demoAssociations = [
	{ key: 'nordlicht', name: 'Nordlicht Alliance of Training Centres', short: 'NATC', country: 'BE', place: 'Brussels' },
	{ key: 'ponte', name: 'Ponte Association for Adult Skills', short: 'PAAS', country: 'BE', place: 'Brussels' },
	{ key: 'werk', name: 'Werkbund for Work-Based Learning', short: 'WWL', country: 'DE', place: 'Berlin' },
] as const;

export const demoMembers = [
	{ key: 'iberia', name: 'Rede Ibérica de Formação', country: 'PT', place: 'Porto', association: 'ponte' },
	{ key: 'spree', name: 'Verbund Werkstätten Spree', country: 'DE', place: 'Cottbus', association: 'werk' },
] as const;

export const demoProviders: DemoProvider[] = [
	{
		key: 'vale',
		name: 'Escola do Vale',
		country: 'PT',
		place: 'Braga',
		type: 'public-school',
		size: '1000-4999',
		placeKind: 'city',
		erasmus: 'accredited',
		levels: [3, 4],
		sectors: ['0715', '0613'],
		languages: ['pt', 'en'],
		association: 'ponte',
		member: 'iberia',
		story: {
			en: 'Sends learners every year and now wants to bring what they learn back to the classroom.',
			de: 'Entsendet jedes Jahr Lernende und will jetzt in den Unterricht holen, was sie mitbringen.',
			fr: 'Envoie des apprenants chaque année et veut maintenant ramener en classe ce qu’ils apprennent.',
		},
	},
	{
		key: 'spreewerk',
		name: 'Werkhof Spree',
		country: 'DE',
		place: 'Cottbus',
		type: 'company-centre',
		size: '250-999',
		placeKind: 'town',
		erasmus: 'consortium-member',
		levels: [3, 4],
		sectors: ['0713', '0732'],
		languages: ['de', 'en'],
		association: 'werk',
		member: 'spree',
		story: {
			en: 'A training centre for energy and building that hosts groups and gives project staff half a day a week.',
			de: 'Ein Bildungszentrum für Energie und Bau, das Gruppen aufnimmt und Projektleuten einen halben Tag in der Woche gibt.',
			fr: 'Un centre de formation en énergie et bâtiment qui accueille des groupes et donne une demi-journée par semaine aux équipes de projet.',
		},
		centres: [
			{ key: 'spree-bau', name: 'Werkhof Spree, Bauhalle', place: 'Cottbus' },
			{ key: 'spree-solar', name: 'Werkhof Spree, Solarfeld', place: 'Peitz' },
			{ key: 'spree-lausitz', name: 'Werkhof Spree, Lausitz', place: 'Spremberg' },
		],
	},
	{
		key: 'nordlys',
		name: 'Nordlys Fagskole',
		country: 'DK',
		place: 'Aarhus',
		type: 'public-school',
		size: '1000-4999',
		placeKind: 'city',
		erasmus: 'consortium-coordinator',
		levels: [3, 4, 5],
		sectors: ['1013', '0721'],
		languages: ['da', 'en', 'de'],
		association: 'nordlicht',
		story: {
			en: 'Leads a consortium and shares its modules; looks for an outside view on its own work.',
			de: 'Leitet ein Konsortium und teilt seine Module; sucht einen Blick von außen auf die eigene Arbeit.',
			fr: 'Dirige un consortium et partage ses modules ; cherche un regard extérieur sur son propre travail.',
		},
	},
	{
		key: 'lagune',
		name: 'Istituto Laguna',
		country: 'IT',
		place: 'Chioggia',
		type: 'private-school',
		size: 'under-250',
		placeKind: 'town',
		erasmus: 'none',
		levels: [2, 3],
		sectors: ['1013'],
		languages: ['it'],
		association: 'ponte',
		story: {
			en: 'A small hotel school whose teachers have never been abroad; the new director wants to begin.',
			de: 'Eine kleine Hotelfachschule, deren Lehrkräfte noch nie im Ausland waren; die neue Leitung will anfangen.',
			fr: 'Un petit établissement hôtelier dont les enseignants ne sont jamais partis ; la nouvelle direction veut commencer.',
		},
	},
	{
		key: 'garonne',
		name: 'Centre de formation Garonne',
		country: 'FR',
		place: 'Agen',
		type: 'adult-centre',
		size: '250-999',
		placeKind: 'town',
		erasmus: 'short-term',
		levels: [3, 4, 5],
		sectors: ['0811', '0721'],
		languages: ['fr', 'en'],
		association: 'ponte',
		story: {
			en: 'Trains adults for food production; one short project so far, done by one person in free time.',
			de: 'Bildet Erwachsene für die Lebensmittelproduktion aus; bisher ein kurzes Projekt, das eine Person in der Freizeit gemacht hat.',
			fr: 'Forme des adultes à la production alimentaire ; un seul projet court, mené par une personne sur son temps libre.',
		},
		centres: [
			{ key: 'garonne-nord', name: 'Garonne Nord', place: 'Marmande' },
			{ key: 'garonne-sud', name: 'Garonne Sud', place: 'Auch' },
			{ key: 'garonne-ville', name: 'Garonne Ville', place: 'Agen' },
			{ key: 'garonne-lac', name: 'Garonne Lac', place: 'Nérac' },
		],
	},
	{
		key: 'tisza',
		name: 'Tiszapart Szakképző',
		country: 'HU',
		place: 'Szolnok',
		type: 'public-school',
		size: '1000-4999',
		placeKind: 'city',
		erasmus: 'accredited',
		levels: [3, 4],
		sectors: ['0714', '0716'],
		languages: ['hu', 'en'],
		association: 'werk',
		story: {
			en: 'Strong in mobility, weak in asking what changed because of it.',
			de: 'Stark in Mobilität, schwach in der Frage, was sich dadurch geändert hat.',
			fr: 'Fort en mobilité, faible pour se demander ce qu’elle a changé.',
		},
	},
	{
		key: 'baltyk',
		name: 'Centrum Bałtyk',
		country: 'PL',
		place: 'Gdynia',
		type: 'adult-centre',
		size: '5000-or-more',
		placeKind: 'city',
		erasmus: 'accredited',
		levels: [3, 4, 5],
		sectors: ['1041', '0613'],
		languages: ['pl', 'en'],
		association: 'nordlicht',
		story: {
			en: 'A large provider with many centres and as many ways of doing things.',
			de: 'Ein großer Bildungsanbieter mit vielen Zentren und ebenso vielen Arbeitsweisen.',
			fr: 'Un grand organisme de formation avec beaucoup de centres et autant de façons de faire.',
		},
		centres: [
			{ key: 'baltyk-port', name: 'Centrum Bałtyk, Port', place: 'Gdynia' },
			{ key: 'baltyk-sopot', name: 'Centrum Bałtyk, Sopot', place: 'Sopot' },
			{ key: 'baltyk-kartuzy', name: 'Centrum Bałtyk, Kartuzy', place: 'Kartuzy' },
			{ key: 'baltyk-hel', name: 'Centrum Bałtyk, Hel', place: 'Hel' },
			{ key: 'baltyk-tczew', name: 'Centrum Bałtyk, Tczew', place: 'Tczew' },
		],
	},
	{
		key: 'maas',
		name: 'Maasoever College',
		country: 'NL',
		place: 'Venlo',
		type: 'public-school',
		size: '5000-or-more',
		placeKind: 'city',
		erasmus: 'consortium-coordinator',
		levels: [2, 3, 4],
		sectors: ['0413', '1041'],
		languages: ['nl', 'en', 'de'],
		association: 'nordlicht',
		story: {
			en: 'Compares itself every year and wants to help smaller schools across the border.',
			de: 'Vergleicht sich jedes Jahr und will kleineren Schulen jenseits der Grenze helfen.',
			fr: 'Se compare chaque année et veut aider de plus petits établissements de l’autre côté de la frontière.',
		},
	},
	{
		key: 'kykladon',
		name: 'Ergastíri Kykládon',
		country: 'GR',
		place: 'Naxos',
		type: 'public-school',
		size: 'under-250',
		placeKind: 'island',
		erasmus: 'none',
		levels: [3, 4],
		sectors: ['0716', '1015'],
		languages: ['el', 'en'],
		association: 'ponte',
		story: {
			en: 'An island school for which online work with partners is the way out into the world.',
			de: 'Eine Inselschule, für die Online-Arbeit mit Partnern der Weg in die Welt ist.',
			fr: 'Un établissement insulaire pour qui le travail en ligne avec des partenaires ouvre la porte du monde.',
		},
	},
	{
		key: 'donau',
		name: 'Bildungswerk Donautor',
		country: 'DE',
		place: 'Passau',
		type: 'adult-centre',
		size: '250-999',
		placeKind: 'town',
		erasmus: 'consortium-member',
		levels: [3, 4],
		sectors: ['0913', '0921'],
		languages: ['de', 'en', 'cs'],
		association: 'werk',
		member: 'spree',
		story: {
			en: 'Trains carers; a third of its learners speak another language at home.',
			de: 'Bildet für die Pflege aus; ein Drittel der Lernenden spricht zu Hause eine andere Sprache.',
			fr: 'Forme aux métiers du soin ; un tiers des apprenants parle une autre langue à la maison.',
		},
	},
	{
		key: 'serra',
		name: 'Escola Serra Verde',
		country: 'PT',
		place: 'Monchique',
		type: 'private-school',
		size: 'under-250',
		placeKind: 'rural',
		erasmus: 'short-term',
		levels: [2, 3],
		sectors: ['0821', '0811'],
		languages: ['pt'],
		association: 'ponte',
		member: 'iberia',
		story: {
			en: 'A rural school with one enthusiast and no plan yet.',
			de: 'Eine Schule auf dem Land mit einer begeisterten Person und noch keinem Plan.',
			fr: 'Un établissement rural avec une personne passionnée et pas encore de plan.',
		},
	},
	{
		key: 'taunus',
		name: 'Taunus Akademie für Technik',
		country: 'DE',
		place: 'Idstein',
		type: 'higher-vet',
		size: '250-999',
		placeKind: 'rural',
		erasmus: 'none',
		levels: [5, 6],
		sectors: ['0714', '0610'],
		languages: ['de', 'en'],
		association: 'werk',
		story: {
			en: 'Higher technical education with strong companies and no international office.',
			de: 'Höhere technische Bildung mit starken Unternehmen und ohne internationales Büro.',
			fr: 'Formation technique supérieure avec des entreprises solides et sans service international.',
		},
	},
];

/** Where somebody of the demo works: a provider, member or association by key, or the network itself. */
export type DemoPersonData = { key: string; name: string; at: string; role: Role; administrator?: boolean; locale: string };

const people: [name: string, at: string, role: Role, locale: string][] = [
	['Ana Ferreira', 'vale', 'provider-admin', 'en'],
	['Rui Matos', 'vale', 'staff', 'en'],
	['Jonas Berg', 'spreewerk', 'provider-admin', 'de'],
	['Katrin Noack', 'spreewerk', 'staff', 'de'],
	['Mette Holm', 'nordlys', 'provider-admin', 'en'],
	['Chiara Boscolo', 'lagune', 'provider-admin', 'en'],
	['Élodie Castan', 'garonne', 'provider-admin', 'fr'],
	['Marc Delmas', 'garonne', 'staff', 'fr'],
	['Zsófia Kerekes', 'tisza', 'provider-admin', 'en'],
	['Tomasz Wilk', 'baltyk', 'provider-admin', 'en'],
	['Ilse Verhoeven', 'maas', 'provider-admin', 'en'],
	['Nikos Naxiotis', 'kykladon', 'provider-admin', 'en'],
	['Sabine Huber', 'donau', 'provider-admin', 'de'],
	['Lukas Steiner', 'donau', 'staff', 'de'],
	['Lúcia Ramos', 'serra', 'provider-admin', 'en'],
	['Dr. Paul Reinhardt', 'taunus', 'provider-admin', 'de'],
	['Inês Carvalho', 'iberia', 'member-admin', 'en'],
	['Uwe Lehmann', 'spree', 'member-admin', 'de'],
	['Freja Lind', 'nordlicht', 'delegate', 'en'],
	['Bram Peeters', 'nordlicht', 'deputy', 'en'],
	['Paola Conti', 'ponte', 'delegate', 'fr'],
	['Heike Sommer', 'werk', 'delegate', 'de'],
	['Marta Kowalczyk', 'network', 'expert', 'en'],
	['Luc Fontaine', 'network', 'moderator', 'fr'],
	['Nora Winter', 'network', 'coordinator', 'de'],
];

export const demoPersons: DemoPersonData[] = [
	...people.map(([name, at, role, locale]) => ({ key: keyOf(name), name, at, role, locale })),
	{ key: 'sam-keller', name: 'Sam Keller', at: 'network', role: 'staff', administrator: true, locale: 'en' },
];

function keyOf(name: string): string {
	return name
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.replace(/ł/g, 'l')
		.toLowerCase()
		.replace(/^dr\. /, '')
		.replace(/[^a-z]+/g, '-');
}
