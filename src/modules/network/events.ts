declare module '#platform/events.ts' {
	interface Events {
		/** An organisation may take part: it counts in comparisons and may apply for visits. */
		'network.organisation.activated': { organisationId: string };
		/** A person took on a role in an organisation. */
		'network.role.given': { personId: string; organisationId: string; role: string };
	}
}

export {};
