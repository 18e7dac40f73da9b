import type { Ctx } from '#platform/context.ts';
import type { Messages } from '#platform/i18n/catalogue.ts';

declare global {
	namespace App {
		interface Locals {
			ctx: Ctx;
			theme: 'light' | 'dark' | 'auto';
		}
		interface Error {
			message: string;
			code?: string;
			id?: string;
		}
		interface PageData {
			locale: string;
			/** Texts of the frame around every page. */
			shell: Messages;
			/** Texts of this page. */
			messages?: Messages;
		}
	}
}

export {};
