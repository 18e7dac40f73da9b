import type pg from 'pg';
import { checkServer, openDatabase, openPool, type Database } from './database/connect.ts';
import type { Config } from './config.ts';
import { createBus, type Bus } from './events.ts';
import { openFileStore, type FileStore } from './files/store.ts';
import { createCatalogue, type Catalogue } from './i18n/catalogue.ts';
import type { Translator } from './i18n/translator.ts';
import { createLive, type Live } from './live.ts';
import { createLog, type Logger } from './log.ts';
import type { Asked } from './once.ts';
import type { Page } from './pages/page.ts';
import { Parts } from './pages/parts.ts';
import { UnderWay } from './under-way.ts';

/** Who acts. `guest` has no account; `system` is a job or a command line. */
export type Actor =
	| { kind: 'guest' }
	| { kind: 'person'; personId: string; sessionId: string; actingFor?: string; administrator?: boolean }
	| { kind: 'token'; personId: string; tokenId: string; scopes: readonly string[]; actingFor?: string }
	| { kind: 'system'; name: string };

/** What lives as long as the process; built once at start, tests build their own. */
export type App = {
	config: Config & { databaseUrl: string; secret: string };
	log: Logger;
	pool: pg.Pool;
	db: Database;
	bus: Bus;
	files: FileStore;
	/** Tells open pages what changed, at once and on every node. */
	live: Live;
	texts: Catalogue;
	/** Parts of pages put together a moment ago. */
	parts: Parts;
	/** Requests being answered. */
	requests: UnderWay;
	/** The clock; tests set it. */
	now: () => Date;
};

/** What one request, job or command works with. */
export type Ctx = App & {
	actor: Actor;
	locale: string;
	t: Translator;
	/** Public origin of links, e.g. `https://venhans.example`. */
	origin: string;
	requestId: string;
	/** Client address; absent for jobs and commands. */
	address?: string;
	/** What this request asked already; only where a page is read. */
	asked?: Asked;
	/** The page being put together; only where one is read as HTML. */
	page?: Page;
};

/** Opens everything the platform needs to serve. Ends with `closeApp`. */
export async function createApp(config: App['config']): Promise<App> {
	const log = createLog(config.logLevel);
	const pool = openPool(config.databaseUrl);
	const db = openDatabase(pool);
	await checkServer(db, config.databaseUrl);
	return {
		config,
		log,
		pool,
		db,
		bus: createBus(log),
		live: createLive(config.databaseUrl, log),
		files: openFileStore(config.dataDirectory),
		texts: createCatalogue(),
		parts: new Parts({ limit: config.pageMemory }),
		requests: new UnderWay(),
		now: () => new Date(),
	};
}

export async function closeApp(app: App): Promise<void> {
	await app.bus.idle();
	await app.live.stop();
	await app.db.destroy();
}

/** A context for work nobody clicked for: jobs, seeds, command lines. */
export function systemContext(app: App, name: string, locale = 'en'): Ctx {
	return {
		...app,
		actor: { kind: 'system', name },
		locale,
		t: app.texts.translator(locale),
		origin: app.config.publicUrl ?? `http://localhost:${app.config.port}`,
		requestId: `system:${name}`,
	};
}

let current: App | undefined;

/** Makes `app` the one this process serves; called once by the server's entry. */
export function provideApp(app: App): void {
	current = app;
}

/** The app of this process. */
export function useApp(): App {
	if (!current) throw new Error('The platform was used before it was started');
	return current;
}
