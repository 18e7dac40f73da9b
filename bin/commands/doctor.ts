import { loadConfig, type Config } from '../../src/platform/config.ts';
import { openInstallation } from '../../src/platform/installation.ts';
import { readArguments } from '../arguments.ts';
import { checkBackup, checkDatabase, checkEvents, checkFiles, checkJobs, checkMails, checkMigrations } from '../doctor/database.ts';
import { examine, ok, problem, warning, type Finding } from '../doctor/finding.ts';
import { checkBuild, checkDataFolder, checkDemo, checkDisk, checkNode, checkSecret } from '../doctor/machine.ts';
import { checkAddress, checkMailServer, checkOidc, checkPublicAddress } from '../doctor/outside.ts';
import { checkEditions, checkPrinting, checkTexts } from '../doctor/product.ts';

/**
 * `venhans doctor [--json]`: looks at an installation, running or stopped, and says line by line what is well, what is
 * not, and what to do. Changes nothing. Exit code 1 when there is a problem; warnings alone are 0.
 */
export async function run(args: string[]): Promise<number> {
	const { json } = readArguments('venhans doctor [--json]', args, { json: { type: 'boolean' } }).values;
	const findings: Finding[] = [];
	const shown = (finding: Finding) => {
		findings.push(finding);
		if (!json) process.stdout.write(lineOf(finding));
	};
	await diagnose(shown);
	const count = (state: Finding['state']) => findings.filter((finding) => finding.state === state).length;
	if (json) process.stdout.write(JSON.stringify({ healthy: count('problem') === 0, findings }, null, '\t') + '\n');
	else process.stdout.write(`\nok: ${count('ok')}, warnings: ${count('warning')}, problems: ${count('problem')}\n`);
	return count('problem') > 0 ? 1 : 0;
}

async function diagnose(found: (finding: Finding) => void): Promise<void> {
	found(checkNode());
	let config: Config;
	try {
		config = loadConfig(process.env);
		found(ok('configuration', 'every variable is valid'));
	} catch (error) {
		return found(problem('configuration', (error as Error).message, 'Correct the variable; nothing else can be checked before.'));
	}
	found(await examine('build', checkBuild));
	found(await examine('instruments', checkEditions));
	found(await examine('texts', checkTexts));
	found(await examine('printing', checkPrinting));
	found(checkDemo(config));
	if (config.publicUrl) found(await examine('public address', () => checkPublicAddress(config.publicUrl!)));
	if (config.smtpUrl) found(await examine('mail server', () => checkMailServer(config.smtpUrl!)));
	if (config.oidc) found(await examine('sign-in provider', () => checkOidc(config.oidc!.issuer)));
	const folder = checkDataFolder(config);
	found(folder);
	if (folder.state === 'problem') return;
	found(await examine('disk', () => checkDisk(config)));
	found(await examine('secret', () => checkSecret(config)));

	let installation: Awaited<ReturnType<typeof openInstallation>>;
	try {
		installation = await openInstallation(config);
	} catch (error) {
		return found(problem('database', (error as Error).message, 'Nothing behind the database can be checked before it answers.'));
	}
	try {
		found(
			installation.servedBy === undefined
				? warning('server', 'is stopped', 'Start it with "npm start".')
				: ok('server', `runs as process ${installation.servedBy}`),
		);
		if (installation.servedBy !== undefined) found(await examine('address', () => checkAddress(config)));
		found(await examine('database', () => checkDatabase(installation)));
		const migrations = await examine('migrations', () => checkMigrations(installation));
		found(migrations);
		if (migrations.state !== 'ok') return;
		found(await examine('jobs', () => checkJobs(installation)));
		found(await examine('mails', () => checkMails(installation)));
		found(await examine('events', () => checkEvents(installation)));
		found(await examine('files', () => checkFiles(installation)));
		found(await examine('backup', () => checkBackup(installation)));
	} finally {
		await installation.close();
	}
}

function lineOf({ check, state, says, todo }: Finding): string {
	const sign = { ok: 'ok     ', warning: 'warning', problem: 'PROBLEM' }[state];
	return `${sign}  ${check.padEnd(16)}  ${says}${todo ? ` → ${todo}` : ''}\n`;
}
