/** What the lists of the profile offer; the server sends it, so that no schema library reaches the browser. */
export type ProfileChoices = {
	providerTypes: readonly string[];
	sizeClasses: readonly string[];
	placeKinds: readonly string[];
	erasmusStatuses: readonly string[];
	experiences: readonly string[];
	answerers: readonly string[];
	eqfLevels: readonly number[];
	sectors: readonly string[];
};
