import { hasOwnOrganisations } from '../../src/modules/network/index.ts';
import { loadConfig } from '../../src/platform/config.ts';
import { SetupError } from '../../src/platform/errors.ts';
import { openInstallation, requireCurrent } from '../../src/platform/installation.ts';
import { loadDemo } from '../../src/rooms.ts';
import { readArguments } from '../arguments.ts';

/** `venhans seed`: loads the fictional demo data into a platform that was started without them and is still empty. */
export async function run(args: string[]): Promise<void> {
	readArguments('venhans seed', args, {});
	const config = loadConfig(process.env);
	const installation = await openInstallation(config);
	try {
		await requireCurrent(installation);
		if (await hasOwnOrganisations(installation.app.db))
			throw new SetupError(
				'This platform has organisations of its own, and invented ones must not mix with them. Use a new data folder for a demo.',
			);
		const loaded = await loadDemo(installation.app);
		process.stdout.write(
			loaded ? 'The fictional demo data are loaded.\n' : 'The fictional demo data were loaded before; nothing was changed.\n',
		);
		if (!config.demo) process.stdout.write('Signing in as an invented person works when the platform runs with VENHANS_DEMO=on.\n');
	} finally {
		await installation.close();
	}
}
