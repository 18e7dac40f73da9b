/** What the rooms do besides answering: events they listen to and jobs they run. The platform knows no room; this does. */
import {
	carryInvitations,
	closeStaleGroups,
	closeStaleRuns,
	deleteEndedInvitations,
	deleteEndedLinks,
	deleteOldImports,
	deleteUnclaimedRuns,
	forgetGroups,
	forgetInvitations,
	forgetPersonsRuns,
	forgetWeights,
	hasPools,
	lockDueReturns,
	purgeDeletedReturns,
	purgeDeletedRuns,
	rebuildPools,
	remindOwners,
	remindResults,
	remindReviews,
	remindTasks,
	seedBenchmarksDemo,
} from '#modules/benchmarks/index.ts';
import { forgetPerson, seedDemo } from '#modules/network/index.ts';
import { deleteExpired, deleteExpiredTokens, eraseAccounts } from '#platform/auth/index.ts';
import { systemContext, type App } from '#platform/context.ts';
import { forgetUploader, removeBytes, removeOrphans } from '#platform/files/index.ts';
import type { Job } from '#platform/jobs.ts';
import { deleteOldMails, deliverMails } from '#platform/mail/index.ts';
import { purgePlatform } from '#platform/purge.ts';

/** Connects the rooms' listeners to the bus. */
export function listen(app: App): void {
	app.bus.on('auth.account.erased', async ({ personId }) => {
		await forgetPerson(app.db, personId);
		await forgetPersonsRuns(app.db, personId);
		await forgetUploader(app.db, personId);
	});
	app.bus.on('platform.file.dropped', async ({ key }) => void (await removeBytes(app, [key])));
}

/** Loads the fictional demo: each room once, all or nothing. @returns whether anything was loaded */
export async function loadDemo(app: App): Promise<boolean> {
	const network = await seedDemo(app);
	const benchmarks = await seedBenchmarksDemo(app);
	// Comparisons work at once; otherwise pools are made at night.
	if (benchmarks || !(await hasPools(app.db))) await rebuildPools(app);
	return network || benchmarks;
}

export const jobs: readonly Job[] = [
	{ name: 'platform.deliver-mails', cron: '* * * * *', run: deliverMails },
	{ name: 'platform.purge', cron: '17 3 * * *', run: async (app) => ({ ...(await purgePlatform(app)), mails: await deleteOldMails(app) }) },
	{ name: 'platform.purge-files', cron: '47 3 * * *', run: async (app) => ({ orphans: await removeOrphans(app) }) },
	{
		name: 'auth.purge',
		cron: '27 3 * * *',
		run: async (app) => ({
			...(await deleteExpired(app)),
			tokens: await deleteExpiredTokens(app),
			erased: await eraseAccounts(systemContext(app, 'auth.purge')),
		}),
	},
	{
		name: 'benchmarks.close-and-purge',
		cron: '7 4 * * *',
		run: async (app) => ({
			closed: await closeStaleRuns(app),
			groups: await closeStaleGroups(app),
			deleted: await purgeDeletedRuns(systemContext(app, 'benchmarks.purge')),
			links: await deleteEndedLinks(app),
			invitations: await deleteEndedInvitations(app),
			returns: await purgeDeletedReturns(systemContext(app, 'benchmarks.purge')),
			imports: await deleteOldImports(app),
			messages: await forgetInvitations(app),
			locked: await lockDueReturns(systemContext(app, 'benchmarks.lock-returns')),
		}),
	},
	{
		name: 'benchmarks.carry-invitations',
		cron: '* * * * *',
		run: async (app) => ({ messages: await carryInvitations(systemContext(app, 'benchmarks.carry-invitations')) }),
	},
	{
		name: 'benchmarks.remind-owners',
		cron: '23 6 * * *',
		run: async (app) => {
			const ctx = systemContext(app, 'benchmarks.remind-owners');
			return {
				owners: await remindOwners(ctx),
				reviews: await remindReviews(ctx),
				results: await remindResults(ctx),
				tasks: await remindTasks(ctx),
			};
		},
	},
	{
		name: 'benchmarks.rebuild-pools',
		cron: '27 2 * * *',
		run: async (app) => ({ ...(await rebuildPools(app)), weights: await forgetWeights(app) }),
	},
	{ name: 'benchmarks.forget-groups', cron: '57 3 * * *', run: forgetGroups },
	{ name: 'benchmarks.delete-unclaimed', cron: '37 3 * * *', run: async (app) => ({ runs: await deleteUnclaimedRuns(app) }) },
];
