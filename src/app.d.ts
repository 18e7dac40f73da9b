import type { Session } from '#platform/auth/index.ts';
import type { Ctx } from '#platform/context.ts';
import type { Messages } from '#platform/i18n/catalogue.ts';

declare global {
	namespace App {
		/** Who is signed in, as the frame around the page shows them. */
		type Viewer = {
			name: string;
			organisation?: string;
			outbox: boolean;
			/** Works at a provider, so that there is an action plan. */
			plan: boolean;
		};
		type Theme = 'light' | 'dark' | 'auto';
		interface Locals {
			ctx: Ctx;
			theme: Theme;
			viewer?: Viewer;
			session?: Session;
			/** Pattern of the API route that answered, for the figures. */
			pattern?: string;
		}
		interface PageState {
			/** The question of a quick check shown without asking the server. */
			quickStep?: number;
			/** The item of a run shown without asking the server. */
			runItem?: string;
		}
		interface Error {
			message: string;
			code?: string;
			id?: string;
		}
		interface PageData {
			locale: string;
			locales: { code: string; name: string }[];
			/** Texts of the frame around every page. */
			shell: Messages;
			/** Texts of this page. */
			messages?: Messages;
			theme: Theme;
			/** The platform shows fictional data. */
			demo: boolean;
			viewer?: Viewer;
		}
	}
}

export {};
