import { administratorLinkFor, operatorLinkHours } from '../../src/platform/auth/index.ts';
import { loadConfig } from '../../src/platform/config.ts';
import { systemContext } from '../../src/platform/context.ts';
import { isSetupError, SetupError } from '../../src/platform/errors.ts';
import { openInstallation, requireCurrent } from '../../src/platform/installation.ts';
import { readArguments } from '../arguments.ts';

const usage = 'venhans admin EMAIL [--remove-second-factor]';

/** `venhans admin EMAIL`: makes an account administrator and prints a link that signs it in once. */
export async function run(args: string[]): Promise<void> {
	const { words, values } = readArguments(usage, args, { 'remove-second-factor': { type: 'boolean' } });
	const email = words[0]!;
	const installation = await openInstallation(loadConfig(process.env));
	try {
		await requireCurrent(installation);
		const made = await administratorLinkFor(systemContext(installation.app, 'venhans admin'), email, {
			removeSecondFactor: values['remove-second-factor'],
		}).catch((error) => {
			if (isSetupError(error) || (error as Error).name !== 'ZodError') throw error;
			throw new SetupError(`"${email}" is no mail address. Usage: ${usage}`);
		});
		const did = [
			made.made ? 'a new account' : 'the account that exists',
			made.granted ? 'which is administrator from now on' : 'which is administrator already',
			...(made.secondFactorRemoved ? ['without its second factor: a new one is set up after signing in'] : []),
		];
		process.stdout.write(
			`${email}: ${did.join(', ')}.\nThis link signs in once, within ${operatorLinkHours} hours. Give it to nobody else:\n${made.link}\n`,
		);
		if (!installation.config.publicUrl)
			process.stdout.write('VENHANS_URL is not set: put the address people use in place of the one in the link.\n');
	} finally {
		await installation.close();
	}
}
