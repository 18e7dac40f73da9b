import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/chromium.ts';

const port = Number(process.env.JOURNEY_PORT ?? 4900);
// One folder a run; the workers load this file again and must find the same one.
process.env.JOURNEY_DATA ??= mkdtempSync(join(tmpdir(), 'venhans-journeys-'));

export default defineConfig({
	testDir: 'tests/journeys',
	testMatch: '**/*.spec.ts',
	outputDir: 'test-results/journeys',
	workers: 2,
	fullyParallel: true,
	timeout: 90_000,
	// A busy machine answers late, and that is no fault of the product's.
	expect: { timeout: 15_000 },
	forbidOnly: !!process.env.CI,
	use: {
		baseURL: `http://localhost:${port}`,
		trace: 'retain-on-failure',
		actionTimeout: 20_000,
		launchOptions: {
			executablePath: findChromium(),
			args: [
				'--no-sandbox',
				'--disable-gpu',
				'--no-first-run',
				'--disable-background-networking',
				'--disable-component-update',
				'--disable-sync',
				'--disable-quic',
			],
		},
	},
	webServer: {
		command: 'node bin/venhans.ts start',
		env: { PORT: String(port), VENHANS_DATA: process.env.JOURNEY_DATA, LOG_LEVEL: 'error', TRUST_PROXY: 'on', VENHANS_DEV: 'on' },
		url: `http://localhost:${port}/en`,
		timeout: 180_000,
		gracefulShutdown: { signal: 'SIGTERM', timeout: 15_000 },
		stdout: 'ignore',
	},
});
