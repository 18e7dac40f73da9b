/** Words a section's questions use that not everybody knows; their texts are `words.<word>.name` and `.text`. */
export const wordsOf: Record<string, readonly string[]> = {
	ENV: ['levels', 'learners', 'policy', 'mobility'],
	DIR: ['levels', 'vision', 'mission', 'leadership', 'erasmusPlan'],
	PLAN: ['levels', 'goal', 'indicator', 'actionPlan', 'learners', 'staff'],
	ORG: ['levels', 'leadership', 'coordinator', 'staff'],
	STAFF: ['levels', 'staff', 'intercultural', 'mobility', 'jobShadowing'],
	PART: ['levels', 'partner', 'consortium', 'learningOutcomes'],
	MOB: ['levels', 'mobility', 'fewerOpportunities', 'learningOutcomes', 'recognition', 'hosting', 'blended'],
	HOME: ['levels', 'intercultural', 'learningOutcomes', 'virtualExchange'],
	IMP: ['levels', 'indicator', 'evaluation', 'impact', 'peerReview'],
};
