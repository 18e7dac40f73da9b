import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		include: ['src/**/*.test.ts', 'bin/**/*.test.ts', 'scripts/**/*.test.ts', 'tests/*.test.ts'],
		globalSetup: ['tests/support/database.ts'],
		testTimeout: 20_000,
		hookTimeout: 30_000,
	},
});
