import { defineConfig } from 'vitest/config';

/** What happens when things go wrong: processes are started, killed and starved, one file after the other. */
export default defineConfig({
	test: {
		include: ['tests/faults/**/*.test.ts'],
		globalSetup: ['tests/support/built.ts'],
		fileParallelism: false,
		// Generous: these tests start many processes, and the machine may be busy with others.
		testTimeout: 300_000,
		hookTimeout: 300_000,
	},
});
