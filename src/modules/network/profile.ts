/**
 * Profile codes P-2, P-3, P-6 and P-7 of Go International; every instrument filters by the same ones. They stand apart
 * from the schemas because forms in the browser list them, and a schema library has no business there.
 */
export const providerTypes = ['public-school', 'private-school', 'adult-centre', 'company-centre', 'higher-vet', 'umbrella'] as const;
export const sizeClasses = ['under-250', '250-999', '1000-4999', '5000-or-more'] as const;
export const placeKinds = ['city', 'town', 'rural', 'island'] as const;
export const erasmusStatuses = ['none', 'consortium-member', 'short-term', 'accredited', 'consortium-coordinator'] as const;
