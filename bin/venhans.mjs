#!/usr/bin/env node
// Plain JavaScript, so that a Node too old to read TypeScript can still say what is missing.
const major = Number.parseInt(process.versions.node, 10);
if (major < 26) {
	process.stderr.write(
		`venhans: Node 26 is needed and this is ${process.version}. "npm ci" brings it (without --omit=optional); then use "npm start" or "npm run venhans -- …".\n`,
	);
	process.exitCode = 2;
} else await import('./venhans.ts');
