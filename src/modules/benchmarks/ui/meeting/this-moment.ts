/** This moment by the clock of this device, in ISO 8601. */
export function thisMoment(): string {
	return new Date().toISOString();
}
