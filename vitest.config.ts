import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
	// Charts are components: a test that prints a report renders them on the server.
	plugins: [svelte({ configFile: false })],
	test: {
		include: ['src/**/*.test.ts', 'bin/**/*.test.ts', 'scripts/**/*.test.ts', 'tests/*.test.ts'],
		globalSetup: ['tests/support/database.ts'],
		testTimeout: 20_000,
		hookTimeout: 30_000,
	},
});
